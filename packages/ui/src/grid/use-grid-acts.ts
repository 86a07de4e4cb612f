import type { ComputedRef, ShallowRef } from "vue";
import type { GridAct, GridHandle } from "./grid-handle.ts";
import type { GridColumn } from "./grid-columns.ts";
import type { RowWindow } from "./row-window.ts";
import type { Cell, Range, Selection } from "./selection.ts";
import { rangeOf } from "./selection.ts";

export interface GridActsOptions {
  scroller: Readonly<ShallowRef<HTMLElement | null>>;
  rows: ShallowRef<RowWindow> | ComputedRef<RowWindow>;
  columns: ComputedRef<readonly GridColumn[]>;
  selection: ComputedRef<Selection | null>;
  active: ComputedRef<Cell | null>;
  open(): boolean;
  openRow(): boolean;
  clear(range: Range): Promise<void>;
  fillSelection(to: "down" | "right"): Promise<void>;
}

type Acts = Pick<GridHandle, "selected" | "selectedRows" | "readRows" | "activeValue" | "act" | "pasteText">;

/** What a menu of the page does with the selection: the same as the keys. */
export function useGridActs(options: GridActsOptions): Acts {
  const { scroller, rows, columns, selection } = options;

  const acts: Record<GridAct, () => unknown> = {
    edit: () => options.open(),
    open_row: () => options.openRow(),
    clear: () => selection.value && options.clear(rangeOf(selection.value)),
    // The browser asks the grid for what is copied, as it does for the keys.
    copy: () => document.execCommand("copy"),
    cut: () => document.execCommand("cut"),
    fill_down: () => options.fillSelection("down"),
  };

  return {
    selected() {
      if (!selection.value) return null;
      const { top, bottom, left, right } = rangeOf(selection.value);
      return { top, bottom, fields: columns.value.slice(left, right + 1).map(({ field }) => field) };
    },
    async selectedRows() {
      if (!selection.value) return [];
      const { top, bottom } = rangeOf(selection.value);
      return rows.value.read(top, bottom + 1);
    },
    readRows: (first, end) => rows.value.read(first, end),
    activeValue(fieldId) {
      const shown = options.active.value ? rows.value.rowAt(options.active.value.row) : undefined;
      const column = columns.value.find(({ field }) => field.id === fieldId);
      return shown && column ? (shown.row.cells[column.cell] ?? null) : undefined;
    },
    act(what) {
      scroller.value?.focus({ preventScroll: true });
      acts[what]();
    },
    pasteText(text) {
      scroller.value?.focus({ preventScroll: true });
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      scroller.value?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
  };
}
