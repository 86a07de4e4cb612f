import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import { isUtf8 } from "node:buffer";
import type { Batch, RecordFault } from "../records/batch.ts";
import type { Dialect } from "./dialect.ts";
import type { ScanFinds } from "./scanner.ts";
import { CsvScanner } from "./scanner.ts";

/** A record longer than this is no record but a file read the wrong way. */
const recordBytesMax = 16 * 1024 * 1024;
const startBytes = 1024 * 1024;

export interface CsvReading {
  dialect: Dialect;
  /** Physical lines before the first record. */
  skipLines: number;
  /** False when the bytes were transcoded by us. */
  canHoldInvalid: boolean;
  /** Bytes of the source that went into the stream so far. */
  bytesRead(): number;
}

/** Reads a stream of UTF-8 as batches of records; `finds` fills as it goes. Memory: one buffer that holds the longest record. */
export async function* readCsv(
  stream: AsyncIterable<Buffer>,
  reading: CsvReading,
  finds: { scan?: ScanFinds },
): AsyncGenerator<Batch> {
  const scanner = new CsvScanner(reading.dialect);
  finds.scan = scanner.finds;
  let buffer: Buffer = Buffer.allocUnsafeSlow(startBytes);
  let used = 0;
  let skip = reading.skipLines;
  let isReturnLast = false;
  for await (const chunk of stream) {
    // The other half of a line end that began in the chunk before.
    let from = isReturnLast && chunk[0] === 10 ? 1 : 0;
    isReturnLast = false;
    while (skip > 0 && from < chunk.length) {
      const end = lineEnd(chunk, from, reading.dialect);
      if (end < 0) from = chunk.length;
      else {
        from = end;
        skip--;
        scanner.line++;
        isReturnLast = end === chunk.length && chunk[end - 1] === 13;
      }
    }
    const length = chunk.length - from;
    if (used + length + 1 > buffer.length) buffer = growBuffer(buffer, used, used + length + 1);
    chunk.copy(buffer, used, from);
    used += length;
    const end = scanner.scan(buffer, 0, used, false);
    if (scanner.rows > 0) yield toBatch(scanner, buffer, end, reading);
    buffer.copyWithin(0, end, used);
    used -= end;
    if (used > recordBytesMax) throw tooLong(scanner.line);
  }
  while (used > 0 && buffer[used - 1] === 0x1a) used--;
  if (used > 0) {
    scanner.scan(buffer, 0, used, true);
    if (scanner.rows > 0) yield toBatch(scanner, buffer, used, reading);
  }
}

/** Where the line that begins at `from` ends (after its line break), or -1. */
function lineEnd(chunk: Buffer, from: number, dialect: Dialect): number {
  const lf = chunk.indexOf(10, from);
  if (!dialect.isReturnBreak) return lf < 0 ? -1 : lf + 1;
  const cr = chunk.indexOf(13, from);
  if (cr < 0 || (lf >= 0 && lf < cr)) return lf < 0 ? -1 : lf + 1;
  return chunk[cr + 1] === 10 ? cr + 2 : cr + 1;
}

function growBuffer(buffer: Buffer, used: number, needed: number): Buffer {
  const bigger = Buffer.allocUnsafeSlow(Math.max(needed, buffer.length * 2));
  buffer.copy(bigger, 0, 0, used);
  return bigger;
}

function toBatch(scanner: CsvScanner, bytes: Buffer, end: number, reading: CsvReading): Batch {
  const { rows, rowCells, starts, ends, masks, lines } = scanner;
  const batch: Batch = {
    bytes,
    rows,
    rowCells,
    starts,
    ends,
    masks,
    lines,
    bytesRead: reading.bytesRead(),
    faults: null,
  };
  if (reading.canHoldInvalid && !isUtf8(bytes.subarray(0, end))) batch.faults = findInvalid(batch);
  scanner.unescape(bytes);
  return batch;
}

const invalidBytes: RecordFault = {
  code: "row.invalid_bytes",
  reason: phrase`holds bytes that are not UTF-8; save the file as UTF-8, or choose Windows-1252 if the rest looks wrong too`,
};

/** The rows whose bytes are not UTF-8: nothing is put in the place of what cannot be read. */
function findInvalid(batch: Batch): Map<number, RecordFault> {
  const faults = new Map<number, RecordFault>();
  for (let row = 0; row < batch.rows; row++) {
    const first = batch.rowCells[row]!;
    const last = batch.rowCells[row + 1]! - 1;
    if (!isUtf8(batch.bytes.subarray(batch.starts[first]!, batch.ends[last]!))) faults.set(row, invalidBytes);
  }
  return faults;
}

function tooLong(line: number): Problem {
  return new Problem(
    "file.unreadable",
    phrase`Line ${line} is longer than 16 MB, so it is no record. Check that this is a table (CSV, JSON, XLSX, Parquet) and that its line ends and quotes are right.`,
  );
}
