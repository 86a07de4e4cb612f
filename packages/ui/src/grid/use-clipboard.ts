import type { ComputedRef, ShallowRef } from "vue";
import { textOf } from "./cells/cell-types.ts";
import type { Writing } from "./cells/read-cell.ts";
import { formatHtml, formatTsv, parseTsv } from "./clipboard.ts";
import type { GridColumn } from "./grid-columns.ts";
import type { GridRow } from "./row-source.ts";
import type { RowWindow } from "./row-window.ts";
import type { Bounds, Cell, Range, Selection } from "./selection.ts";
import { rangeOf } from "./selection.ts";
import type { GridTexts } from "./texts.ts";
import { fillText } from "./texts.ts";
import { editCellsMax, editRowsMax } from "./use-editing.ts";

export interface ClipboardOptions {
  rows: ShallowRef<RowWindow>;
  columns: ComputedRef<readonly GridColumn[]>;
  selection: ComputedRef<Selection | null>;
  bounds: ComputedRef<Bounds>;
  writing: ComputedRef<Writing>;
  texts: () => GridTexts;
  paste(start: Cell, texts: string[][]): Promise<void>;
  select(selection: Selection): void;
  onNotice(text: string): void;
  onFault(error: unknown): void;
}

/** Copies and pastes ranges as text and as a table, in step with office programs. */
export function useClipboard(options: ClipboardOptions) {
  const { rows, columns, selection, bounds, writing, texts, onNotice, onFault } = options;

  function textsOf(held: GridRow[], range: Range): string[][] {
    const copied = columns.value.slice(range.left, range.right + 1);
    return held.map((row) => copied.map(({ cell, field }) => textOf(row.cells[cell], field, writing.value)));
  }

  function onCopy(event: ClipboardEvent): void {
    if (!selection.value) return;
    event.preventDefault();
    const range = rangeOf(selection.value);
    const cells = (range.bottom - range.top + 1) * (range.right - range.left + 1);
    if (cells > editCellsMax) {
      onNotice(fillText(texts().tooManyToCopy, { max: editCellsMax }));
      return;
    }
    const held: GridRow[] = [];
    for (let index = range.top; index <= range.bottom; index += 1) {
      const shown = rows.value.rowAt(index);
      if (shown) held.push(shown.row);
    }
    if (held.length === range.bottom - range.top + 1) {
      const copied = textsOf(held, range);
      event.clipboardData?.setData("text/plain", formatTsv(copied));
      event.clipboardData?.setData("text/html", formatHtml(copied));
      tellCopied(cells);
    } else void copyUnseen(range).then(() => tellCopied(cells), onFault);
  }

  function tellCopied(cells: number): void {
    if (cells > 1) onNotice(fillText(texts().copied, { cells }));
  }

  /** Rows that are not held must be read first: too late for the event, so the clipboard is written directly. */
  async function copyUnseen(range: Range): Promise<void> {
    // Browsers give pages a clipboard on https and localhost alone.
    if (!navigator.clipboard) throw new Error(texts().copyNeedsHttps);
    const copied = rows.value.read(range.top, range.bottom + 1).then((held) => textsOf(held, range));
    const blob = (format: (cells: string[][]) => string, type: string) =>
      copied.then((cells) => new Blob([format(cells)], { type }));
    await navigator.clipboard.write([
      new ClipboardItem({
        "text/plain": blob(formatTsv, "text/plain"),
        "text/html": blob(formatHtml, "text/html"),
      }),
    ]);
  }

  function onPaste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain");
    if (!selection.value || !text) return;
    event.preventDefault();
    const range = rangeOf(selection.value);
    const cells = fill(parseTsv(text), range);
    if (cells.length > editRowsMax) {
      onNotice(fillText(texts().tooManyToPaste, { max: editRowsMax }));
      return;
    }
    const start = { row: range.top, column: range.left };
    const width = Math.max(...cells.map((row) => row.length));
    const { columns: columnsMax, rows: rowsMax } = bounds.value;
    const lost = cells.reduce((sum, row, at) => {
      const fits = start.row + at < rowsMax ? columnsMax - start.column : 0;
      return sum + Math.max(0, row.length - fits);
    }, 0);
    if (lost > 0) onNotice(fillText(texts().pastedInPart, { cells: lost }));
    options.select({
      anchor: start,
      extent: {
        row: Math.min(rowsMax, start.row + cells.length) - 1,
        column: Math.min(columnsMax, start.column + width) - 1,
      },
    });
    void options.paste(start, cells);
  }

  return { onCopy, onPaste };
}

/** One copied cell fills the whole selection, as in a spreadsheet. */
function fill(cells: string[][], range: Range): string[][] {
  if (cells.length !== 1 || cells[0]!.length !== 1) return cells;
  const width = range.right - range.left + 1;
  const height = Math.min(range.bottom - range.top + 1, editRowsMax);
  return Array.from({ length: height }, () => Array.from({ length: width }, () => cells[0]![0]!));
}
