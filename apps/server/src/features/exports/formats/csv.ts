import { Readable } from "node:stream";
import type { Field } from "@weft/model/fields/field";
import { encodeText } from "./encode-text.ts";
import type { WriteInput } from "./format.ts";

/** CSV made by PostgreSQL itself (RFC 4180, lines end in LF; empty text is `""`, an empty cell nothing). */
export function writeCsv(input: WriteInput): Readable {
  return Readable.from(readCsv(input), { objectMode: false, highWaterMark: 1024 * 1024 });
}

async function* readCsv({ source, snapshot, options, onRows }: WriteInput): AsyncGenerator<Buffer> {
  const { separator, encoding, byteOrderMark, header } = options.csv;
  const encode = encodeText(encoding);
  const names = source.fields.map((field) => csvCell(defuse(field.name, options.defuseFormulas), separator));
  if (byteOrderMark && encoding !== "windows-1252") yield encode(Buffer.from("\uFEFF"));
  if (header) yield encode(Buffer.from(`${names.join(separator)}\n`));
  const columns = source.fields.map((field) => csvColumn(field, options.defuseFormulas));
  const copy = snapshot.copy(
    `select ${columns.join(", ")} ${source.fromSql}`,
    `format csv, delimiter '${separator}', encoding 'utf8'`,
  );
  if (encoding === "utf-8") yield* copy as AsyncIterable<Buffer>;
  else for await (const chunk of copy as AsyncIterable<Buffer>) yield encode(chunk);
  onRows(copy.rowCount);
}

/** A field as CSV carries it; PostgreSQL's own text is what other programs read best. */
function csvColumn(field: Field, defuseFormulas: boolean): string {
  const column = `t."${field.id}"`;
  if (field.type === "boolean") return `${column}::text`;
  return defuseFormulas ? defusedColumn(field) : column;
}

/** The column with ' before what a spreadsheet would run; only text can be a formula. */
export function defusedColumn(field: Field): string {
  const column = `t."${field.id}"`;
  if (!["text", "long_text", "choice", "url", "email"].includes(field.type)) return column;
  return `case when left(${column}, 1) in ('=', '+', '-', '@', E'\\t', E'\\r') then '''' || ${column} else ${column} end`;
}

/** The same for text that does not come from the database. */
export function defuse(text: string, isWanted: boolean): string {
  return isWanted && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function csvCell(text: string, separator: string): string {
  return text.includes(separator) || /["\r\n]/.test(text) || text === "" ? `"${text.replaceAll('"', '""')}"` : text;
}
