import { byteKind } from "@weft/model/values/byte-kinds";
import { cellClass } from "@weft/model/values/cell-class";
import { classify } from "@weft/model/values/classify";
import { cellFlag } from "../records/batch.ts";
import type { Dialect } from "./dialect.ts";
import { CsvScanner } from "./scanner.ts";

const rowsMax = 400;
const widthsMax = 4096;

export interface Measure {
  /** 0 to 1: how well the text falls into a table. */
  score: number;
  /** The most common number of cells. */
  width: number;
  firstWidth: number;
  /** Share of the rows from the first one of that width on that have it. */
  consistency: number;
  /** Share of the filled cells that are numbers, dates, addresses and such. */
  typed: number;
  rows: number;
  /** Rows with quotes that do not close or stand astray. */
  faults: number;
  /** Cells that stand in quotes. */
  quoted: number;
  /** Share of the filled cells behind a separator that begin with a blank. */
  spaced: number;
}

/** How well `segments` of a file (each begins at a line) read in a dialect. */
export function measureDialect(segments: Buffer[], dialect: Dialect, isWhole: boolean): Measure {
  const counts = new Int32Array(widthsMax);
  const tallies: { widths: number[]; quality: Float64Array; typed: number; filled: number; scanner: CsvScanner }[] = [];
  let faults = 0;
  let quoted = 0;
  let behind = 0;
  let spaced = 0;
  for (const [index, segment] of segments.entries()) {
    const scanner = new CsvScanner(dialect);
    scanner.scan(segment, 0, segment.length - 1, isWhole || index > 0);
    const rows = Math.min(scanner.rows, rowsMax);
    const widths = Array.from({ length: rows }, (_, row) => scanner.rowCells[row + 1]! - scanner.rowCells[row]!);
    for (const width of widths) counts[Math.min(width, widthsMax - 1)]!++;
    faults += scanner.finds.strayQuotes + scanner.finds.unclosedQuotes;
    tallies.push({ widths, quality: new Float64Array(0), typed: 0, filled: 0, scanner });
  }
  const width = commonWidth(counts);
  let fitting = 0;
  let after = 0;
  let quality = 0;
  let cells = 0;
  let typed = 0;
  let filled = 0;
  for (const [index, { widths, scanner }] of tallies.entries()) {
    let hasBegun = false;
    for (const [row, count] of widths.entries()) {
      if (count === width) hasBegun = true;
      if (!hasBegun) continue;
      after++;
      if (count !== width) continue;
      fitting++;
      for (let cell = scanner.rowCells[row]!; cell < scanner.rowCells[row + 1]!; cell++) {
        const worth = judgeCell(segments[index]!, scanner, cell);
        cells++;
        quality += worth;
        if (worth >= 0) filled++;
        if (worth === 1) typed++;
        const at = scanner.starts[cell]!;
        if (cell > scanner.rowCells[row]! && at < scanner.ends[cell]!) {
          behind++;
          if (segments[index]![at - 1] === 34 ? segments[index]![at - 2] === 32 : segments[index]![at] === 32) spaced++;
        }
        if ((scanner.masks[cell]! & cellFlag.quoted) !== 0) quoted++;
      }
    }
  }
  const rows = tallies.reduce((total, tally) => total + tally.widths.length, 0);
  const consistency = after === 0 ? 0 : fitting / after;
  const coverage = rows === 0 ? 0 : Math.max(0.5, after / rows);
  const fault = Math.min(0.6, (faults / Math.max(1, rows)) * 2);
  const score = cells === 0 ? 0 : consistency ** 2 * (quality / cells) * (width / (width + 1)) * coverage * (1 - fault);
  const typedShare = filled === 0 ? 0 : typed / filled;
  return {
    score,
    width,
    firstWidth: tallies[0]?.widths[0] ?? 0,
    consistency,
    typed: typedShare,
    rows,
    faults,
    quoted,
    spaced: spaced / Math.max(4, behind),
  };
}

/** The width of most rows; of widths that are as common, the wider. */
function commonWidth(counts: Int32Array): number {
  let best = 1;
  for (let width = 1; width < counts.length; width++)
    if (counts[width]! > 0 && counts[width]! >= counts[best]!) best = width;
  return best;
}

/** 1 for typed cells, 0.9 for nothing and clean text, less for text that other separators or half quotes run through. */
function judgeCell(bytes: Buffer, scanner: CsvScanner, cell: number): number {
  const start = scanner.starts[cell]!;
  const end = scanner.ends[cell]!;
  const flags = scanner.masks[cell]!;
  const mask = flags & cellFlag.kinds;
  if (start === end) return 0.8;
  const cls = classify(bytes, start, end, mask);
  if ((flags & cellFlag.quoted) !== 0) return cls === cellClass.text ? 0.95 : 1;
  if (cls === cellClass.empty) return 0.7;
  if (cls !== cellClass.text && cls !== cellClass.invalid) return 1;
  if ((mask & (byteKind.other | byteKind.point | byteKind.escaped)) === 0) return 0.9;
  let worth = 0.9;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === 59 || byte === 124 || byte === 9) worth = Math.min(worth, 0.3);
    else if (byte === 44 && bytes[i + 1] !== 32) worth = Math.min(worth, 0.4);
    else if (byte === 44) worth = Math.min(worth, 0.7);
  }
  if (bytes[start] === 34 || bytes[end - 1] === 34) worth = Math.min(worth, 0.3);
  return worth;
}
