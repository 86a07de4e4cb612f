import type { CellValue } from "@weft/model/fields/field";
import type { ComputedRef, ShallowRef } from "vue";
import { computed, nextTick } from "vue";
import type { Writing } from "./cells/read-cell.ts";
import { measureIn, widthFitting } from "./column-fit.ts";
import type { ColumnLayout } from "./geometry.ts";
import type { GridColumn } from "./grid-columns.ts";
import { columnWidthPx } from "./grid-columns.ts";
import type { Bounds, Cell, Range, Selection } from "./selection.ts";
import type { GridTexts } from "./texts.ts";
import { fillText } from "./texts.ts";
import { useColumnDrag } from "./use-column-drag.ts";

export interface ColumnActionsOptions {
  scroller: Readonly<ShallowRef<HTMLElement | null>>;
  columns: ComputedRef<readonly GridColumn[]>;
  layout: ComputedRef<ColumnLayout>;
  gutterPx: ComputedRef<number>;
  bounds: ComputedRef<Bounds>;
  active: ComputedRef<Cell | null>;
  range: ComputedRef<Range | null>;
  writing: ComputedRef<Writing>;
  texts: () => GridTexts;
  /** The cells of a column that are in sight. */
  cellsInSight(cell: number): readonly (CellValue | undefined)[];
  select(selection: Selection, isShown?: boolean): void;
  selectColumns(from: number, to: number): void;
  onResize(fieldId: string, widthPx: number): void;
  onMove(fieldIds: string[], before: string | null): void;
  onFreeze(count: number): void;
  /** Tells a reader of the screen. */
  say(text: string): void;
}

/** A column gets wider by so much at each press of its key. */
const widthStepPx = 16;

/** What is done with columns as a whole: selected, moved, made as wide as they need to be, frozen. */
export function useColumnActions(options: ColumnActionsOptions) {
  const { columns, bounds, active, range, writing, texts, select, selectColumns } = options;
  const selected = computed(() => {
    const at = range.value;
    return at && at.top === 0 && at.bottom === bounds.value.rows - 1 ? at : { left: -1, right: -1 };
  });

  function selectFrom(at: number, isExtended: boolean): void {
    selectColumns(isExtended && active.value ? active.value.column : at, at);
  }

  /** Puts columns before the one at `before`; the selection goes with them. */
  function move(left: number, right: number, before: number): void {
    const moved = columns.value.slice(left, right + 1).map(({ field }) => field);
    const to = before > right ? before - moved.length : before;
    const row = {
      top: range.value?.top ?? active.value?.row ?? 0,
      bottom: range.value?.bottom ?? active.value?.row ?? 0,
    };
    options.onMove(
      moved.map(({ id }) => id),
      columns.value[before]?.field.id ?? null,
    );
    void nextTick(() =>
      select({ anchor: { row: row.top, column: to }, extent: { row: row.bottom, column: to + right - left } }, false),
    );
    options.say(fillText(texts().columnMoved, { field: moved[0]!.name, place: to + 1, count: columns.value.length }));
  }

  /** Moves the selected columns, or the active cell's, by one place; false where there is none. */
  function moveBy(by: 1 | -1): boolean {
    const at = active.value?.column;
    const { left, right } = range.value ?? { left: at ?? -1, right: at ?? -1 };
    const before = by === 1 ? right + 2 : left - 1;
    if (left < 0 || before < 0 || before > columns.value.length) return false;
    move(left, right, before);
    return true;
  }

  /** Makes the selected columns, or the active cell's, wider or narrower by a step. */
  function resizeBy(by: 1 | -1): boolean {
    const at = active.value?.column ?? -1;
    const { left, right } = range.value ?? { left: at, right: at };
    for (const { field, widthPx } of columns.value.slice(Math.max(0, left), right + 1)) {
      const wanted = Math.max(columnWidthPx.min, Math.min(columnWidthPx.max, widthPx + by * widthStepPx));
      options.onResize(field.id, wanted);
      options.say(fillText(texts().columnWidth, { field: field.name, width: wanted }));
    }
    return left >= 0;
  }

  /** Makes a column as wide as the widest of its cells in sight; what is out of sight is not read for it. */
  function fit(at: number): void {
    const { field, cell } = columns.value[at]!;
    if (!options.scroller.value) return;
    const measure = measureIn(options.scroller.value);
    options.onResize(field.id, widthFitting(field, options.cellsInSight(cell), writing.value, measure));
  }

  function fitField(fieldId?: string): void {
    for (const [at, { field }] of columns.value.entries()) if (!fieldId || field.id === fieldId) fit(at);
  }

  const { drop, onHeadingDown, onFreezeDown, lift } = useColumnDrag({
    scroller: options.scroller,
    layout: options.layout,
    gutterPx: options.gutterPx,
    selected,
    select: selectFrom,
    move,
    freeze: options.onFreeze,
  });
  return { selected, selectFrom, moveBy, resizeBy, fit, fitField, drop, onHeadingDown, onFreezeDown, lift };
}
