import { Problem } from "@weft/api/problems";
import type { FieldType } from "@weft/model/fields/field";
import { phrase } from "@weft/model/texts/phrase";
import type { TextRow } from "./copy-text.ts";
import type { RowReader } from "./row-reader.ts";

export interface SheetColumn {
  name: string;
  type: FieldType;
  /** datetime: an instant, shown in UTC with a Z. */
  isZoned?: boolean;
}

/** Places in `cellXfs` of xlsx-parts.ts. */
const styles = { plain: 0, header: 1, date: 2, datetime: 3, instant: 4 } as const;

/** Data rows of one sheet: the format's 1,048,576 without the header. */
const sheetRowsMax = 1_048_575;
const cellLengthMax = 32_767;
const batchRows = 2000;

/** A sheet's XML, piece by piece; `end` tells whether rows are left for another sheet. */
export async function* makeSheet(
  columns: SheetColumn[],
  rows: RowReader,
  end: (hasMore: boolean) => void,
): AsyncGenerator<Buffer> {
  const letters = columns.map((_, index) => columnLetters(index));
  const cells = columns.map((column) => cellMakers[column.type](column));
  yield Buffer.from(sheetStart(columns, letters));
  let count = 0;
  let batch: TextRow[] = [];
  while (count < sheetRowsMax && (batch = await rows.take(Math.min(batchRows, sheetRowsMax - count))).length > 0) {
    let xml = "";
    for (const row of batch) {
      count += 1;
      xml += rowXml(row, count + 1, letters, cells, columns);
    }
    yield Buffer.from(xml);
  }
  end(batch.length > 0 && (await rows.hasMore()));
  yield Buffer.from("</sheetData></worksheet>");
}

function sheetStart(columns: SheetColumn[], letters: string[]): string {
  const widths = columns.map((column, index) => {
    const width = column.type === "datetime" ? 22 : Math.min(40, Math.max(12, column.name.length + 3));
    return `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`;
  });
  const header = columns.map(
    (column, index) =>
      `<c r="${letters[index]}1" s="${styles.header}" t="inlineStr"><is><t xml:space="preserve">${xmlText(column.name)}</t></is></c>`,
  );
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    (widths.length > 0 ? `<cols>${widths.join("")}</cols>` : "") +
    `<sheetData><row r="1">${header.join("")}</row>`
  );
}

function rowXml(row: TextRow, number: number, letters: string[], cells: CellMaker[], columns: SheetColumn[]): string {
  let xml = `<row r="${number}">`;
  for (let index = 0; index < cells.length; index += 1) {
    const text = row[index];
    if (text === null || text === undefined) continue;
    if (text.length > cellLengthMax) {
      throw new Problem(
        "export.failed",
        phrase`Row ${number - 1}, field ${columns[index]?.name ?? ""}: the text has ${text.length} characters, and a cell of XLSX holds ${cellLengthMax}. Export as CSV, or leave this field out.`,
      );
    }
    xml += `<c r="${letters[index]}${number}"${(cells[index] as CellMaker)(text)}</c>`;
  }
  return `${xml}</row>`;
}

/** What follows `<c r="A1"` for a cell's text. */
type CellMaker = (text: string) => string;

const textCell: CellMaker = (text) => ` t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is>`;

const cellMakers: Record<FieldType, (column: SheetColumn) => CellMaker> = {
  text: () => textCell,
  long_text: () => textCell,
  choice: () => textCell,
  url: () => textCell,
  email: () => textCell,
  json: () => textCell,
  boolean: () => (text) => ` t="b"><v>${text.startsWith("t") ? 1 : 0}</v>`,
  number: () => (text) => (isExactInDouble(text) ? `><v>${text}</v>` : textCell(text)),
  date: () => (text) => {
    const day = serialDay(text);
    return day === null || text.length > 10 ? textCell(text) : ` s="${styles.date}"><v>${day}</v>`;
  },
  datetime: (column) => {
    const style = column.isZoned ? styles.instant : styles.datetime;
    return (text) => {
      const serial = serialTime(text);
      return serial === null ? textCell(text) : ` s="${style}"><v>${serial}</v>`;
    };
  },
};

/** A spreadsheet computes with doubles: what has more than 15 significant digits stays exact as text only. */
function isExactInDouble(text: string): boolean {
  if (text.length <= 15) return text !== "NaN" && !text.endsWith("Infinity");
  return text.length < 300 && text.replace(/[-.]/g, "").replace(/^0+|0+$/g, "").length <= 15;
}

/** Days since 1899-12-30; null before 1900-03-01, where spreadsheets count a day that never was, and past 9999. */
function serialDay(text: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)/.exec(text);
  if (!match || text.endsWith("BC")) return null;
  const day = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / 86_400_000 + 25_569;
  return day >= 61 ? day : null;
}

function serialTime(text: string): number | null {
  const day = serialDay(text);
  const match = /^\d{4}-\d\d-\d\d (\d\d):(\d\d):(\d\d(?:\.\d+)?)(?:\+00)?$/.exec(text);
  if (day === null || !match) return null;
  return day + (Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3])) / 86_400;
}

/** 0 → A, 26 → AA. */
function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

// oxlint-disable-next-line no-control-regex -- the characters XML cannot carry, which this format writes as _xHHHH_
const unsafe = /[&<>\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)/g;
const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", _x: "_x005F_x" };

/** Text between tags, with characters that XML does not have in the format's own notation. */
export function xmlText(text: string): string {
  return text.replace(
    unsafe,
    (sign) => entities[sign] ?? `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
  );
}
