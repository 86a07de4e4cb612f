import type { Phrase } from "@weft/model/texts/phrase";
import { byteKinds } from "@weft/model/values/byte-kinds";

/** What a cell is besides its bytes; these bits stand above the byte kinds in a cell's mask. */
export const cellFlag = {
  kinds: 0x0fff,
  /** Stood in quotes: there `""` differs from nothing. */
  quoted: 0x1000,
  /** A string where the format also has numbers (JSON, XLSX): never a number by default. */
  string: 0x2000,
  /** No value at all (JSON null, absent key, blank cell). */
  none: 0x4000,
} as const;

/** Why a whole record cannot become a row. */
export interface RecordFault {
  code: "row.invalid_bytes" | "row.null_bytes" | "row.invalid_record" | "row.too_large";
  reason: Phrase;
}

/**
 * Some records in a row, as places in one buffer. The reader uses the same arrays again for the next batch: whoever
 * needs a cell later copies it. Cells are UTF-8, quotes and escapes already taken away.
 */
export interface Batch {
  bytes: Buffer;
  rows: number;
  /** Row r's cells are those from rowCells[r] to before rowCells[r + 1]. */
  rowCells: Int32Array;
  starts: Int32Array;
  ends: Int32Array;
  masks: Uint16Array;
  /** Physical line (or row, or record) in the file where each row begins, from 1. */
  lines: Int32Array;
  /** Bytes of the source that were read so far. */
  bytesRead: number;
  faults: Map<number, RecordFault> | null;
}

/** The text of one cell, or null when it has no value. */
export function cellText(batch: Batch, cell: number): string | null {
  if ((batch.masks[cell]! & cellFlag.none) !== 0) return null;
  return batch.bytes.toString("utf8", batch.starts[cell]!, batch.ends[cell]!);
}

/** All cells of a row as text. */
export function rowTexts(batch: Batch, row: number): (string | null)[] {
  const cells: (string | null)[] = [];
  for (let cell = batch.rowCells[row]!; cell < batch.rowCells[row + 1]!; cell++) cells.push(cellText(batch, cell));
  return cells;
}

const rowsMax = 1000;
const bytesMax = 256 * 1024;

/** Collects records that come as strings (JSON, XLSX) into batches of the same shape as a CSV's. */
export class BatchBuilder {
  #bytes = Buffer.allocUnsafe(bytesMax * 2);
  #used = 0;
  #cells = 0;
  #rows = 0;
  #rowCells = new Int32Array(rowsMax + 1);
  #lines = new Int32Array(rowsMax + 1);
  #starts = new Int32Array(16_384);
  #ends = new Int32Array(16_384);
  #masks = new Uint16Array(16_384);
  #faults: Map<number, RecordFault> | null = null;

  /** Whether the batch should be taken before more is added. */
  get isFull(): boolean {
    return this.#rows >= rowsMax || this.#used >= bytesMax;
  }

  get isEmpty(): boolean {
    return this.#rows === 0;
  }

  /** Adds a cell to the record that is being built; null is no value. `flags` are of `cellFlag`. */
  addCell(text: string | null, flags = 0): void {
    if (this.#cells + 1 >= this.#starts.length) this.#growCells();
    const cell = this.#cells++;
    this.#starts[cell] = this.#used;
    if (text === null) {
      this.#ends[cell] = this.#used;
      this.#masks[cell] = cellFlag.none;
      return;
    }
    const sizeMax = text.length * 3;
    if (this.#used + sizeMax > this.#bytes.length) this.#growBytes(sizeMax);
    const end = this.#used + this.#bytes.write(text, this.#used);
    let mask = 0;
    for (let i = this.#used; i < end; i++) mask |= byteKinds[this.#bytes[i]!]!;
    this.#used = end;
    this.#ends[cell] = end;
    this.#masks[cell] = mask | flags;
  }

  /** Ends the record; it began on `line`. */
  endRow(line: number, fault?: RecordFault): void {
    this.#lines[this.#rows] = line;
    if (fault) {
      this.#faults ??= new Map();
      this.#faults.set(this.#rows, fault);
    }
    this.#rows++;
    this.#rowCells[this.#rows] = this.#cells;
  }

  /** The records so far; the builder begins anew, in the same arrays, at the next `addCell`. */
  take(bytesRead: number): Batch {
    const batch: Batch = {
      bytes: this.#bytes,
      rows: this.#rows,
      rowCells: this.#rowCells,
      starts: this.#starts,
      ends: this.#ends,
      masks: this.#masks,
      lines: this.#lines,
      bytesRead,
      faults: this.#faults,
    };
    this.#used = 0;
    this.#cells = 0;
    this.#rows = 0;
    this.#faults = null;
    return batch;
  }

  #growBytes(needed: number): void {
    const bigger = Buffer.allocUnsafe((this.#used + needed) * 2);
    this.#bytes.copy(bigger, 0, 0, this.#used);
    this.#bytes = bigger;
  }

  #growCells(): void {
    const grow = <T extends Int32Array | Uint16Array>(old: T, bigger: T): T => {
      bigger.set(old);
      return bigger;
    };
    const size = this.#starts.length * 2;
    this.#starts = grow(this.#starts, new Int32Array(size));
    this.#ends = grow(this.#ends, new Int32Array(size));
    this.#masks = grow(this.#masks, new Uint16Array(size));
  }
}
