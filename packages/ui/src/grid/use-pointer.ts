import type { ComputedRef, Ref, ShallowRef } from "vue";
import { onBeforeUnmount } from "vue";
import type { ColumnLayout } from "./geometry.ts";
import { followPointer } from "./follow-pointer.ts";
import { columnAt } from "./geometry.ts";
import type { Bounds, Cell } from "./selection.ts";
import type { Viewport } from "./use-viewport.ts";

export interface PointerOptions {
  scroller: Readonly<ShallowRef<HTMLElement | null>>;
  layout: ComputedRef<ColumnLayout>;
  bounds: ComputedRef<Bounds>;
  topPx: ComputedRef<number>;
  active: ComputedRef<Cell | null>;
  rowPx: Readonly<Ref<number>>;
  headPx: ComputedRef<number>;
  view: Pick<Viewport, "viewPx">;
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

/** Near the edges, in px, a drag scrolls on: they may be those of the screen, which nothing goes beyond. */
const sidePx = 12;

/** Mouse and finger on the grid. A finger scrolls; its tap selects, and a tap on the active cell edits. */
export function usePointer(options: PointerOptions) {
  const { scroller, layout, bounds, topPx, active, rowPx, headPx, view, selectCell, extendTo, selectRows, open } =
    options;
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

  function cellAt(xPx: number, yPx: number, box: DOMRect, element: HTMLElement): Cell {
    const row = Math.floor((yPx - box.top - headPx.value + topPx.value) / rowPx.value);
    const column = columnAt(layout.value, xPx - box.left, element.scrollLeft);
    return {
      row: Math.max(0, Math.min(row, bounds.value.rows - 1)),
      column: Math.max(0, column),
    };
  }

  /**
   * Follows mouse or finger until it is let go or given up; near an edge the grid scrolls on by itself. `shiftPx` lies
   * between the pointer and what it holds.
   */
  function drag(
    start: PointerEvent,
    over: (cell: Cell) => void,
    done?: (end: PointerEvent | null) => void,
    shiftPx = 0,
  ): void {
    const element = scroller.value;
    if (!element) return;
    stopDrag?.();
    // A handle goes with the corner it stands at, which may be scrolled away: the finger must not go with it.
    if (start.pointerType === "touch") element.setPointerCapture(start.pointerId);
    const box = element.getBoundingClientRect();
    const top = box.top + headPx.value;
    const frozenEnd = box.left + layout.value.frozenPx;
    let at = cellAt(start.clientX + shiftPx, start.clientY + shiftPx, box, element);
    stopDrag = followPointer(start, {
      scroller: element,
      edges: () => ({
        // What begins among the columns that stay in sight may go on there.
        left: start.clientX < frozenEnd ? -Infinity : frozenEnd,
        right: box.right - sidePx,
        top,
        bottom: top + view.viewPx.value - sidePx,
      }),
      over(clientX, clientY) {
        const cell = cellAt(clientX + shiftPx, clientY + shiftPx, box, element);
        if (cell.row !== at.row || cell.column !== at.column) over(cell);
        at = cell;
      },
      done: (end) => done?.(end),
    });
  }

  return { onPointerdown, onMousedown, onClick, onDblclick, drag };
}
