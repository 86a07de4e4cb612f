import type { CellValue } from "@weft/model/fields/field";
import type { ComputedRef, ShallowRef } from "vue";
import { nextTick, shallowRef } from "vue";
import type { EditorKind } from "./cells/cell-types.ts";
import { cellTypes, textOf } from "./cells/cell-types.ts";
import type { Writing } from "./cells/read-cell.ts";
import { readCell } from "./cells/read-cell.ts";
import type { AfterEdit } from "./editors/use-draft.ts";
import type { GridColumn } from "./grid-columns.ts";
import type { CellEdit } from "./row-source.ts";
import type { RowWindow } from "./row-window.ts";
import type { Cell, Range } from "./selection.ts";
import type { GridTexts } from "./texts.ts";
import { fillText } from "./texts.ts";

export interface EditingOptions {
  rows: ShallowRef<RowWindow>;
  columns: ComputedRef<readonly GridColumn[]>;
  active: ComputedRef<Cell | null>;
  writing: ComputedRef<Writing>;
  texts: () => GridTexts;
  isReadonly: () => boolean;
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

/** Cells cleared or pasted in one go; the next issue of size goes by import. */
export const editCellsMax = 50_000;
export const editRowsMax = 1000;

/** Editing of cells: one at a time in an editor, or many by clearing and pasting. */
export function useEditing(options: EditingOptions) {
  const { rows, columns, active, writing, texts, isReadonly, onFault, onClosed } = options;
  const editing = shallowRef<OpenEdit | null>(null);

  async function save(edits: CellEdit[], parse = false): Promise<void> {
    if (edits.length === 0) return;
    try {
      await rows.value.edit(edits, { parse });
    } catch (error) {
      onFault(error);
    }
  }

  /** Opens the active cell's editor; with `typed`, that text replaces what the cell holds. */
  function open(typed?: string): boolean {
    const cell = active.value;
    const column = cell && columns.value[cell.column];
    const shown = cell && rows.value.rowAt(cell.row);
    if (!cell || !column || !shown || column.cell < 0 || isReadonly()) return false;
    const before = shown.row.cells[column.cell] ?? null;
    const kind = cellTypes[column.field.type].editor;
    if (kind === "toggle") {
      if (typed !== undefined && typed !== " ") return false;
      void save([{ rowId: shown.row.id, fieldId: column.field.id, value: before !== true }]);
      return true;
    }
    const text = typed ?? textOf(before, column.field, writing.value);
    // An input of one line would drop the line breaks.
    const editor = kind === "line" && /[\r\n]/.test(text) ? "lines" : kind;
    editing.value = { cell, rowId: shown.row.id, column, editor, before, text, isTyped: typed !== undefined };
    return true;
  }

  function commit(value: CellValue | undefined, after: AfterEdit): void {
    const edit = editing.value;
    if (!edit) return;
    editing.value = null;
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(edit.before))
      void save([{ rowId: edit.rowId, fieldId: edit.column.field.id, value }]);
    void nextTick(() => onClosed(after));
  }

  function cancel(): void {
    editing.value = null;
    void nextTick(() => onClosed("stay"));
  }

  async function clear(range: Range): Promise<void> {
    if (isReadonly()) return;
    if (range.bottom - range.top >= editRowsMax) {
      onFault(new Error(fillText(texts().tooManyToClear, { max: editRowsMax })));
      return;
    }
    try {
      const held = await rows.value.read(range.top, range.bottom + 1);
      const cleared = columns.value.slice(range.left, range.right + 1).filter((column) => column.cell >= 0);
      await save(
        held.flatMap((row) =>
          cleared
            .filter((column) => row.cells[column.cell] !== null)
            .map((column) => ({ rowId: row.id, fieldId: column.field.id, value: null })),
        ),
      );
    } catch (error) {
      onFault(error);
    }
  }

  /**
   * Sets cells from text, from `start` on, as far as the table reaches. What can be read here is read in the person's own
   * way of writing, which the server does not know; the rest goes to the server as it stands.
   */
  async function paste(start: Cell, pasted: string[][]): Promise<void> {
    if (isReadonly()) return;
    try {
      const held = await rows.value.read(start.row, start.row + pasted.length);
      const edits: CellEdit[] = [];
      for (const [down, row] of held.entries()) {
        for (const [along, text] of (pasted[down] ?? []).entries()) {
          const column = columns.value[start.column + along];
          if (!column || column.cell < 0) continue;
          const reading = readCell(text, column.field, writing.value);
          edits.push({ rowId: row.id, fieldId: column.field.id, value: reading.fault ? text : reading.value });
        }
      }
      await save(edits, true);
    } catch (error) {
      onFault(error);
    }
  }

  return { editing, open, commit, cancel, clear, paste };
}
