import type { Profile, Reading } from "@weft/api/import-shapes";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import { detectLayout } from "../layout/detect-layout.ts";
import type { FileSource, ReadingOptions } from "../reading-types.ts";
import { BatchBuilder } from "../records/batch.ts";
import type { Batch } from "../records/batch.ts";
import type { RecordStream } from "../records/record-stream.ts";
import type { Zip } from "../source/zip.ts";
import type { SheetFinds, SheetRow } from "./read-sheet.ts";
import { readSheet } from "./read-sheet.ts";
import type { Workbook } from "./workbook.ts";
import { readWorkbook } from "./workbook.ts";

const sampleRowsMax = 1000;
/** A sheet holds no more in any spreadsheet program. */
const sheetRowsMax = 1_048_576;

/** A sheet of a workbook as records: the wanted one, or the first that is visible and holds something. */
export async function openXlsx(
  source: FileSource,
  zip: Zip,
  given: Partial<Reading>,
  options: ReadingOptions,
): Promise<RecordStream> {
  const workbook = await readWorkbook(zip, source);
  const finds: SheetFinds = { errorCells: 0, errorLine: null };
  const { sheet, rows, sample } = await chooseSheet(source, zip, workbook, given, finds);
  const isFirstRowGiven = given.preambleLines !== undefined;
  const below = sample.filter((row) => row.line > (given.preambleLines ?? 0));
  const width = Math.max(0, ...below.map((row) => row.texts.length));
  const cells = below.map((row) => ({
    line: row.line,
    cells: Array.from({ length: width }, (_, i) => row.texts[i] ?? null),
  }));
  const layout = detectLayout(cells, { headerRows: given.headerRows, isFirstRowGiven });
  const preambleLines =
    given.preambleLines ?? Math.min(1000, layout.firstRow === 0 ? 0 : below[layout.firstRow]!.line - 1);
  const warnings: Profile["warnings"] = [];
  if (preambleLines > 0) warnings.push({ code: "preamble", count: preambleLines, line: 1 });
  if (layout.headerRows === 0 && given.headerRows === undefined) {
    warnings.push({ code: "no_header", count: 1, line: below[layout.firstRow]?.line ?? null });
  }
  let rowsBeyond = 0;
  async function* batches(): AsyncGenerator<Batch> {
    const builder = new BatchBuilder();
    const add = (row: SheetRow) => {
      if (row.line <= preambleLines) return;
      if (row.line > sheetRowsMax) rowsBeyond++;
      for (let i = 0; i < row.texts.length; i++) builder.addCell(row.texts[i] ?? null, row.flags[i] ?? 0);
      builder.endRow(row.line);
    };
    for (const row of sample) {
      add(row);
      if (builder.isFull) yield builder.take(0);
    }
    for await (const group of rows) {
      options.signal.throwIfAborted();
      for (const row of group) {
        add(row);
        if (builder.isFull) yield builder.take(0);
      }
    }
    if (!builder.isEmpty) yield builder.take(source.sizeBytes);
  }
  return {
    reading: {
      format: "xlsx",
      encoding: "utf-8",
      separator: ",",
      quote: '"',
      escape: "double",
      preambleLines,
      headerRows: layout.headerRows,
      footerLines: 0,
      sheet,
      recordsPath: "",
      nested: "json",
    },
    batches: batches(),
    headerRows: layout.headerRows,
    width: Infinity,
    isHeaderShort: false,
    lineEnd: "lf",
    hasByteOrderMark: false,
    sheets: workbook.sheets.map(({ name }) => name),
    hasTypes: true,
    warnings: () => [
      ...warnings,
      ...(finds.errorCells > 0
        ? [{ code: "error_cell" as const, count: finds.errorCells, line: finds.errorLine }]
        : []),
      ...(rowsBeyond > 0 ? [{ code: "rows_beyond_limit" as const, count: rowsBeyond, line: sheetRowsMax + 1 }] : []),
    ],
  };
}

interface ChosenSheet {
  sheet: string;
  /** The first rows; `rows` goes on behind them. */
  sample: SheetRow[];
  rows: AsyncGenerator<SheetRow[]>;
}

async function chooseSheet(
  source: FileSource,
  zip: Zip,
  workbook: Workbook,
  given: Partial<Reading>,
  finds: SheetFinds,
): Promise<ChosenSheet> {
  const wanted = given.sheet ?? null;
  if (wanted !== null && !workbook.sheets.some(({ name }) => name === wanted)) {
    const names = workbook.sheets.map(({ name }) => name).join(", ");
    throw new Problem("file.unreadable", phrase`${source.name} has no sheet ${wanted}. Choose one of: ${names}.`);
  }
  const byVisible = [...workbook.sheets].sort((a, b) => Number(a.isHidden) - Number(b.isHidden));
  for (const { name, path } of wanted === null ? byVisible : byVisible.filter((sheet) => sheet.name === wanted)) {
    const rows = readSheet(await zip.open(path), workbook, source.name, finds);
    const sample: SheetRow[] = [];
    while (sample.length < sampleRowsMax) {
      const next = await rows.next();
      if (next.done) break;
      sample.push(...next.value);
    }
    if (sample.length > 0) return { sheet: name, rows, sample };
  }
  throw new Problem(
    "file.empty",
    wanted === null
      ? phrase`${source.name} has no sheet with data. Hand in a workbook with rows.`
      : phrase`${source.name} has no sheet with data named ${wanted}. Hand in a workbook with rows.`,
  );
}
