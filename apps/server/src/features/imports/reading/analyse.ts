import type { ColumnProfile, Profile, Reading } from "@weft/api/import-shapes";
import { Problem } from "@weft/api/problems";
import { limits } from "@weft/model/fields/field";
import { byteKind } from "@weft/model/values/byte-kinds";
import { phrase } from "@weft/model/texts/phrase";
import { makeNames } from "./columns/column-names.ts";
import { ColumnTally } from "./columns/column-tally.ts";
import { profileColumns } from "./columns/profile-column.ts";
import { isPlausibleUtf8 } from "./csv/encoding.ts";
import { makeProgress } from "./progress.ts";
import type { FileSource, ReadingOptions } from "./reading-types.ts";
import type { Batch } from "./records/batch.ts";
import { rowTexts } from "./records/batch.ts";
import { openRecords } from "./records/open-records.ts";
import type { RecordStream } from "./records/record-stream.ts";

const previewRowsMax = 100;

/** What one pass has counted, besides the columns. */
class FileTally {
  readonly header: (string | null)[][] = [];
  readonly preview: (string | null)[][] = [];
  readonly columns: ColumnTally[] = [];
  readonly warnings = new Map<Profile["warnings"][number]["code"], { count: number; line: number }>();
  records = 0;
  /** Records with characters beyond ASCII, all of them well formed. */
  goodRows = 0;
  badRows = 0;

  warn(code: Profile["warnings"][number]["code"], line: number): void {
    const known = this.warnings.get(code);
    if (known) known.count++;
    else this.warnings.set(code, { count: 1, line });
  }

  add(batch: Batch, stream: RecordStream): void {
    let from = 0;
    while (from < batch.rows && this.header.length < stream.headerRows) this.header.push(rowTexts(batch, from++));
    if (from === batch.rows) return;
    const width = this.#widthFor(batch, from, stream);
    while (this.columns.length < width) {
      const column = new ColumnTally();
      if (this.records > 0) column.addMissing(this.records - this.badRows);
      this.columns.push(column);
    }
    for (let c = 0; c < this.columns.length; c++) this.columns[c]!.add(batch, c, from);
    this.#judgeRows(batch, from, stream);
    this.records += batch.rows - from;
  }

  #widthFor(batch: Batch, from: number, stream: RecordStream): number {
    if (stream.width !== Infinity) return stream.width;
    let width = this.columns.length;
    for (let row = from; row < batch.rows; row++)
      width = Math.max(width, batch.rowCells[row + 1]! - batch.rowCells[row]!);
    return width;
  }

  #judgeRows(batch: Batch, from: number, stream: RecordStream): void {
    const { rowCells, masks, lines, faults } = batch;
    for (let row = from; row < batch.rows; row++) {
      if (this.preview.length < previewRowsMax) this.preview.push(rowTexts(batch, row));
      const first = rowCells[row]!;
      const last = rowCells[row + 1]!;
      let mask = 0;
      for (let cell = first; cell < last; cell++) mask |= masks[cell]!;
      const fault = faults?.get(row);
      if (fault) {
        this.badRows++;
        this.warn(fault.code === "row.invalid_bytes" ? "invalid_bytes" : "invalid_record", lines[row]!);
      } else if ((mask & byteKind.high) !== 0) this.goodRows++;
      if ((mask & byteKind.nul) !== 0) this.warn("null_bytes", lines[row]!);
      if (stream.width === Infinity || last - first === stream.width) continue;
      if (last - first < stream.width) this.warn("too_few_cells", lines[row]!);
      else if (isFilledBeyond(batch, row, stream.width)) this.warn("too_many_cells", lines[row]!);
    }
  }
}

function isFilledBeyond(batch: Batch, row: number, width: number): boolean {
  for (let cell = batch.rowCells[row]! + width; cell < batch.rowCells[row + 1]!; cell++) {
    if (batch.ends[cell]! > batch.starts[cell]!) return true;
  }
  return false;
}

/** Reads the whole file once and says what it holds. `phrase`: every column is text. Throws Problem file.* with place and remedy. */
export async function analyseFile(
  source: FileSource,
  given: Partial<Reading>,
  options: ReadingOptions & { text?: boolean },
  isEncodingGiven = given.encoding !== undefined,
): Promise<Profile> {
  await using stream = await openRecords(source, given, options);
  checkWidth(source, stream.width);
  const tally = new FileTally();
  const report = makeProgress(options);
  for await (const batch of stream.batches) {
    tally.add(batch, stream);
    checkWidth(source, tally.columns.length);
    report(tally.records, batch.bytesRead);
  }
  report(tally.records, source.sizeBytes, true);
  const isOtherEncoding = tally.badRows > 0 && given.encoding === undefined && stream.reading.encoding === "utf-8";
  if (isOtherEncoding && stream.reading.format === "csv" && !isPlausibleUtf8(tally.goodRows, tally.badRows)) {
    return analyseFile(source, { ...given, encoding: "windows-1252" }, options, false);
  }
  if (stream.reading.encoding === "windows-1252" && !isEncodingGiven) tally.warn("assumed_windows_1252", 1);
  return toProfile(source, stream, tally, options);
}

/** A separator at the end of every line makes a last column without name and values. */
function isVoid(column: ColumnProfile): boolean {
  return column.notes.includes("all_empty") && column.notes.includes("empty_name");
}

function checkWidth(source: FileSource, width: number): void {
  if (width === Infinity || width <= limits.fieldsMax) return;
  throw new Problem(
    "file.too_wide",
    phrase`${source.name} has ${width} columns; a table holds at most ${limits.fieldsMax}. Leave out columns or split the file, or check that the separator is right.`,
  );
}

function toProfile(source: FileSource, stream: RecordStream, tally: FileTally, options: { text?: boolean }): Profile {
  const given = stream.names?.();
  const header = given ? [given] : stream.isHeaderShort ? tally.header.map((row) => [null, ...row]) : tally.header;
  const width = Math.max(tally.columns.length, ...header.map((row) => row.length));
  const isBlank = header.every((row) => row.every((cell) => (cell ?? "").trim() === ""));
  if (width === 0 || (tally.records === 0 && isBlank)) {
    throw new Problem(
      "file.empty",
      phrase`${source.name} holds no rows. Hand in a file with at least one line of data.`,
    );
  }
  while (tally.columns.length < width) tally.columns.push(new ColumnTally());
  const names = makeNames(header, width);
  const declared = stream.declared?.();
  const columns = profileColumns(
    tally.columns.map((column, index) => ({
      tally: column,
      name: names[index]!,
      index,
      declared: declared?.[index] ?? null,
    })),
    {
      hasTypes: stream.hasTypes,
      text: options.text === true,
      decimalMark: stream.reading.separator === ";" ? "," : null,
    },
  );
  while (columns.length > 1 && isVoid(columns.at(-1)!)) columns.pop();
  const { reading, lineEnd, hasByteOrderMark, sheets } = stream;
  const counted = [...tally.warnings].map(([code, { count, line }]) => ({ code, count, line }));
  return {
    reading,
    lineEnd,
    hasByteOrderMark,
    sheets,
    records: tally.records,
    columns,
    preview: tally.preview,
    warnings: [...stream.warnings(), ...counted],
  };
}
