import type { CellValue } from "@weft/model/fields/field";
import type { ComputedRef, ShallowRef } from "vue";
import type { FillWay } from "./bulk-edits.ts";
import { clearEdits, fillEdits, fillTarget, pasteEdits } from "./bulk-edits.ts";
import type { ClipboardCell } from "./clipboard/clipboard-cell.ts";
import { pastedValue } from "./clipboard/pasted-value.ts";
import type { Writing } from "./cells/read-cell.ts";
import type { GridColumn } from "./grid-columns.ts";
import type { CellEdit, GridRow } from "./row-source.ts";
import type { RowWindow } from "./row-window.ts";
import type { Bounds, Cell, Range, Selection } from "./selection.ts";
import { rangeOf } from "./selection.ts";
import type { GridTexts } from "./texts.ts";
import { fillText } from "./texts.ts";
import type { Question } from "./use-tools.ts";

/** What one write may hold; more goes by import. */
export const editCellsMax = 100_000;
export const editRowsMax = 20_000;

export interface BulkOptions {
  rows: ShallowRef<RowWindow>;
  columns: ComputedRef<readonly GridColumn[]>;
  bounds: ComputedRef<Bounds>;
  selection: ComputedRef<Selection | null>;
  writing: ComputedRef<Writing>;
  texts: () => GridTexts;
  isReadonly: () => boolean;
  ask(question: Question): Promise<string | null>;
  /** Adds that many fields and resolves once they are among the columns; absent where that cannot be. */
  addFields: () => ((count: number) => Promise<void>) | undefined;
  select(selection: Selection): void;
  onNotice(text: string): void;
  onFault(error: unknown): void;
}

/** Edits of many cells at once: each is one write, and one step to undo. */
export function useBulk(options: BulkOptions) {
  const { rows, columns, bounds, selection, writing, texts, isReadonly, ask, select, onNotice, onFault } = options;

  /** Runs what edits, unless nothing may be edited; a refusal is told. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    if (isReadonly()) return;
    await work().catch(onFault);
  }

  function checkSize(range: Range): void {
    const height = range.bottom - range.top + 1;
    const cells = height * (range.right - range.left + 1);
    if (cells > editCellsMax || height > editRowsMax) throw new Error(tooMuch(texts().editing.tooMuchToChange, cells));
  }

  function tooMuch(text: string, cells: number): string {
    const spoken = (count: number) => count.toLocaleString(writing.value.locale);
    return fillText(text, { cells: spoken(cells), max: spoken(editCellsMax), rows: spoken(editRowsMax) });
  }

  function columnsOf(range: Range): readonly GridColumn[] {
    return columns.value.slice(range.left, range.right + 1);
  }

  async function save(edits: CellEdit[], parse: boolean): Promise<void> {
    if (edits.length > 0) await rows.value.edit(edits, { parse });
  }

  const clear = (range: Range): Promise<void> =>
    attempt(async () => {
      checkSize(range);
      const held = await rows.value.read(range.top, range.bottom + 1);
      await save(clearEdits(held, columnsOf(range)), false);
    });

  /** Continues the cells of `from` to `cell`, or repeats them. */
  const fill = (from: Range, cell: Cell, isCopy: boolean): Promise<void> =>
    attempt(async () => {
      const target = fillTarget(from, cell);
      if (target) await fillTo(from, target.range, target.way, isCopy);
    });

  async function fillTo(from: Range, to: Range, way: FillWay, isCopy: boolean): Promise<void> {
    checkSize(to);
    const [source, held] = [
      await rows.value.read(from.top, from.bottom + 1),
      await rows.value.read(to.top, to.bottom + 1),
    ];
    const edits = fillEdits({
      way,
      from: { rows: source, columns: columnsOf(from) },
      to: { rows: held, columns: columnsOf(to) },
      isCopy,
      writing: writing.value,
    });
    select({
      anchor: { row: Math.min(from.top, to.top), column: Math.min(from.left, to.left) },
      extent: { row: Math.max(from.bottom, to.bottom), column: Math.max(from.right, to.right) },
    });
    await save(edits, true);
    onNotice(fillText(texts().editing.filled, { cells: edits.length }));
  }

  /** Ctrl+D and Ctrl+R: the first row or column of the selection over the others; of one alone, what is before it. */
  const fillSelection = (to: "down" | "right"): Promise<void> =>
    attempt(async () => {
      if (!selection.value) return;
      const range = rangeOf(selection.value);
      const [low, high] = to === "down" ? (["top", "bottom"] as const) : (["left", "right"] as const);
      const first = range[low] === range[high] ? range[low] - 1 : range[low];
      if (first < 0) return;
      const from = { ...range, [low]: first, [high]: first };
      await fillTo(from, { ...range, [low]: first + 1 }, to, true);
    });

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
  const paste = (start: Cell, pasted: ClipboardCell[][], besides: CellEdit[] = []): Promise<void> =>
    attempt(async () => {
      const cells = pasted.reduce((sum, row) => sum + row.length, 0);
      const width = pasted.reduce((most, row) => Math.max(most, row.length), 0);
      if (cells > editCellsMax || pasted.length > editRowsMax)
        throw new Error(tooMuch(texts().editing.tooMuchToPaste, cells));
      const { held, end } = await readFrom(start.row, pasted.length);
      const moreRows = pasted.length - held.length;
      const moreFields = Math.max(0, start.column + width - columns.value.length);
      const answer = moreRows + moreFields > 0 ? await askToAdd(cells, moreRows, moreFields) : "fit";
      if (answer === null) return;
      if (answer === "add" && moreFields > 0) await options.addFields()?.(moreFields);
      const shown = columns.value.slice(start.column, start.column + width);
      const edits = [...besides, ...pasteEdits(held, shown, pasted, writing.value)];
      const added = answer === "add" ? pasted.slice(held.length).map((row) => cellsOf(row, shown)) : [];
      tellLost(pasted, held.length + added.length, shown.length);
      const extent = { row: end + added.length - 1, column: start.column + shown.length - 1 };
      if (extent.row >= start.row) select({ anchor: start, extent });
      await rows.value.write({ edits, added }, { parse: true });
    });

  function cellsOf(row: ClipboardCell[], shown: readonly GridColumn[]): Record<string, CellValue> {
    const carried = shown.flatMap((column, at) => (column.cell >= 0 && row[at] !== undefined ? [{ column, at }] : []));
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

  return { clear, fill, fillSelection, paste };
}
