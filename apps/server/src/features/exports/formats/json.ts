import { Readable } from "node:stream";
import { cellsJson } from "../../rows/rows.json-sql.ts";
import { sqlLiterals } from "../../rows/sql-values.ts";
import type { WriteInput } from "./format.ts";

/** One JSON object a line, built by PostgreSQL; a field is missing in none, empty cells are null. */
export function writeNdjson(input: WriteInput): Readable {
  return Readable.from(readLines(input, ""), { objectMode: false, highWaterMark: 1024 * 1024 });
}

/** One JSON array of objects, one object a line. */
export function writeJson(input: WriteInput): Readable {
  return Readable.from(readArray(input), { objectMode: false, highWaterMark: 1024 * 1024 });
}

async function* readArray(input: WriteInput): AsyncGenerator<Buffer> {
  yield Buffer.from("[\n");
  // Every line ends in `,\n`; the last one's comma is held back until the next chunk shows that it was not the last.
  let held = Buffer.alloc(0);
  for await (const chunk of readLines(input, ",")) {
    const bytes = Buffer.concat([held, chunk]);
    const keep = Math.min(2, bytes.length);
    held = bytes.subarray(bytes.length - keep);
    yield bytes.subarray(0, bytes.length - keep);
  }
  yield Buffer.from(held.length > 0 ? "\n]\n" : "]\n");
}

async function* readLines({ source, snapshot, onRows }: WriteInput, end: string): AsyncGenerator<Buffer> {
  // JSON text never has raw control characters, so with these two as quote and delimiter COPY's CSV leaves it as it is.
  const copy = snapshot.copy(
    `select ${cellsJson(source.fields, "name", sqlLiterals)} || '${end}' ${source.fromSql}`,
    "format csv, quote E'\\x01', escape E'\\x01', delimiter E'\\x02', encoding 'utf8'",
  );
  yield* copy as AsyncIterable<Buffer>;
  onRows(copy.rowCount);
}
