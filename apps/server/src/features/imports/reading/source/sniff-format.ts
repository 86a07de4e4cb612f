import type { FileFormat } from "@weft/api/import-shapes";
import { Problem } from "@weft/api/problems";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";

/** What a file is by its first bytes; `zip` may be an XLSX, `gzip` and `zip` may hold a text file. */
export type Sniffed = FileFormat | "zip" | "gzip";

const foreign: { starts: string; what: Phrase; remedy: Phrase }[] = [
  {
    starts: "%PDF",
    what: phrase`a PDF document`,
    remedy: phrase`Export the table from the program it comes from as CSV or XLSX`,
  },
  { starts: "\x89PNG", what: phrase`a PNG picture`, remedy: phrase`Hand in the table itself as CSV or XLSX` },
  { starts: "\xff\xd8\xff", what: phrase`a JPEG picture`, remedy: phrase`Hand in the table itself as CSV or XLSX` },
  { starts: "GIF8", what: phrase`a GIF picture`, remedy: phrase`Hand in the table itself as CSV or XLSX` },
  {
    starts: "\xd0\xcf\x11\xe0",
    what: phrase`an old Excel or Office file`,
    remedy: phrase`Open it and save it as XLSX or CSV`,
  },
  { starts: "SQLite format 3", what: phrase`a SQLite database`, remedy: phrase`Export its tables as CSV` },
  { starts: "7z\xbc\xaf", what: phrase`a 7-Zip archive`, remedy: phrase`Unpack it and hand in the files` },
  { starts: "Rar!", what: phrase`a RAR archive`, remedy: phrase`Unpack it and hand in the files` },
  { starts: "BZh", what: phrase`a bzip2 archive`, remedy: phrase`Unpack it and hand in the file` },
  { starts: "\xfd7zXZ", what: phrase`an xz archive`, remedy: phrase`Unpack it and hand in the file` },
  { starts: "\x28\xb5\x2f\xfd", what: phrase`a Zstandard archive`, remedy: phrase`Unpack it and hand in the file` },
  { starts: "ARROW1", what: phrase`an Arrow file`, remedy: phrase`Save it as Parquet or CSV` },
  { starts: "Obj\x01", what: phrase`an Avro file`, remedy: phrase`Save it as Parquet or CSV` },
  { starts: "ORC", what: phrase`an ORC file`, remedy: phrase`Save it as Parquet or CSV` },
  { starts: "{\\rtf", what: phrase`a formatted text (RTF)`, remedy: phrase`Save it as CSV` },
  { starts: "\xff\xfe\x00\x00", what: phrase`a text in UTF-32`, remedy: phrase`Save it as UTF-8` },
];

/** The format by content, whatever the name says. Throws file.unreadable for what is no table. */
export function sniffFormat(head: Buffer, name: string): Sniffed {
  const start = head.toString("latin1", 0, 64);
  if (start.startsWith("PK\x03\x04") || start.startsWith("PK\x05\x06")) return "zip";
  if (start.startsWith("PAR1")) return "parquet";
  if (start.startsWith("\x1f\x8b")) return "gzip";
  for (const { starts, what, remedy } of foreign) {
    if (start.startsWith(starts))
      throw new Problem("file.unreadable", phrase`${name} is ${what}, not a table. ${remedy}.`);
  }
  if (isBinary(head)) {
    throw new Problem(
      "file.unreadable",
      phrase`${name} is a binary file, not a table. Hand in CSV, XLSX, JSON or Parquet.`,
    );
  }
  const text = withoutMark(head);
  if (/^\s*<(?:!doctype html|html|\?xml|svg)/iu.test(text.slice(0, 200))) {
    throw new Problem(
      "file.unreadable",
      phrase`${name} is a web page or XML, not a table. Export the table as CSV, XLSX or JSON.`,
    );
  }
  return sniffText(text, extensionOf(name));
}

/** The last part of a file's name, in small letters, without its dot; "" when there is none. */
function extensionOf(name: string): string {
  const match = /\.([a-z0-9]+)$/iu.exec(name);
  return match ? match[1]!.toLowerCase() : "";
}

const formatsByExtension: Record<string, FileFormat> = {
  csv: "csv",
  tsv: "csv",
  tab: "csv",
  psv: "csv",
  txt: "csv",
  xlsx: "xlsx",
  xlsm: "xlsx",
  json: "json",
  geojson: "json",
  ndjson: "ndjson",
  jsonl: "ndjson",
  parquet: "parquet",
};

/** Whether the name promises another format than was found. */
export function isExtensionWrong(name: string, found: FileFormat, isPacked: boolean): boolean {
  const extension = extensionOf(name);
  if (isPacked) return extension !== "gz" && extension !== "zip" && extension !== "gzip";
  const said = formatsByExtension[extension];
  const isBothJson = (said === "json" || said === "ndjson") && (found === "json" || found === "ndjson");
  return said !== undefined && said !== found && !isBothJson && extension !== "txt";
}

/** Control characters that no text has; NULs are judged apart, since UTF-16 is full of them. */
function isBinary(head: Buffer): boolean {
  if (head.length === 0 || (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
    return false;
  let controls = 0;
  let nuls = 0;
  for (const byte of head) {
    if (byte === 0) nuls++;
    else if (byte < 27 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12) controls++;
  }
  if (controls > head.length / 50 && controls > 1) return true;
  return nuls > head.length / 10 && !isUtf16(head);
}

/** UTF-16 without a mark: every second byte of plain text is NUL. */
export function isUtf16(head: Buffer): "utf-16le" | "utf-16be" | null {
  const pairs = Math.floor(Math.min(head.length, 4096) / 2);
  if (pairs < 2) return null;
  let evens = 0;
  let odds = 0;
  for (let i = 0; i < pairs; i++) {
    if (head[i * 2] === 0) evens++;
    if (head[i * 2 + 1] === 0) odds++;
  }
  if (odds > pairs * 0.4 && evens < pairs * 0.05) return "utf-16le";
  return evens > pairs * 0.4 && odds < pairs * 0.05 ? "utf-16be" : null;
}

function withoutMark(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return head.toString("utf16le", 2, Math.min(head.length, 8192));
  if (isUtf16(head) === "utf-16le") return head.toString("utf16le", 0, Math.min(head.length, 8192));
  return head.toString("utf8", head[0] === 0xef ? 3 : 0);
}

function sniffText(text: string, extension: string): FileFormat {
  const start = text.trimStart();
  const said = formatsByExtension[extension];
  const isJsonStart = /^\{\s*(?:"|\})/u.test(start) || /^\[\s*(?:[{[\]]|$)/u.test(start);
  const isJsonSaid = (said === "json" || said === "ndjson") && /^[[{]/u.test(start);
  if (!isJsonStart && !isJsonSaid) return "csv";
  if (!start.startsWith("{")) return "json";
  return hasRecordLines(start) || (said === "ndjson" && isObject(start.split("\n", 1)[0]!)) ? "ndjson" : "json";
}

/** Two lines that are each an object of their own. */
function hasRecordLines(text: string): boolean {
  const lines = text.split(/\r?\n/u, 50).filter((line) => line.trim() !== "");
  return lines.length > 1 && isObject(lines[0]!) && lines[1]!.trimStart().startsWith("{");
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
