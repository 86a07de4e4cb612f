import type { CellValue, Field } from "@weft/model/fields/field";
import type { GridRow } from "./row-source.ts";

/** What a menu can have done with the selected cells. */
export type GridAct = "edit" | "open_row" | "clear" | "copy" | "copy_with_names" | "cut" | "fill_down" | RowMove;
/** Where the selected rows can be moved: by one place, to the top, or to a place that is asked for. */
export type RowMove = "rows_up" | "rows_down" | "rows_top" | "rows_to";

/** What a page may ask of a grid it holds by a template ref. */
export interface GridHandle {
  /** What is selected, as places of lines and fields, and how many of the lines are rows; null while nothing is. */
  selected(): { top: number; bottom: number; rows: number; fields: Field[] } | null;
  /** The selected rows, read where they are not held. */
  selectedRows(): Promise<GridRow[]>;
  /** Rows by their places, read where they are not held. */
  readRows(first: number, end: number): Promise<GridRow[]>;
  /** What the active row holds in a field; undefined while it is not known. */
  activeValue(fieldId: string): CellValue | undefined;
  /** Does what the key of this name does: edit the active cell, show its row, empty, copy, cut or fill the selection. */
  act(what: GridAct): void;
  /** Pastes text at the active cell, and the table that stood beside it on the clipboard. */
  pasteText(text: string, html?: string): void;

  /** Why rows could not be read; null when they can. */
  readonly fault: Error | null;
  retry(): void;
  addRow(): Promise<void>;
  /** Brings a row into sight and makes it active; 0-based. */
  goToRow(row: number): void;
  /** Back to the first row, nothing selected: other rows are shown now. */
  toTop(): void;
  /** Makes a column as wide as its cells in sight need, or all columns. */
  fit(fieldId?: string): void;
  /** Opens or closes all groups. */
  openGroups(): void;
  closeGroups(): void;
  focus(): void;
}
