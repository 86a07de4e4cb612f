import type { CellValue } from "@weft/model/fields/field";
import type { ComputedRef, ShallowRef } from "vue";
import { nextTick, shallowRef } from "vue";
import type { EditorKind } from "./cells/cell-types.ts";
import { cellTypes, editorFor, textOf } from "./cells/cell-types.ts";
import type { Writing } from "./cells/read-cell.ts";
import { readCell } from "./cells/read-cell.ts";
import type { AfterEdit } from "./editors/use-draft.ts";
import type { GridColumn } from "./grid-columns.ts";
import type { RowWindow } from "./row-window.ts";
import type { Cell } from "./selection.ts";
import type { GridTexts } from "./texts.ts";
import { fillText } from "./texts.ts";

export interface EditingOptions {
  rows: ShallowRef<RowWindow>;
  columns: ComputedRef<readonly GridColumn[]>;
  active: ComputedRef<Cell | null>;
  writing: ComputedRef<Writing>;
  texts: () => GridTexts;
  isReadonly: () => boolean;
  onNotice(text: string): void;
  onFault(error: unknown): void;
  /** Gives the keyboard back to the grid and moves on. */
  onClosed(after: AfterEdit): void;
}

/** An open editor: which cell, and the text it began with. */
export interface OpenEdit {
  cell: Cell;
  rowId: number;
  column: GridColumn;
  editor: Exclude<EditorKind, "toggle">;
  before: CellValue;
  text: string;
  isTyped: boolean;
}

/** Editing of one cell at a time, in an editor that opens over it. */
export function useEditing(options: EditingOptions) {
  const { rows, columns, active, writing, texts, isReadonly, onNotice, onFault, onClosed } = options;
  const editing = shallowRef<OpenEdit | null>(null);

  /** Opens the active cell's editor; with `typed`, that text replaces what the cell holds. */
  function open(typed?: string): boolean {
    const cell = active.value;
    const column = cell && columns.value[cell.column];
    const shown = cell && rows.value.rowAt(cell.row);
    if (!cell || !column || !shown || column.cell < 0 || isReadonly()) return false;
    if (column.lock !== undefined) {
      onNotice(column.lock);
      return false;
    }
    const before = shown.row.cells[column.cell] ?? null;
    const text = typed ?? textOf(before, column.field, writing.value);
    const editor = editorFor(column.field, text);
    if (editor === "toggle") {
      if (typed !== undefined && typed !== " ") return false;
      const toggled = { rowId: shown.row.id, fieldId: column.field.id, value: before !== true, before };
      rows.value.edit([toggled], { parse: false }).catch(onFault);
      return true;
    }
    editing.value = { cell, rowId: shown.row.id, column, editor, before, text, isTyped: typed !== undefined };
    return true;
  }

  function commit(value: CellValue | undefined, after: AfterEdit): void {
    const edit = editing.value;
    if (!edit) return;
    editing.value = null;
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(edit.before)) void saveCell(edit, value);
    void nextTick(() => onClosed(after));
  }

  /**
   * Row and field may have been deleted, and the field retyped, by somebody else since the editor opened. The reason of a
   * refusal gives back what was typed, so that it is not lost.
   */
  async function saveCell(edit: Pick<OpenEdit, "rowId" | "column" | "before">, value: CellValue): Promise<void> {
    const { field } = edit.column;
    const at = { rowId: edit.rowId, fieldId: field.id, before: edit.before };
    const typed = textOf(value, field, writing.value);
    const now = columns.value.find((column) => column.field.id === field.id)?.field;
    const said = texts().editing;
    try {
      if (!now) throw new Error(fillText(said.fieldGone, { field: field.name }));
      if (now.type === field.type) await rows.value.edit([{ ...at, value }], { parse: false });
      else {
        const reading = readCell(typed, now, writing.value);
        if (reading.fault)
          throw new Error(`${fillText(said.fieldChanged, { field: now.name })} ${texts().faults[reading.fault]}`);
        await rows.value.edit([{ ...at, value: reading.value }], { parse: false });
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      onFault(typed === "" ? error : new Error(fillText(said.typed, { reason, text: shortened(typed) })));
    }
  }

  function cancel(): void {
    editing.value = null;
    void nextTick(() => onClosed("stay"));
  }

  /** Turns the active cell over where it is yes or no. */
  function toggle(): boolean {
    const field = active.value && columns.value[active.value.column]?.field;
    return field !== null && field !== undefined && cellTypes[field.type].editor === "toggle" && open();
  }

  return { editing, open, toggle, commit, cancel, saveCell };
}

/** A notice is no place for a whole page of text. */
function shortened(text: string): string {
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}
