import type { ComputedRef, ShallowRef } from "vue";
import { shallowRef } from "vue";
import type { Writing } from "./cells/read-cell.ts";
import { clearEdits } from "./bulk-edits.ts";
import type { ClipboardCell } from "./clipboard/clipboard-cell.ts";
import { copiedCell } from "./clipboard/copied-cell.ts";
import { formatHtml } from "./clipboard/html-text.ts";
import { readClipboard } from "./clipboard/read-clipboard.ts";
import { formatTsv } from "./clipboard/separated-text.ts";
import type { GridColumn } from "./grid-columns.ts";
import type { CellEdit, GridRow } from "./row-source.ts";
import type { RowWindow } from "./row-window.ts";
import type { Cell, Range, Selection } from "./selection.ts";
import { rangeOf } from "./selection.ts";
import type { GridTexts } from "./texts.ts";
import { fillText } from "./texts.ts";
import { editCellsMax, editRowsMax, tooMuchText } from "./edit-limits.ts";

export interface ClipboardOptions {
  rows: ShallowRef<RowWindow>;
  columns: ComputedRef<readonly GridColumn[]>;
  selection: ComputedRef<Selection | null>;
  writing: ComputedRef<Writing>;
  texts: () => GridTexts;
  isReadonly: () => boolean;
  paste(start: Cell, cells: ClipboardCell[][], besides?: CellEdit[]): Promise<void>;
  onNotice(text: string): void;
  onFault(error: unknown): void;
}

/** Ways to copy: below the names of the fields, or to be emptied where they are pasted. */
type CopyWay = "copy" | "copy_with_names" | "cut";

/** Cells that were cut: they are emptied when their text is pasted into this grid. */
export interface CutCells {
  range: Range;
  text: string;
  edits: CellEdit[];
}

/** Copies and pastes ranges as text and as a table, in step with office programs. */
export function useClipboard(options: ClipboardOptions) {
  const { rows, columns, selection, writing, texts, onNotice, onFault } = options;

  /** What goes onto the clipboard, below the names of the fields where they are wanted. */
  function textsOf(held: GridRow[], range: Range, isNamed: boolean): { plain: string; html: string } {
    const copied = columns.value.slice(range.left, range.right + 1);
    const names: ClipboardCell[][] = isNamed ? [copied.map(({ field }) => ({ text: field.name }))] : [];
    const cells = held.map((row) => copied.map(({ cell, field }) => copiedCell(row.cells[cell], field, writing.value)));
    const all = [...names, ...cells];
    return { plain: formatTsv(all.map((row) => row.map(({ text }) => text))), html: formatHtml(all) };
  }

  const cut = shallowRef<CutCells | null>(null);

  /** The rows of a range where all of them are held. */
  function heldRows(range: Range): GridRow[] | undefined {
    const held: GridRow[] = [];
    for (let index = range.top; index <= range.bottom; index += 1) {
      const shown = rows.value.rowAt(index);
      if (!shown) return undefined;
      held.push(shown.row);
    }
    return held;
  }

  function onCopy(event: ClipboardEvent): void {
    copy(event, event.type === "cut" ? "cut" : "copy");
  }

  /** Copies as a menu or a key of the grid's own asks for; false where the browser does not let it. */
  function copyAs(way: CopyWay): boolean {
    return tellBrowser((event) => copy(event, way));
  }

  function copy(event: ClipboardEvent, way: CopyWay): void {
    if (!selection.value) return;
    event.preventDefault();
    cut.value = null;
    const range = rangeOf(selection.value);
    const cells = (range.bottom - range.top + 1) * (range.right - range.left + 1);
    if (cells > editCellsMax || range.bottom - range.top >= editRowsMax) {
      onNotice(tooMuchText(texts().tooManyToCopy, cells, writing.value.locale));
      return;
    }
    const isCut = way === "cut" && !options.isReadonly();
    const isNamed = way === "copy_with_names";
    const held = heldRows(range);
    if (!held) return void copyUnseen(range, isNamed).then((read) => tellCopied(read, range, isCut), onFault);
    put(event, textsOf(held, range, isNamed));
    tellCopied(held, range, isCut);
  }

  function tellCopied(held: GridRow[], range: Range, isCut: boolean): void {
    const copied = columns.value.slice(range.left, range.right + 1);
    const cells = held.length * copied.length;
    if (isCut) cut.value = { range, text: textsOf(held, range, false).plain, edits: clearEdits(held, copied) };
    const spoken = { cells: cells.toLocaleString(writing.value.locale) };
    if (isCut) onNotice(cells === 1 ? texts().editing.cutOne : fillText(texts().editing.cut, spoken));
    else if (cells > 1) onNotice(fillText(texts().copied, spoken));
  }

  /** Rows that are not held must be read first: too late for the event, so the clipboard is written directly. */
  async function copyUnseen(range: Range, isNamed: boolean): Promise<GridRow[]> {
    const read = rows.value.read(range.top, range.bottom + 1);
    // Browsers give pages a clipboard on https and localhost alone; elsewhere a copy may be asked for some seconds after the key.
    if (!navigator.clipboard) {
      const prepared = textsOf(await read, range, isNamed);
      if (!tellBrowser((event) => put(event, prepared))) throw new Error(texts().copyNeedsHttps);
      return read;
    }
    const copied = read.then((held) => textsOf(held, range, isNamed));
    await navigator.clipboard.write([
      new ClipboardItem({
        "text/plain": copied.then(({ plain }) => new Blob([plain], { type: "text/plain" })),
        "text/html": copied.then(({ html }) => new Blob([html], { type: "text/html" })),
      }),
    ]);
    return read;
  }

  function onPaste(event: ClipboardEvent): void {
    const now = selection.value;
    if (!now || !event.clipboardData || options.isReadonly()) return;
    event.preventDefault();
    const said = texts().editing;
    const read = readClipboard(event.clipboardData);
    if (read.kind === "too_many") {
      onFault(new Error(tooMuchText(said.tooMuchToPaste, read.cells, writing.value.locale)));
      return;
    }
    if (read.kind !== "cells") {
      onFault(new Error(read.kind === "picture" ? said.picture : said.nothingToPaste));
      return;
    }
    const range = rangeOf(now);
    const moved = cut.value?.text === read.text.replaceAll("\r\n", "\n") ? cut.value : null;
    cut.value = null;
    void options.paste({ row: range.top, column: range.left }, spread(read.cells, range), moved?.edits);
  }

  /** Leaves cut cells where they are; false when none were cut. */
  function dropCut(): boolean {
    const hadCut = cut.value !== null;
    cut.value = null;
    return hadCut;
  }

  return { cut, dropCut, onCopy, copyAs, onPaste };
}

function put({ clipboardData }: ClipboardEvent, { plain, html }: { plain: string; html: string }): void {
  clipboardData?.setData("text/plain", plain);
  clipboardData?.setData("text/html", html);
}

/**
 * Tells the browser to copy; it asks at once for what. Wherever its own selection stands, which may be in a row that has been
 * scrolled away: so it is answered before anybody else hears of it.
 */
function tellBrowser(answer: (event: ClipboardEvent) => void): boolean {
  const listener = (event: ClipboardEvent) => {
    event.stopImmediatePropagation();
    event.preventDefault();
    answer(event);
  };
  document.addEventListener("copy", listener, { capture: true });
  const isDone = document.execCommand("copy");
  document.removeEventListener("copy", listener, { capture: true });
  return isDone;
}

/** One copied cell fills the whole selection, as in a spreadsheet; a copied row or column as often as it fits. */
function spread(cells: ClipboardCell[][], range: Range): ClipboardCell[][] {
  const height = range.bottom - range.top + 1;
  const width = range.right - range.left + 1;
  const across = Math.max(...cells.map((row) => row.length));
  const isWhole = height % cells.length === 0 && width % across === 0 && cells.every((row) => row.length === across);
  if (!isWhole || height * width > editCellsMax) return cells;
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => cells[row % cells.length]![column % across]!),
  );
}
