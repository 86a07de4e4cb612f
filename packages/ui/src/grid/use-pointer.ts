import type { ComputedRef, Ref, ShallowRef } from "vue";
import { onBeforeUnmount } from "vue";
import type { ColumnLayout } from "./geometry.ts";
import { columnAt } from "./geometry.ts";
import type { Bounds, Cell } from "./selection.ts";

export interface PointerOptions {
  scroller: Readonly<ShallowRef<HTMLElement | null>>;
  layout: ComputedRef<ColumnLayout>;
  bounds: ComputedRef<Bounds>;
  topPx: ComputedRef<number>;
  active: ComputedRef<Cell | null>;
  rowPx: Readonly<Ref<number>>;
  headPx: ComputedRef<number>;
  selectCell(cell: Cell): void;
  extendTo(cell: Cell, isShown?: boolean): void;
  selectRows(from: number, to: number): void;
  open(): boolean;
  onCheck(row: number, isExtended: boolean): void;
}

interface Hit {
  cell: Cell;
  isGutter: boolean;
}

/** Mouse and finger on the grid. A finger scrolls; its tap selects, and a tap on the active cell edits. */
export function usePointer(options: PointerOptions) {
  const { scroller, layout, bounds, topPx, active, rowPx, headPx, selectCell, extendTo, selectRows, open } = options;
  let stopDrag: (() => void) | undefined;
  let linkIsOpenable = false;
  /** Of the last press: not every browser says it again with the click. */
  let pointerType = "mouse";
  onBeforeUnmount(() => stopDrag?.());

  function hitOf(event: Event): Hit | undefined {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>("[data-row]")?.dataset.row;
    if (row === undefined) return undefined;
    const column = target.closest<HTMLElement>("[data-column]")?.dataset.column;
    return { cell: { row: Number(row), column: Number(column ?? 0) }, isGutter: column === undefined };
  }

  function isActive(cell: Cell): boolean {
    return active.value?.row === cell.row && active.value.column === cell.column;
  }

  function onPointerdown(event: PointerEvent): void {
    pointerType = event.pointerType;
    const hit = hitOf(event);
    if (!hit || event.button !== 0 || pointerType === "touch") return;
    if ((event.target as Element).closest("input, button")) return;
    if (hit.isGutter && (event.ctrlKey || event.metaKey)) {
      options.onCheck(hit.cell.row, event.shiftKey);
      return;
    }
    if (hit.isGutter) {
      selectRows(event.shiftKey ? (active.value?.row ?? hit.cell.row) : hit.cell.row, hit.cell.row);
      drag(event, (cell) => extendTo({ row: cell.row, column: bounds.value.columns - 1 }, false));
      return;
    }
    // A link opens on a second click, once its cell is active: the first click only selects.
    linkIsOpenable = isActive(hit.cell);
    if (event.shiftKey) extendTo(hit.cell);
    else selectCell(hit.cell);
    if ((event.target as Element).closest("[data-check]") && !event.shiftKey) open();
    drag(event, (cell) => extendTo(cell, false));
  }

  /** The keyboard stays with the grid: a link or a cell under the mouse must not take it. */
  function onMousedown(event: MouseEvent): void {
    if (!hitOf(event) || (event.target as Element).closest("input, button")) return;
    event.preventDefault();
    scroller.value?.focus({ preventScroll: true });
  }

  function onClick(event: MouseEvent): void {
    const hit = hitOf(event);
    if (!hit) return;
    const isLink = (event.target as Element).closest("a") !== null;
    if (isLink && !linkIsOpenable && !event.ctrlKey && !event.metaKey) event.preventDefault();
    if (pointerType !== "touch") return;
    if ((event.target as Element).closest("input, button")) return;
    if (hit.isGutter) {
      options.onCheck(hit.cell.row, event.shiftKey);
      return;
    }
    const wasActive = isActive(hit.cell);
    linkIsOpenable = wasActive;
    selectCell(hit.cell);
    if ((wasActive && !isLink) || (event.target as Element).closest("[data-check]")) open();
  }

  function onDblclick(event: MouseEvent): void {
    const hit = hitOf(event);
    if (hit && !hit.isGutter && !(event.target as Element).closest("[data-check]")) open();
  }

  function cellAt(event: PointerEvent, shiftPx: number, box: DOMRect, element: HTMLElement): Cell {
    const row = Math.floor((event.clientY + shiftPx - box.top - headPx.value + topPx.value) / rowPx.value);
    const column = columnAt(layout.value, event.clientX + shiftPx - box.left, element.scrollLeft);
    return {
      row: Math.max(0, Math.min(row, bounds.value.rows - 1)),
      column: Math.max(0, column),
    };
  }

  /** Follows mouse or finger until it is let go; beyond an edge the grid scrolls on by itself. `shiftPx` lies between it and what it holds. */
  function drag(
    start: PointerEvent,
    over: (cell: Cell) => void,
    done?: (end: PointerEvent) => void,
    shiftPx = 0,
  ): void {
    const element = scroller.value;
    if (!element) return;
    stopDrag?.();
    // A handle goes with the corner it stands at, which may be scrolled away: the finger must not go with it.
    if (start.pointerType === "touch") element.setPointerCapture(start.pointerId);
    let last = start;
    let at: Cell | null = null;
    let frame = 0;

    const follow = (): void => {
      frame = 0;
      const box = element.getBoundingClientRect();
      const down = beyond(last.clientY, box.top + headPx.value, box.bottom);
      const right = beyond(last.clientX, box.left + layout.value.frozenPx, box.right);
      if (down !== 0 || right !== 0) {
        element.scrollBy(right, down);
        frame = requestAnimationFrame(follow);
      }
      const cell = cellAt(last, shiftPx, box, element);
      if (at && (cell.row !== at.row || cell.column !== at.column)) over(cell);
      at = cell;
    };
    const onMove = (event: PointerEvent): void => {
      // The first pixels of a click are no drag.
      if (!at && Math.abs(event.clientX - start.clientX) + Math.abs(event.clientY - start.clientY) < 4) return;
      at ??= cellAt(start, shiftPx, element.getBoundingClientRect(), element);
      last = event;
      frame ||= requestAnimationFrame(follow);
    };
    const onEnd = (event: PointerEvent): void => {
      stopDrag?.();
      done?.(event);
    };
    stopDrag = () => {
      cancelAnimationFrame(frame);
      globalThis.removeEventListener("pointermove", onMove);
      globalThis.removeEventListener("pointerup", onEnd);
      globalThis.removeEventListener("pointercancel", onEnd);
    };
    globalThis.addEventListener("pointermove", onMove);
    globalThis.addEventListener("pointerup", onEnd);
    globalThis.addEventListener("pointercancel", onEnd);
  }

  return { onPointerdown, onMousedown, onClick, onDblclick, drag };
}

/** How far a coordinate is outside [low, high], in px, slowed down to a pace one can follow. */
function beyond(at: number, low: number, high: number): number {
  if (at < low) return Math.max(-40, (at - low) / 2);
  return at > high ? Math.min(40, (at - high) / 2) : 0;
}
