import { phrase } from "@weft/model/texts/phrase";
import type { ColumnPlan, CopyOptions, CopyTotals, LoadReject } from "../reading-types.ts";
import type { Batch } from "../records/batch.ts";
import { cellFlag } from "../records/batch.ts";
import type { CellWriter } from "./cell-writer.ts";
import { makeCellWriter } from "./cell-writer.ts";
import type { ChoiceNames } from "./choice-names.ts";
import { CopyBuffer } from "./copy-buffer.ts";
import { refuseCell, refuseRow } from "./refusals.ts";

const bufferBytes = 768 * 1024;
/** Room for a row id, and around each cell. */
const cellBytesSpare = 40;

/** Turns batches into COPY's text form, row by row; a row that does not fit leaves nothing in it. */
export class CopyWriter {
  read = 0;
  loaded = 0;
  readonly #plan: ColumnPlan[];
  readonly #columns: { index: number; write: CellWriter; choices: ChoiceNames | null }[];
  readonly #out = new CopyBuffer(bufferBytes);
  readonly #firstRow: number;
  /** Cells of a whole record; more are refused unless they are empty. */
  readonly #width: number;
  readonly #onReject: (reject: LoadReject) => void;
  readonly #refuse: CopyOptions["refuse"];

  constructor(plan: ColumnPlan[], options: Pick<CopyOptions, "firstRow" | "onReject" | "refuse"> & { width: number }) {
    this.#plan = plan;
    this.#columns = plan.map((column) => ({ index: column.index, ...makeCellWriter(column) }));
    this.#firstRow = options.firstRow;
    this.#width = options.width;
    this.#onReject = options.onReject;
    this.#refuse = options.refuse;
  }

  /** The batch's rows from `from` on; null when none of them fits. */
  write(batch: Batch, from: number): Buffer | null {
    for (let row = from; row < batch.rows; row++) {
      const id = this.#firstRow + this.read++;
      const start = this.#out.position;
      const reject = this.#writeRow(batch, row, id);
      if (reject === null) this.loaded++;
      else {
        this.#out.position = start;
        this.#onReject(reject);
      }
    }
    return this.#out.position > 0 ? this.#out.take() : null;
  }

  totals(): CopyTotals {
    const newChoices = new Map<number, string[]>();
    for (const { index, choices } of this.#columns) {
      if (choices && choices.added.length > 0) newChoices.set(index, choices.added);
    }
    return { read: this.read, loaded: this.loaded, rejected: this.read - this.loaded, newChoices };
  }

  #writeRow(batch: Batch, row: number, id: number): LoadReject | null {
    const fault = batch.faults?.get(row);
    if (fault) return refuseRow(batch, row, fault.code, fault.reason);
    const asked = this.#refuse?.get(id);
    if (asked) return { ...refuseRow(batch, row, asked.code, asked.reason), column: asked.column };
    const first = batch.rowCells[row]!;
    const last = batch.rowCells[row + 1]!;
    const out = this.#out;
    if (last - first > this.#width && hasMore(batch, first + this.#width, last)) {
      const reason = phrase`has ${last - first} cells where the table has ${this.#width}: look for a separator that should stand in quotes`;
      return refuseRow(batch, row, "row.too_many_cells", reason);
    }
    if (last > first)
      out.reserve((batch.ends[last - 1]! - batch.starts[first]!) * 2 + (this.#columns.length + 1) * cellBytesSpare);
    else out.reserve((this.#columns.length + 1) * cellBytesSpare);
    out.whole(id);
    for (let c = 0; c < this.#columns.length; c++) {
      const { index, write } = this.#columns[c]!;
      out.tab();
      const cell = first + index;
      if (cell >= last || (batch.masks[cell]! & cellFlag.none) !== 0) out.none();
      else if (!write(batch, cell, out)) return refuseCell(batch, row, this.#plan[c]!);
    }
    out.endRow();
    return null;
  }
}

function hasMore(batch: Batch, from: number, to: number): boolean {
  for (let cell = from; cell < to; cell++) if (batch.starts[cell] !== batch.ends[cell]) return true;
  return false;
}
