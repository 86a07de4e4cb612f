import { cellClass, cellClasses, dateForm, formOf } from "@weft/model/values/cell-class";
import { classify, trimmed } from "@weft/model/values/classify";
import { byteKind } from "@weft/model/values/byte-kinds";
import { dateParts } from "@weft/model/values/date-class";
import { lastNumber } from "@weft/model/values/number-class";
import { lastWord } from "@weft/model/values/word-class";
import type { Batch } from "../records/batch.ts";
import { cellFlag } from "../records/batch.ts";
import { DistinctValues } from "./distinct-values.ts";

const examplesPerClass = 5;
const exampleBytesMax = 400;

export interface Example {
  line: number;
  value: string;
}

/** What one pass over a file counts of a column: how many cells of each class, with the first of each. */
export class ColumnTally {
  readonly counts = new Float64Array(cellClasses);
  readonly examples: Example[][] = Array.from({ length: cellClasses }, () => []);
  readonly distinct = new DistinctValues();
  /** Boolean words that came, as bits of `lastWord`. */
  booleanBits = 0;
  /** Of dates that fit both ways: the first and the second numbers that came, as bits 1 to 12. */
  firstParts = 0;
  secondParts = 0;
  /** The least and the most digits after the mark, of numbers that have one. */
  scaleMin = 0xffff;
  scaleMax = 0;
  /** Cells of no length that stood in quotes, and those that did not. */
  emptyTexts = 0;
  noValues = 0;
  /** Strings (JSON, XLSX) that look like numbers or booleans. */
  stringValues = 0;
  /** Cells with blanks around them, or with line breaks inside. */
  padded = 0;
  multiline = 0;
  /** Characters. */
  lengthMax = 0;
  lengthMin = Number.MAX_SAFE_INTEGER;

  /** Counts rows `from` to the end of the batch; `index` is this column's place in them. */
  add(batch: Batch, index: number, from: number): void {
    const { rows, rowCells, faults } = batch;
    for (let row = from; row < rows; row++) {
      if (faults !== null && faults.has(row)) continue;
      const cell = rowCells[row]! + index;
      if (cell >= rowCells[row + 1]!) this.addMissing(1);
      else this.#addCell(batch, cell, row);
    }
  }

  /** Records that have no such cell. */
  addMissing(rows: number): void {
    this.counts[cellClass.empty]! += rows;
    this.noValues += rows;
  }

  #addCell(batch: Batch, cell: number, row: number): void {
    const flags = batch.masks[cell]!;
    const start = batch.starts[cell]!;
    const end = batch.ends[cell]!;
    const { counts } = this;
    if (start === end) {
      counts[cellClass.empty]!++;
      if ((flags & (cellFlag.quoted | cellFlag.string)) !== 0) this.emptyTexts++;
      else this.noValues++;
      return;
    }
    const mask = flags & cellFlag.kinds;
    const { bytes } = batch;
    const cls = classify(bytes, start, end, mask);
    const count = counts[cls]!;
    counts[cls] = count + 1;
    if (count < examplesPerClass) this.#keep(batch, cls, start, end, row);
    if (cls === cellClass.empty) return;
    if (trimmed.end - trimmed.start !== end - start) this.padded++;
    if ((mask & byteKind.escaped) !== 0 && hasBreak(bytes, start, end)) this.multiline++;
    if (cls === cellClass.boolean) this.booleanBits |= lastWord.bit;
    else if (cls >= cellClass.dot && cls <= cellClass.groupedComma) this.#noteScale(lastNumber.scale);
    else if (cls >= cellClass.date && formOf(cls) === dateForm.both) {
      this.firstParts |= 1 << dateParts.a;
      this.secondParts |= 1 << dateParts.b;
    }
    if ((flags & cellFlag.string) !== 0 && cls >= cellClass.bit && cls <= cellClass.boolean) this.stringValues++;
    const length = (mask & byteKind.high) === 0 ? end - start : charactersIn(bytes, start, end);
    if (length > this.lengthMax) this.lengthMax = length;
    if (length < this.lengthMin) this.lengthMin = length;
    if (!this.distinct.isOver) this.distinct.add(bytes, start, end);
  }

  #noteScale(scale: number): void {
    if (scale < this.scaleMin) this.scaleMin = scale;
    if (scale > this.scaleMax) this.scaleMax = scale;
  }

  #keep(batch: Batch, cls: number, start: number, end: number, row: number): void {
    const value = batch.bytes.toString("utf8", start, Math.min(end, start + exampleBytesMax));
    this.examples[cls]!.push({ line: batch.lines[row]!, value: end - start > exampleBytesMax ? `${value}…` : value });
  }
}

function hasBreak(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] === 10 || bytes[i] === 13) return true;
  return false;
}

function charactersIn(bytes: Buffer, start: number, end: number): number {
  let characters = 0;
  for (let i = start; i < end; i++) if ((bytes[i]! & 0xc0) !== 0x80) characters++;
  return characters;
}
