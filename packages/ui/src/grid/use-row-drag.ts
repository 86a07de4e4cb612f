import type { ComputedRef, Ref, ShallowRef } from "vue";
import { onBeforeUnmount, shallowRef } from "vue";
import { followPointer } from "./follow-pointer.ts";
import type { Bounds, Cell, Selection } from "./selection.ts";
import { rangeOf } from "./selection.ts";
import type { GridTexts } from "./texts.ts";
import { fillText } from "./texts.ts";
import type { Viewport } from "./use-viewport.ts";

export interface RowDragOptions {
  scroller: Readonly<ShallowRef<HTMLElement | null>>;
  selection: ComputedRef<Selection | null>;
  bounds: ComputedRef<Bounds>;
  topPx: ComputedRef<number>;
  rowPx: Readonly<Ref<number>>;
  headPx: ComputedRef<number>;
  /** Rows stand in an order of people's own, and may be put into another. */
  canMove(): boolean;
  active: ComputedRef<Cell | null>;
  texts: () => GridTexts;
  select(selection: Selection, isShown: boolean): void;
  selectRows(from: number, to: number): void;
  view: Pick<Viewport, "showCell" | "viewPx">;
  /** Tells a reader of the screen. */
  say(text: string): void;
  /** Puts the rows `first` to `last` before the one at `before`. */
  onMove(first: number, last: number, before: number): void;
}

/** Near the edges, in px, a drag scrolls on. */
const sidePx = 24;

/** Rows that are wholly selected are moved by their numbers: pressed once they are selected, pressed again they are dragged. */
export function useRowDrag(options: RowDragOptions) {
  const { scroller, selection, bounds, topPx, rowPx, headPx } = options;
  /** The row that what is dragged would stand before. */
  const drop = shallowRef<number | null>(null);
  let stop: (() => void) | undefined;
  onBeforeUnmount(() => stop?.());

  /** The selected rows, where whole rows are. */
  function selectedRows(): { first: number; last: number } | null {
    if (!selection.value) return null;
    const { top, bottom, left, right } = rangeOf(selection.value);
    const isWhole = left === 0 && right === bounds.value.columns - 1;
    return isWhole && bottom - top + 1 < bounds.value.rows ? { first: top, last: bottom } : null;
  }

  /** Takes a press on a row's number that begins a drag; false where it is something else. */
  function onRowDown(event: PointerEvent): boolean {
    const element = scroller.value;
    const number = (event.target as Element).closest("[data-gutter]");
    const row = Number(number?.closest<HTMLElement>("[data-row]")?.dataset.row ?? -1);
    const rows = selectedRows();
    if (!element || !rows || row < rows.first || row > rows.last || !options.canMove()) return false;
    if (event.button !== 0 || event.pointerType === "touch" || event.shiftKey || event.ctrlKey || event.metaKey)
      return false;
    if ((event.target as Element).closest("input, button")) return false;
    // A press without a drag selects the one row, as a press elsewhere does.
    drag(element, event, rows, () => options.selectRows(row, row));
    return true;
  }

  /** Takes the selected rows with a finger that has stayed on the number of one; false where they cannot be moved. */
  function lift(event: PointerEvent, onStill: () => void): boolean {
    const rows = selectedRows();
    if (!scroller.value || !rows || !options.canMove()) return false;
    drag(scroller.value, event, rows, onStill);
    return true;
  }

  function drag(
    element: HTMLElement,
    event: PointerEvent,
    rows: { first: number; last: number },
    still: () => void,
  ): void {
    stop?.();
    const box = element.getBoundingClientRect();
    const top = box.top + headPx.value;
    stop = followPointer(event, {
      scroller: element,
      edges: () => ({
        left: -Infinity,
        right: Infinity,
        top: top + sidePx,
        bottom: top + options.view.viewPx.value - sidePx,
      }),
      over(_x, clientY) {
        const edge = Math.round((clientY - top + topPx.value) / rowPx.value);
        drop.value = Math.max(0, Math.min(edge, bounds.value.rows));
      },
      done(end) {
        const before = drop.value;
        drop.value = null;
        if (end && before !== null) move(rows, before);
      },
      still,
    });
  }

  /** The selection goes with the rows, and the active cell stays in its column. */
  function move({ first, last }: { first: number; last: number }, before: number): void {
    if (before >= first && before <= last + 1) return;
    const column = options.active.value?.column ?? 0;
    const [count, columns] = [last - first + 1, bounds.value.columns];
    const to = before > last ? before - count : before;
    options.onMove(first, last, before);
    const rows = { anchor: { row: to, column: 0 }, extent: { row: to + count - 1, column: columns - 1 } };
    options.select({ ...rows, within: { row: to, column } }, false);
    options.view.showCell(to, column);
    const { rowMoved, rowsMoved } = options.texts().editing;
    const said = { row: first + 1, first: first + 1, last: last + 1, place: to + 1 };
    options.say(fillText(count === 1 ? rowMoved : rowsMoved, said));
  }

  /** Moves the selected rows, or the active cell's, by one place; false where that cannot be. */
  function moveBy(by: 1 | -1): boolean {
    const { top, bottom } = selection.value ? rangeOf(selection.value) : { top: 0, bottom: 0 };
    return moveTo(top + by, bottom + by);
  }

  /** Moves the selected rows, or the active cell's, so that the first stands at `place`; false where that cannot be. */
  function moveTo(place: number, end = place): boolean {
    if (!selection.value || !options.canMove() || place < 0 || end >= bounds.value.rows) return false;
    const { top: first, bottom: last } = rangeOf(selection.value);
    const to = Math.min(place, bounds.value.rows - (last - first + 1));
    move({ first, last }, to > first ? to + last - first + 1 : to);
    return true;
  }

  return { drop, onRowDown, lift, moveBy, moveTo };
}
