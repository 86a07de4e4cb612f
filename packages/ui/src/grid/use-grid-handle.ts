import type { ComputedRef, ShallowRef } from "vue";
import type { GridAct, GridHandle } from "./grid-handle.ts";
import type { GridColumn } from "./grid-columns.ts";
import type { Cell, Range, Selection } from "./selection.ts";
import { rangeOf } from "./selection.ts";
import type { useColumnActions } from "./use-column-actions.ts";
import type { useGroups } from "./use-groups.ts";
import type { useRowActions } from "./use-row-actions.ts";
import type { Viewport } from "./use-viewport.ts";

export interface GridHandleOptions {
  scroller: Readonly<ShallowRef<HTMLElement | null>>;
  columns: ComputedRef<readonly GridColumn[]>;
  selection: ComputedRef<Selection | null>;
  active: ComputedRef<Cell | null>;
  groups: ReturnType<typeof useGroups>;
  rowActions: ReturnType<typeof useRowActions>;
  columnActions: ReturnType<typeof useColumnActions>;
  view: Viewport;
  fault: Readonly<ShallowRef<Error | null>>;
  deselect(): void;
  open(): boolean;
  clear(range: Range): Promise<void>;
  fillSelection(to: "down" | "right"): Promise<void>;
  openTool(kind: "move_rows"): void;
  copyAs(way: "copy" | "copy_with_names" | "cut"): boolean;
  focus(): void;
}

/** What the page may ask of the grid; a menu does the same as the keys. */
export function useGridHandle(options: GridHandleOptions): GridHandle {
  const { scroller, columns, selection, active, groups, rowActions, columnActions, focus } = options;
  const { rows } = groups;

  const acts: Record<GridAct, () => unknown> = {
    edit: () => options.open(),
    open_row: () => rowActions.open(),
    clear: () => selection.value && options.clear(rangeOf(selection.value)),
    copy: () => options.copyAs("copy"),
    copy_with_names: () => options.copyAs("copy_with_names"),
    cut: () => options.copyAs("cut"),
    fill_down: () => options.fillSelection("down"),
    rows_up: () => rowActions.moveBy(-1),
    rows_down: () => rowActions.moveBy(1),
    rows_top: () => rowActions.moveTo(0),
    rows_to: () => options.openTool("move_rows"),
  };

  return {
    selected() {
      if (!selection.value) return null;
      const { top, bottom, left, right } = rangeOf(selection.value);
      const rows = groups.lines.value.rowRanges(top, bottom + 1).reduce((sum, { first, end }) => sum + end - first, 0);
      return { top, bottom, rows, fields: columns.value.slice(left, right + 1).map(({ field }) => field) };
    },
    async selectedRows() {
      if (!selection.value) return [];
      const { top, bottom } = rangeOf(selection.value);
      return rows.value.read(top, bottom + 1);
    },
    readRows: (first, end) => rows.value.read(first, end),
    activeValue(fieldId) {
      const shown = active.value ? rows.value.rowAt(active.value.row) : undefined;
      const column = columns.value.find(({ field }) => field.id === fieldId);
      return shown && column ? (shown.row.cells[column.cell] ?? null) : undefined;
    },
    act(what) {
      focus();
      acts[what]();
    },
    pasteText(text, html = "") {
      focus();
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      if (html !== "") clipboardData.setData("text/html", html);
      scroller.value?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    get fault() {
      return options.fault.value;
    },
    retry: () => rows.value.retry(),
    addRow: rowActions.add,
    goToRow: rowActions.goTo,
    toTop() {
      options.deselect();
      options.view.place(0);
    },
    fit: columnActions.fitField,
    openGroups: groups.openAll,
    closeGroups: groups.closeAll,
    focus,
  };
}
