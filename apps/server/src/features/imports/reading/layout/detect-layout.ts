import { cellClass } from "@weft/model/values/cell-class";
import { classify } from "@weft/model/values/classify";
import { maskOf } from "@weft/model/values/byte-kinds";

export interface SampleRow {
  line: number;
  cells: (string | null)[];
}

export interface Layout {
  /** Index of the first row that belongs to the table. */
  firstRow: number;
  headerRows: number;
  width: number;
}

/** Where the table begins in the first rows of a file, how many rows name its columns, and how wide it is. */
export function detectLayout(rows: SampleRow[], given: { headerRows?: number; isFirstRowGiven: boolean }): Layout {
  if (rows.length === 0) return { firstRow: 0, headerRows: 0, width: 0 };
  const common = commonWidth(rows);
  const firstRow = given.isFirstRowGiven ? 0 : findFirstRow(rows, common);
  const table = rows.slice(firstRow).map((row) => row.cells);
  const headerRows = Math.min(given.headerRows ?? countHeaderRows(table), table.length);
  const header = Math.max(0, ...table.slice(0, headerRows).map(filledWidth));
  const body = table.slice(headerRows);
  const bodyWidth = measureBody(table, body);
  return { firstRow, headerRows, width: Math.max(header, body.length > 0 ? bodyWidth : (table[0]?.length ?? 0), 1) };
}

function commonWidth(rows: SampleRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  let best = 0;
  for (const [width, count] of counts) {
    const most = counts.get(best) ?? 0;
    // As common as each other: the first one is that of the header, unless it is a line of text.
    if (count > most || (count === most && best < 2)) best = width;
  }
  return best;
}

/** The width of most rows; when the header has another, empty cells at the rows' ends do not count. */
function measureBody(table: (string | null)[][], body: (string | null)[][]): number {
  if (body.length === 0) return 0;
  const width = commonWidth(body.map((cells) => ({ line: 0, cells })));
  if (table[0]!.length === width) return width;
  return commonWidth(body.map((cells) => ({ line: 0, cells: cells.slice(0, filledWidth(cells)) })));
}

/** Cells up to the last that holds something. */
function filledWidth(cells: (string | null)[]): number {
  return cells.findLastIndex((cell) => (cell ?? "").trim() !== "") + 1;
}

const preambleRowsMax = 100;

/** Skips titles and remarks above the table: rows narrower than it, or with one filled cell where the table has three and more. */
function findFirstRow(rows: SampleRow[], width: number): number {
  if (width < 2) return 0;
  const first = rows.findIndex(({ cells }) => cells.length === width && !isTitle(cells, width));
  if (first <= 0 || first > preambleRowsMax) return 0;
  const before = rows[first - 1]!;
  const isNear = before.line + 1 === rows[first]!.line;
  // A header that is a little short, right above the rows, is no remark.
  const isHeader =
    isNear && before.cells.length >= Math.max(2, width * 0.5) && before.cells.every((cell) => isName(cell));
  const hasHeader = rows[first]!.cells.every((cell) => isName(cell));
  return isHeader && !hasHeader ? first - 1 : first;
}

function isTitle(cells: (string | null)[], width: number): boolean {
  const filled = cells.filter((cell) => (cell ?? "").trim() !== "").length;
  return width >= 3 && filled <= 1 && (cells[0] ?? "").trim() !== "" && classOf(cells[0]!) === cellClass.text
    ? true
    : filled === 0;
}

function isName(cell: string | null): boolean {
  return cell !== null && cell.trim() !== "" && classOf(cell) >= cellClass.text && classOf(cell) < cellClass.date;
}

const encoder = new TextEncoder();

/** The class of a cell's text; null is empty. */
function classOf(cell: string | null): number {
  if (cell === null) return cellClass.empty;
  const bytes = encoder.encode(cell);
  return classify(bytes, 0, bytes.length, maskOf(bytes, 0, bytes.length));
}

function isTyped(cls: number): boolean {
  return cls >= cellClass.bit && cls !== cellClass.text;
}

const bodyRowsMax = 200;
const headerRowsMax = 3;
/** Names hold a year or two; what holds more digits is a value. */
const nameDigitsMax = 8;

/** How many of the first rows name the columns: rows of words above columns of numbers, dates and such. */
function countHeaderRows(table: (string | null)[][]): number {
  const [first] = table;
  if (!first) return 0;
  const body = table.slice(1, bodyRowsMax);
  if (body.length === 0) return first.some((cell) => isTyped(classOf(cell))) ? 0 : 1;
  const typed = typedColumns(
    table.slice(Math.min(headerRowsMax, Math.floor(table.length / 2)), bodyRowsMax),
    first.length,
  );
  if (!isHeader(first, body, typed)) return 0;
  let count = 1;
  while (count < headerRowsMax && count < table.length - 1 && isSecondHeader(table[count]!, table[count - 1]!, typed))
    count++;
  return count;
}

/** Columns in which nine of ten filled cells are typed. */
function typedColumns(body: (string | null)[][], width: number): boolean[] {
  return Array.from({ length: width }, (_, column) => {
    let filled = 0;
    let typed = 0;
    for (const row of body) {
      const cls = classOf(row[column] ?? null);
      if (cls > cellClass.nullMark) filled++;
      if (isTyped(cls)) typed++;
    }
    return filled > 0 && typed >= filled * 0.9;
  });
}

function isHeader(row: (string | null)[], body: (string | null)[][], typed: boolean[]): boolean {
  const classes = row.map(classOf);
  const words = classes.filter((cls, column) => typed[column] && cls === cellClass.text).length;
  const values = classes.filter((cls, column) => typed[column] && isTyped(cls)).length;
  if (words > 0 && words >= values) return true;
  if (values > 0) return isYearHeader(row, classes, body);
  if (classes.some((cls) => cls >= cellClass.date || cls === cellClass.url || cls === cellClass.email)) return false;
  if (row.some((cell) => (cell ?? "").replaceAll(/\D/gu, "").length > nameDigitsMax)) return false;
  return !isRepeated(row, body);
}

/** Country, 2019, 2020, 2021: years that follow each other and are no values of their columns. */
function isYearHeader(row: (string | null)[], classes: number[], body: (string | null)[][]): boolean {
  const years = row.filter((_, column) => isTyped(classes[column]!)).map(Number);
  if (years.length < 2 || years.some((year) => !Number.isInteger(year) || year < 1800 || year > 2200)) return false;
  const step = years[1]! - years[0]!;
  if (step === 0 || years.some((year, i) => i > 0 && year - years[i - 1]! !== step)) return false;
  return !body.some((cells) =>
    cells.every(
      (cell, column) => classes[column] === cellClass.text || Math.abs(Number(cell) - Number(row[column])) < 5,
    ),
  );
}

/** Whether words of the row come again below it, as only values do. */
function isRepeated(row: (string | null)[], body: (string | null)[][]): boolean {
  let repeated = 0;
  for (const [column, cell] of row.entries()) {
    if (cell === null || cell.trim() === "") continue;
    if (body.some((other) => other[column] === cell)) repeated++;
  }
  return repeated > 0 && !(repeated === 1 && row.length > 3 && body.length > 50);
}

/** A further row of words above typed columns: units, or names under names of groups. */
function isSecondHeader(row: (string | null)[], above: (string | null)[], typed: boolean[]): boolean {
  const classes = row.map(classOf);
  if (classes.some((cls, column) => typed[column] && isTyped(cls))) return false;
  const wanted = typed.filter(Boolean).length;
  const words = classes.filter((cls, column) => typed[column] && cls === cellClass.text).length;
  const hasGroups = above.some(
    (cell, column) => column > 0 && (cell ?? "").trim() === "" && (row[column] ?? "").trim() !== "",
  );
  if (hasGroups) return words >= 1;
  const units = row.filter((cell) => /^(?:[[(].{1,20}[\])]|%|€|\$)$/u.test((cell ?? "").trim())).length;
  return words > 0 && (units > 0 ? units >= words / 2 : words >= 2 && words === wanted);
}

const footerRowsMax = 20;

/** How many of the last rows are remarks or totals below the table, not data; `rows` are the file's last ones. */
export function countFooterRows(rows: SampleRow[], width: number): number {
  if (width < 2 || rows.length < 3) return 0;
  let count = 0;
  while (count < Math.min(footerRowsMax, rows.length - 2)) {
    const row = rows[rows.length - 1 - count]!;
    const isAfterGap = row.line - rows[rows.length - 2 - count]!.line > 1;
    if (!isFooter(row, width, rows, isAfterGap)) break;
    count++;
  }
  return count;
}

function isFooter(row: SampleRow, width: number, rows: SampleRow[], isAfterGap: boolean): boolean {
  const filled = row.cells.filter((cell) => (cell ?? "").trim() !== "");
  const first = (row.cells.find((cell) => (cell ?? "").trim() !== "") ?? "").trim();
  if (filled.length === 0) return false;
  if (/^(?:(?:grand |sub)?total(?:s|e|en)?|somme|summe|gesamt|sum)\s*:?$/iu.test(first) && row.cells.length <= width) {
    return !rows.some((other) => other !== row && other.line < row.line - footerRowsMax && other.cells.includes(first));
  }
  if (row.cells.length >= width && filled.length > 1) return false;
  if (filled.length > 1 && !(isAfterGap && row.cells.length < width)) return false;
  if (classOf(first) !== cellClass.text) return false;
  const isRemark = /[\s:()#*]/u.test(first) || isAfterGap;
  return isRemark && (width > 2 || isAfterGap || /^[(#*]/u.test(first));
}
