import type { ComputedRef, ShallowRef } from "vue";
import type { FillWay } from "./bulk-edits.ts";
import { clearEdits, fillEdits, fillTarget } from "./bulk-edits.ts";
import type { Writing } from "./cells/read-cell.ts";
import type { GridColumn } from "./grid-columns.ts";
import { editCellsMax, editRowsMax, tooMuchText } from "./edit-limits.ts";
import type { CellEdit } from "./row-source.ts";
import type { RowWindow } from "./row-window.ts";
import type { Bounds, Cell, Range, Selection } from "./selection.ts";
import { rangeOf } from "./selection.ts";
import type { GridTexts } from "./texts.ts";
import { fillText } from "./texts.ts";
import { usePaste } from "./use-paste.ts";
import { useRefusals } from "./use-refusals.ts";
import type { Question } from "./use-tools.ts";

/** Fields that were added for a paste. */
export interface AddedFields {
  /** The changes that added them. */
  along: readonly number[];
  /** Takes them away again: what they were for was refused. */
  takeBack(): Promise<void>;
}

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
  addFields: () => ((count: number) => Promise<AddedFields>) | undefined;
  /** The number in front of the row at a line; undefined where there is no row. */
  numberAt(line: number): number | undefined;
  select(selection: Selection): void;
  onNotice(text: string): void;
  onFault(error: unknown): void;
}

/** Edits of many cells at once: each is one write, and one step to undo. */
export function useBulk(options: BulkOptions) {
  const { rows, columns, selection, writing, texts, isReadonly, select, onNotice, onFault } = options;

  /** Runs what edits, unless nothing may be edited; a refusal is told. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    if (isReadonly()) return;
    await work().catch(onFault);
  }

  function checkSize(range: Range): void {
    const height = range.bottom - range.top + 1;
    const cells = height * (range.right - range.left + 1);
    if (cells > editCellsMax || height > editRowsMax)
      throw new Error(tooMuchText(texts().editing.tooMuchToChange, cells, writing.value.locale));
  }

  function columnsOf(range: Range): readonly GridColumn[] {
    return columns.value.slice(range.left, range.right + 1);
  }

  /** What cannot be written is left out, and the first of it says why. */
  function tellLocked(shown: readonly GridColumn[]): void {
    const lock = shown.find((column) => column.lock !== undefined)?.lock;
    if (lock) onNotice(lock);
  }

  const write = useRefusals(options);

  /** Answers whether it was done. */
  const save = (edits: CellEdit[], parse: boolean): Promise<boolean> => write({ edits, added: [] }, { parse });

  const clear = (range: Range): Promise<void> =>
    attempt(async () => {
      checkSize(range);
      tellLocked(columnsOf(range));
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
    tellLocked(columnsOf(to));
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
    if (await save(edits, true)) onNotice(fillText(texts().editing.filled, { cells: edits.length }));
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

  const paste = usePaste({ ...options, attempt, write, tellLocked });

  return { clear, fill, fillSelection, paste };
}
