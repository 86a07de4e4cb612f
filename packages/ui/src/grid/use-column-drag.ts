import type { ComputedRef, ShallowRef } from "vue";
import { onBeforeUnmount, shallowRef } from "vue";
import { followPointer } from "./follow-pointer.ts";
import type { ColumnLayout } from "./geometry.ts";
import { edgeNear, edgePx } from "./geometry.ts";

export interface ColumnDragOptions {
  scroller: Readonly<ShallowRef<HTMLElement | null>>;
  layout: ComputedRef<ColumnLayout>;
  gutterPx: ComputedRef<number>;
  /** Columns wholly selected, edges included: they move together. -1 when there are none. */
  selected: ComputedRef<{ left: number; right: number }>;
  select(column: number, isExtended: boolean): void;
  /** Puts the columns from `left` to `right` before the one at `before`. */
  move(left: number, right: number, before: number): void;
  freeze(count: number): void;
}

/** Near the sides, in px, a drag scrolls on. */
const sidePx = 28;
/** More than this share of the view cannot stay in sight: the rest could not be read. */
const frozenShareMax = 0.5;

/** Heads by mouse: a press selects a column, a drag moves it; and the line up to which columns stay in sight. */
export function useColumnDrag(options: ColumnDragOptions) {
  const { scroller, layout, gutterPx, selected, select, move, freeze } = options;
  /** The edge that what is dragged would go to, and where that lies in the scrolled content. */
  const drop = shallowRef<{ edge: number; leftPx: number } | null>(null);
  let stop: (() => void) | undefined;
  onBeforeUnmount(() => stop?.());

  function follow(
    event: PointerEvent,
    toEdge: (xPx: number) => number,
    done: (edge: number) => void,
    { still, isScrolling = true }: { still?: (() => void) | undefined; isScrolling?: boolean } = {},
  ): void {
    const element = scroller.value;
    if (!element) return;
    stop?.();
    const box = element.getBoundingClientRect();
    stop = followPointer(event, {
      scroller: element,
      edges: () => ({
        left: isScrolling ? box.left + layout.value.frozenPx + sidePx : -Infinity,
        right: isScrolling ? box.right - sidePx : Infinity,
        top: -Infinity,
        bottom: Infinity,
      }),
      over(clientX) {
        const edge = toEdge(clientX - box.left);
        drop.value = { edge, leftPx: edgePx(layout.value, edge, gutterPx.value, element.scrollLeft) };
      },
      done(end) {
        const edge = drop.value?.edge;
        drop.value = null;
        if (end && edge !== undefined) done(edge);
      },
      still,
    });
  }

  function onHeadingDown(event: PointerEvent, at: number): void {
    if (event.button !== 0 || event.pointerType === "touch") return;
    if ((event.target as Element).closest("button")) return;
    const { left, right } = selected.value;
    const isSelected = at >= left && at <= right;
    if (!isSelected || event.shiftKey) select(at, event.shiftKey);
    if (event.shiftKey) return;
    drag(event, isSelected ? { left, right } : { left: at, right: at });
  }

  /** Takes the selected columns with a finger that has stayed on the head of one; false where none is. */
  function lift(event: PointerEvent, onStill: () => void): boolean {
    const { left, right } = selected.value;
    if (left < 0) return false;
    drag(event, { left, right }, onStill);
    return true;
  }

  function drag(event: PointerEvent, { left, right }: { left: number; right: number }, still?: () => void): void {
    follow(
      event,
      (xPx) => edgeNear(layout.value, xPx, scroller.value?.scrollLeft ?? 0),
      (before) => {
        if (before < left || before > right + 1) move(left, right, before);
      },
      { still },
    );
  }

  function onFreezeDown(event: PointerEvent): void {
    const widthMaxPx = (scroller.value?.clientWidth ?? 0) * frozenShareMax;
    // The line goes over the first columns: they must be in sight.
    scroller.value?.scrollTo({ left: 0 });
    follow(
      event,
      (xPx) => {
        let edge = edgeNear(layout.value, xPx, 0);
        while (edge > 0 && layout.value.leftPx[edge - 1]! + layout.value.widthsPx[edge - 1]! > widthMaxPx) edge -= 1;
        return edge;
      },
      freeze,
      { isScrolling: false },
    );
  }

  return { drop, onHeadingDown, onFreezeDown, lift };
}
