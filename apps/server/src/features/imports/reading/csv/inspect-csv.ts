import type { Profile, Reading } from "@weft/api/import-shapes";
import { countFooterRows, detectLayout } from "../layout/detect-layout.ts";
import type { SampleRow } from "../layout/detect-layout.ts";
import type { FileSource } from "../reading-types.ts";
import type { Batch } from "../records/batch.ts";
import { rowTexts } from "../records/batch.ts";
import { readPart } from "../source/read-part.ts";
import type { LineEnd } from "./detect-dialect.ts";
import { countLineEnds, detectDialect } from "./detect-dialect.ts";
import type { Encoding } from "./encoding.ts";
import { decodeSample, detectEncoding, markLength } from "./encoding.ts";
import type { Dialect } from "./dialect.ts";
import { CsvScanner } from "./scanner.ts";

const emptyDialect: Dialect = { separator: 44, quote: 34, isBackslash: false, isReturnBreak: false, isSpaced: false };
const headBytes = 256 * 1024;
const partBytes = 48 * 1024;
const partsMax = 4;
const layoutRowsMax = 1000;

/** How a text file is to be read, and what of that is not in `Reading`. */
export interface CsvLayout {
  reading: Reading;
  dialect: Dialect;
  lineEnd: LineEnd;
  hasByteOrderMark: boolean;
  /** Cells of a whole record. */
  width: number;
  /** The rows have one cell more than the header, in front: R writes row names so. */
  isHeaderShort: boolean;
  /** Bytes of the file before the footer. */
  endBytes: number;
  footerLine: number | null;
  warnings: Profile["warnings"];
}

/** Decides how a text file reads, from its first 256 KB, its end and parts between; what `given` holds is taken as it is. */
export async function inspectCsv(source: FileSource, given: Partial<Reading>): Promise<CsvLayout> {
  const head = await readPart(source, 0, headBytes);
  const isWhole = head.length === source.sizeBytes;
  const parts = isWhole ? [] : await readParts(source);
  const encoding = given.encoding ?? detectEncoding([head, ...parts]);
  const segments = [
    withSpare(cutEnd(decodeSample(head, encoding, true), isWhole)),
    ...parts.map((part) => withSpare(cutStart(cutEnd(decodeSample(part, encoding, false), false)))),
  ].filter((segment) => segment.length > 1);
  const dialect = segments.length > 0 ? detectDialect(segments, given, isWhole) : emptyDialect;
  const rows = segments.length > 0 ? parseRows(segments[0]!, dialect, isWhole, layoutRowsMax) : [];
  const isFirstRowGiven = given.preambleLines !== undefined;
  const below = isFirstRowGiven ? rows.filter((row) => row.line > given.preambleLines!) : withoutSaid(rows);
  const layout = detectLayout(below, { headerRows: given.headerRows, isFirstRowGiven });
  const preambleLines = given.preambleLines ?? preambleOf(below, layout.firstRow, rows);
  const footer = await findFooter(source, {
    given,
    encoding,
    dialect,
    width: layout.width,
    whole: isWhole ? below : null,
  });
  const table = below.slice(layout.firstRow);
  const warnings: Profile["warnings"] = [];
  if (preambleLines > 0) warnings.push({ code: "preamble", count: preambleLines, line: 1 });
  if (footer.lines > 0) warnings.push({ code: "footer", count: footer.lines, line: null });
  if (layout.headerRows === 0 && given.headerRows === undefined)
    warnings.push({ code: "no_header", count: 1, line: table[0]?.line ?? null });
  return {
    reading: {
      format: "csv",
      encoding,
      separator: String.fromCharCode(dialect.separator),
      quote: dialect.quote < 0 ? null : String.fromCharCode(dialect.quote),
      escape: dialect.isBackslash ? "backslash" : "double",
      preambleLines,
      headerRows: layout.headerRows,
      footerLines: footer.lines,
      sheet: null,
      recordsPath: "",
      nested: given.nested ?? "json",
    },
    dialect,
    lineEnd: countLineEnds((segments[0] ?? Buffer.alloc(1)).subarray(0, -1)).kind,
    hasByteOrderMark: markLength(head) > 0,
    width: layout.width,
    isHeaderShort: isHeaderShort(table, layout.headerRows, layout.width),
    endBytes: footer.endBytes,
    footerLine: null,
    warnings,
  };
}

async function readParts(source: FileSource): Promise<Buffer[]> {
  const parts: Buffer[] = [];
  for (let n = 1; n <= partsMax; n++) {
    const start = Math.floor(((source.sizeBytes - partBytes) * n) / partsMax / 4) * 4;
    if (start >= headBytes) parts.push(await readPart(source, start, partBytes));
  }
  return parts;
}

/** Drops the part of a line at the end, unless the sample is the whole file. */
function cutEnd(sample: Buffer, isWhole: boolean): Buffer {
  if (isWhole) return sample;
  const end = Math.max(sample.lastIndexOf(10), sample.includes(10) ? -1 : sample.lastIndexOf(13));
  return end < 0 ? sample : sample.subarray(0, end + 1);
}

function cutStart(sample: Buffer): Buffer {
  const start = sample.includes(10) ? sample.indexOf(10) : sample.indexOf(13);
  return start < 0 ? Buffer.alloc(0) : sample.subarray(start + 1);
}

/** A copy with one byte more, which the scanner uses. */
function withSpare(sample: Buffer): Buffer {
  const copy = Buffer.alloc(sample.length + 1);
  sample.copy(copy);
  return copy;
}

/** The first rows of a segment as texts; the segment stays as it is. */
function parseRows(segment: Buffer, dialect: Dialect, isWhole: boolean, rowsMax: number): SampleRow[] {
  const bytes = Buffer.from(segment);
  const scanner = new CsvScanner(dialect);
  scanner.scan(bytes, 0, bytes.length - 1, isWhole);
  scanner.unescape(bytes);
  const { rowCells, starts, ends, masks, lines } = scanner;
  const batch: Batch = { bytes, rows: scanner.rows, rowCells, starts, ends, masks, lines, bytesRead: 0, faults: null };
  const rows = Math.min(scanner.rows, rowsMax);
  return Array.from({ length: rows }, (_, row) => ({ line: lines[row]!, cells: rowTexts(batch, row) }));
}

/** Without the line `sep=;` that tells Excel the separator. */
function withoutSaid(rows: SampleRow[]): SampleRow[] {
  const isSaid = rows[0] !== undefined && /^sep=/iu.test(rows[0].cells[0] ?? "") && rows[0].line === 1;
  return isSaid ? rows.slice(1) : rows;
}

function preambleOf(below: SampleRow[], firstRow: number, rows: SampleRow[]): number {
  if (firstRow === 0 && below.length === rows.length) return 0;
  return Math.min(1000, Math.max(0, (below[firstRow]?.line ?? 1) - 1));
}

function isHeaderShort(table: SampleRow[], headerRows: number, width: number): boolean {
  if (headerRows !== 1 || width < 2 || table.length < 2) return false;
  if (table[0]!.cells.length !== width - 1) return false;
  return table.slice(1).every(({ cells }) => cells.length === width && (cells.at(-1) ?? "") !== "");
}

interface FooterQuestion {
  given: Partial<Reading>;
  encoding: Encoding;
  dialect: Dialect;
  width: number;
  /** The rows of the file when the sample holds all of it. */
  whole: SampleRow[] | null;
}

/** The lines below the table, from the file's last 48 KB, and where in the file they begin. */
async function findFooter(source: FileSource, question: FooterQuestion): Promise<{ lines: number; endBytes: number }> {
  const { given, encoding, dialect, width, whole } = question;
  const none = { lines: 0, endBytes: source.sizeBytes };
  if (given.footerLines === 0) return none;
  const step = encoding.startsWith("utf-16") ? 2 : 1;
  const start = Math.max(0, Math.floor((source.sizeBytes - partBytes) / step) * step);
  const tail = await readPart(source, start, source.sizeBytes - start);
  if (given.footerLines !== undefined) {
    return { lines: given.footerLines, endBytes: start + beforeLastLines(tail, given.footerLines, encoding) };
  }
  const text = decodeSample(tail, encoding, start === 0);
  const rows =
    whole && whole.length < layoutRowsMax
      ? whole
      : parseRows(withSpare(start === 0 ? text : cutStart(text)), dialect, true, Infinity);
  const count = countFooterRows(rows, width);
  if (count === 0) return none;
  const first = rows[rows.length - count]!.line;
  const lastLine = countBreaks(text) + (text.at(-1) === 10 || text.at(-1) === 13 ? 0 : 1);
  const base = whole && whole.length < layoutRowsMax ? 0 : start === 0 ? 0 : 1;
  const lines = lastLine - base - first + 1;
  return { lines, endBytes: start + beforeLastLines(tail, lines, encoding) };
}

function countBreaks(text: Buffer): number {
  const ends = countLineEnds(text);
  return ends.lf + ends.crlf + (ends.lf + ends.crlf === 0 ? ends.cr + (text.at(-1) === 13 ? 1 : 0) : 0);
}

/** Where in `tail` the last `lines` lines begin; a line end at the very end ends the last line. */
function beforeLastLines(tail: Buffer, lines: number, encoding: Encoding): number {
  const step = encoding.startsWith("utf-16") ? 2 : 1;
  const low = encoding === "utf-16be" ? 1 : 0;
  const isBreak = (i: number, byte: number) => tail[i + low] === byte && (step === 1 || tail[i + 1 - low] === 0);
  const byte = tail.includes(10) ? 10 : 13;
  let left = lines;
  for (let i = tail.length - step; i >= 0; i -= step) {
    if (!isBreak(i, byte) || i + step >= tail.length) continue;
    left--;
    if (left === 0) return i + step;
  }
  return 0;
}
