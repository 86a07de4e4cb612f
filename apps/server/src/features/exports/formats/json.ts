import { Readable } from "node:stream";
import type { Field } from "@weft/model/fields/field";
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
    `select ${jsonObject(source.fields)} || '${end}' ${source.fromSql}`,
    "format csv, quote E'\\x01', escape E'\\x01', delimiter E'\\x02', encoding 'utf8'",
  );
  yield* copy as AsyncIterable<Buffer>;
  onRows(copy.rowCount);
}

/** SQL text of a row as a JSON object. Joined by hand: json_build_object takes 50 pairs, and rows have up to 600. */
function jsonObject(fields: Field[]): string {
  const parts = fields.map((field, index) => {
    const key = `${index === 0 ? "{" : ","}${JSON.stringify(field.name)}:`;
    return `${literal(key)} || coalesce(${jsonCell(field)}, 'null')`;
  });
  return parts.length === 0 ? "'{}'" : `${parts.join(" || ")} || '}'`;
}

function jsonCell(field: Field): string {
  const column = `t."${field.id}"`;
  switch (field.type) {
    case "json":
    case "boolean":
      return `${column}::text`;
    case "number":
      // A double holds 15 significant digits; past that the digits go as text. Short numbers, the usual ones, are not looked into.
      return `case when length(${column}::text) <= 15 or length(trim('0' from translate(${column}::text, '-.', ''))) <= 15 then ${column}::text else '"' || ${column}::text || '"' end`;
    case "datetime":
      return `replace(to_json(${column})::text, '+00:00"', 'Z"')`;
    default:
      return `to_json(${column})::text`;
  }
}

function literal(text: string): string {
  return text.includes("\\")
    ? `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`
    : `'${text.replaceAll("'", "''")}'`;
}
