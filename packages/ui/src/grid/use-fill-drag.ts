import type { ComputedRef } from "vue";
import { shallowRef } from "vue";
import { fillTarget } from "./bulk-edits.ts";
import type { Cell, Corner, Range, Selection } from "./selection.ts";
import { rangeOf, stretchTo } from "./selection.ts";

export interface FillDragOptions {
  selection: ComputedRef<Selection | null>;
  /** Follows mouse or finger over the cells until it is let go. */
  drag(
    start: PointerEvent,
    over: (cell: Cell) => void,
    done?: (end: PointerEvent | null) => void,
    shiftPx?: number,
  ): void;
  fill(from: Range, cell: Cell, isCopy: boolean): Promise<void>;
  select(selection: Selection, isShown: boolean): void;
}

/** A finger lies beside the cell whose corner it holds: so far from it, in px. */
const inwardPx: Record<Corner, number> = { start: 12, end: -12 };

/** The handles at the corners of a selection: one fills from it, the others, for fingers, stretch it. */
export function useFillDrag({ selection, drag, fill, select }: FillDragOptions) {
  /** The cells that will be filled when the handle is let go. */
  const preview = shallowRef<Range | null>(null);

  function startFill(event: PointerEvent): void {
    const from = selection.value && rangeOf(selection.value);
    if (!from || event.button !== 0) return;
    let last: Cell | null = null;
    drag(
      event,
      (cell) => {
        last = cell;
        preview.value = fillTarget(from, cell)?.range ?? null;
      },
      (end) => {
        preview.value = null;
        if (last && end) void fill(from, last, end.ctrlKey || end.metaKey);
      },
    );
  }

  function startStretch(event: PointerEvent, corner: Corner): void {
    const from = selection.value;
    if (from) drag(event, (cell) => select(stretchTo(from, corner, cell), false), undefined, inwardPx[corner]);
  }

  return { preview, startFill, startStretch };
}
