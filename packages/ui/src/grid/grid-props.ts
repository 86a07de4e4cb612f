import type { Sort } from "@weft/model/filter";
import type { EmitFn } from "vue";
import type { GridColumn } from "./grid-columns.ts";
import type { RowsCommand } from "./keys.ts";
import type { GridRow, RowSource, RowTint, WantedFigures } from "./row-source.ts";
import type { GridTexts } from "./texts.ts";
import type { AddedFields } from "./use-bulk.ts";
import type { MenuRequest } from "./use-context-menu.ts";

/** What a page gives a grid. */
export interface GridProps {
  source: RowSource;
  columns: readonly GridColumn[];
  /** How many of the first columns stay in sight. */
  frozen: number;
  /** Height of the rows, 32 if not said; long text is wrapped where there is room for it. */
  rowPx?: number;
  /** The colour that rules give a row. */
  tintOf?: (row: GridRow) => RowTint | null;
  sort: readonly Sort[];
  /** Fields rows are grouped by, the outermost first; the source gives them in this order. */
  group?: readonly Sort[];
  /** The figure below each column, by field id. */
  footers?: WantedFigures;
  /** Ids of the ticked rows. */
  checked: ReadonlySet<number>;
  /** Id of the row that stands open beside the grid. */
  opened?: number | null;
  isReadonly: boolean;
  canAddField: boolean;
  /** Rows stand in an order of people's own, which they may change. */
  canMoveRows?: boolean;
  /** Adds so many fields for what is pasted beyond the edge, and resolves once they are among the columns. */
  addFields?: (count: number) => Promise<AddedFields>;
  locale: string;
  timeZone: string;
  texts: GridTexts;
}

/** The same with what is not said filled in. */
export type FilledProps = Readonly<GridProps & Required<Pick<GridProps, "rowPx" | "group" | "footers">>>;

/** What a grid tells its page. */
export interface GridEmits {
  "update:checked": [checked: ReadonlySet<number>];
  "update:opened": [rowId: number | null];
  resize: [fieldId: string, widthPx: number];
  /** Columns that stand before another from now on, or last where it is null. */
  moveColumns: [fieldIds: string[], before: string | null];
  freeze: [columns: number];
  addField: [];
  /** A menu was asked for: by right click, key or a finger that stays. */
  menu: [request: MenuRequest];
  /** Rows from one place to another (edges included) that stand before the one at a third place from now on. */
  moveRows: [first: number, last: number, before: number];
  /** By key: a row to be added, or the selected ones to be copied or deleted. */
  rows: [what: RowsCommand];
  /** Something to tell the person: a refusal with its reason, or what was done. */
  notice: [text: string, kind: "info" | "fault"];
}

export type GridEmit = EmitFn<GridEmits>;
