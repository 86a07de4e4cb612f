import type { ComputedRef, ShallowRef } from "vue";
import type { Bounds, Cell, Selection } from "./selection.ts";
import { rangeOf } from "./selection.ts";

/** What a menu was asked for. */
export type MenuKind = "cells" | "rows" | "columns";

export interface MenuRequest {
  kind: MenuKind;
  /** Where it opens, in px of the window. */
  xPx: number;
  yPx: number;
}

export interface ContextMenuOptions {
  scroller: Readonly<ShallowRef<HTMLElement | null>>;
  gridId: string;
  selection: ComputedRef<Selection | null>;
  bounds: ComputedRef<Bounds>;
  selectCell(cell: Cell): void;
  selectRows(from: number, to: number): void;
  selectColumns(from: number, to: number): void;
  isEditing(): boolean;
  onAsk(request: MenuRequest): void;
}

/** Menus by right click and by key; what is pressed is selected, unless it is already. */
export function useContextMenu(options: ContextMenuOptions) {
  const { scroller, selection, bounds, onAsk } = options;

  function covers(hit: Partial<Cell>): boolean {
    if (!selection.value) return false;
    const { top, bottom, left, right } = rangeOf(selection.value);
    const { row = top, column = left } = hit;
    return row >= top && row <= bottom && column >= left && column <= right;
  }

  function isWhole(side: "rows" | "columns"): boolean {
    if (!selection.value) return false;
    const { top, bottom, left, right } = rangeOf(selection.value);
    const { rows, columns } = bounds.value;
    return side === "rows" ? left === 0 && right === columns - 1 : top === 0 && bottom === rows - 1;
  }

  /** Selects what was pressed and says of what kind it is; undefined where there is nothing to offer. */
  function take(target: Element): MenuKind | undefined {
    const heading = target.closest<HTMLElement>("[data-heading]")?.dataset.heading;
    if (heading !== undefined) {
      const column = Number(heading);
      if (!isWhole("columns") || !covers({ column })) options.selectColumns(column, column);
      return "columns";
    }
    const row = target.closest<HTMLElement>("[data-row]")?.dataset.row;
    if (row === undefined) return undefined;
    const column = target.closest<HTMLElement>("[data-column]")?.dataset.column;
    if (column === undefined) {
      if (!isWhole("rows") || !covers({ row: Number(row) })) options.selectRows(Number(row), Number(row));
      return "rows";
    }
    const cell = { row: Number(row), column: Number(column) };
    if (!covers(cell)) options.selectCell(cell);
    return kindOf();
  }

  /** Whole rows are offered what rows are, wherever in them one presses; so are whole columns. */
  function kindOf(): MenuKind {
    if (isWhole("rows") && bounds.value.columns > 1) return "rows";
    return isWhole("columns") && bounds.value.rows > 1 ? "columns" : "cells";
  }

  function onContextmenu(event: MouseEvent): void {
    if (options.isEditing()) return;
    if (event.target === scroller.value && selection.value) {
      event.preventDefault();
      openAtActive();
      return;
    }
    const kind = take(event.target as Element);
    if (!kind) return;
    event.preventDefault();
    scroller.value?.focus({ preventScroll: true });
    onAsk({ kind, xPx: event.clientX, yPx: event.clientY });
  }

  /** Opens the menu of what is selected beside the active cell; false where nothing is. */
  function openAtActive(): boolean {
    const box = document.getElementById(`${options.gridId}-active`)?.getBoundingClientRect();
    if (!selection.value || !box) return false;
    onAsk({ kind: kindOf(), xPx: box.left + 12, yPx: box.bottom });
    return true;
  }

  return { onContextmenu, openAtActive, take };
}
