import type { CellValue } from "@weft/model/fields/field";
import { pasteEdits } from "./bulk-edits.ts";
import type { ClipboardCell } from "./clipboard/clipboard-cell.ts";
import { withoutEmptyEnd } from "./clipboard/clipboard-cell.ts";
import { pastedValue } from "./clipboard/pasted-value.ts";
import { editCellsMax, editRowsMax, tooMuchText } from "./edit-limits.ts";
import type { GridColumn } from "./grid-columns.ts";
import { isWritable } from "./grid-columns.ts";
import type { CellEdit, GridRow } from "./row-source.ts";
import type { Cell } from "./selection.ts";
import { fillText } from "./texts.ts";
import type { BulkOptions } from "./use-bulk.ts";
import type { useRefusals } from "./use-refusals.ts";

interface PasteOptions extends BulkOptions {
  attempt(work: () => Promise<void>): Promise<void>;
  write: ReturnType<typeof useRefusals>;
  /** Says of columns that are left out why. */
  tellLocked(columns: readonly GridColumn[]): void;
}

/** Pasting: over what is there, and beyond the edge where one wants that. One step to undo, with the fields it adds. */
export function usePaste(options: PasteOptions) {
  const { rows, columns, bounds, writing, texts, numberAt, ask, select, onNotice, attempt, write } = options;

  /** As many rows as there are from a place on, up to `count`; where there are groups, their headers are passed over. */
  async function readFrom(first: number, count: number): Promise<{ held: GridRow[]; end: number }> {
    let held: GridRow[] = [];
    let end = first;
    while (held.length < count && end < bounds.value.rows) {
      const next = Math.min(bounds.value.rows, end + count - held.length);
      held = [...held, ...(await rows.value.read(end, next))];
      end = next;
    }
    return { held, end };
  }

  /** Sets cells from what is pasted, from `start` on; asks when there is more than the table has room for. */
  const paste = (start: Cell, copied: ClipboardCell[][], besides: CellEdit[] = []): Promise<void> =>
    attempt(async () => {
      // Empty cells empty what is there; beyond the edge they are nothing.
      const room = Math.min(editRowsMax, Math.max(0, bounds.value.rows - start.row));
      const pasted = withoutEmptyEnd(copied, room);
      const cells = pasted.reduce((sum, row) => sum + row.length, 0);
      const width = pasted.reduce((most, row) => Math.max(most, row.length), 0);
      if (cells > editCellsMax || pasted.length > editRowsMax)
        throw new Error(tooMuchText(texts().editing.tooMuchToPaste, cells, writing.value.locale));
      const { held, end } = await readFrom(start.row, pasted.length);
      const moreRows = pasted.length - held.length;
      const moreFields = Math.max(0, start.column + width - columns.value.length);
      const answer = moreRows + moreFields > 0 ? await askToAdd(cells, moreRows, moreFields) : "fit";
      if (answer === null) return;
      const fields = answer === "add" && moreFields > 0 ? await options.addFields()?.(moreFields) : undefined;
      const shown = columns.value.slice(start.column, start.column + width);
      options.tellLocked(shown);
      const edits = [...besides, ...pasteEdits(held, shown, pasted, writing.value)];
      const added = answer === "add" ? pasted.slice(held.length).map((row) => cellsOf(row, shown)) : [];
      tellLost(pasted, held.length + added.length, shown.length);
      const extent = { row: end + added.length - 1, column: start.column + shown.length - 1 };
      if (extent.row >= start.row) select({ anchor: start, extent });
      const places = () => ({ lineOf: linesOf(held, start.row, end), firstAdded: lastNumber() + 1 });
      let isDone = false;
      try {
        isDone = await write({ edits, added }, { parse: true, along: fields?.along }, places);
      } finally {
        if (!isDone) await fields?.takeBack();
      }
    });

  function linesOf(held: readonly GridRow[], first: number, end: number): Map<number, number> {
    const lines = new Map<number, number>();
    let at = 0;
    for (let line = first; line < end && at < held.length; line += 1)
      if (numberAt(line) !== undefined) lines.set(held[at++]!.id, line);
    return lines;
  }

  /** The highest number of a row that is shown. */
  function lastNumber(): number {
    for (let line = bounds.value.rows - 1; line >= 0; line -= 1) {
      const number = numberAt(line);
      if (number !== undefined) return number;
    }
    return 0;
  }

  function cellsOf(row: ClipboardCell[], shown: readonly GridColumn[]): Record<string, CellValue> {
    const carried = shown.flatMap((column, at) =>
      isWritable(column) && row[at] !== undefined ? [{ column, at }] : [],
    );
    return Object.fromEntries(
      carried.map(({ column, at }) => [column.field.id, pastedValue(row[at]!, column.field, writing.value)]),
    );
  }

  /** What had no room is never left out without a word. */
  function tellLost(pasted: ClipboardCell[][], rowsKept: number, columnsKept: number): void {
    const lost = pasted.reduce(
      (sum, row, at) => sum + (at < rowsKept ? Math.max(0, row.length - columnsKept) : row.length),
      0,
    );
    if (lost > 0) onNotice(fillText(texts().pastedInPart, { cells: lost }));
  }

  async function askToAdd(cells: number, moreRows: number, moreFields: number): Promise<string | null> {
    const said = texts().editing;
    const canAdd = moreFields === 0 || options.addFields() !== undefined;
    if (!canAdd && moreRows === 0) return "fit";
    const fields = canAdd ? moreFields : 0;
    const text = moreRows > 0 && fields > 0 ? said.addsBoth : moreRows > 0 ? said.addsRows : said.addsFields;
    const spoken = (count: number) => count.toLocaleString(writing.value.locale);
    return ask({
      title: said.addsTitle,
      text: fillText(text, { cells: spoken(cells), rows: spoken(moreRows), fields: spoken(fields) }),
      answers: [
        { key: "add", label: said.addAll },
        { key: "fit", label: said.fitOnly },
      ],
    });
  }

  return paste;
}
