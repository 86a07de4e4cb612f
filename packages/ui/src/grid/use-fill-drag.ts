import type { ComputedRef } from "vue";
import { shallowRef } from "vue";
import { fillTarget } from "./bulk-edits.ts";
import type { Cell, Range, Selection } from "./selection.ts";
import { rangeOf } from "./selection.ts";

export interface FillDragOptions {
  selection: ComputedRef<Selection | null>;
  /** Follows mouse or finger over the cells until it is let go. */
  drag(start: PointerEvent, over: (cell: Cell) => void, done?: (end: PointerEvent) => void): void;
  fill(from: Range, cell: Cell, isCopy: boolean): Promise<void>;
  extendTo(cell: Cell, isShown?: boolean): void;
}

/** The handles at the corner of a selection: one fills from it, the other, for fingers, stretches it. */
export function useFillDrag({ selection, drag, fill, extendTo }: FillDragOptions) {
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
        if (last && end.type === "pointerup") void fill(from, last, end.ctrlKey || end.metaKey);
      },
    );
  }

  function startStretch(event: PointerEvent): void {
    drag(event, (cell) => extendTo(cell, false));
  }

  return { preview, startFill, startStretch };
}
