import { cellFlag } from "../records/batch.ts";
import { makeTextCollector } from "./workbook.ts";
import type { NumberStyle, Workbook } from "./workbook.ts";
import { makeXmlParser } from "./xml.ts";

/** A row of a sheet that holds something: its number in the sheet and its cells by column. */
export interface SheetRow {
  line: number;
  texts: (string | null)[];
  flags: number[];
}

export interface SheetFinds {
  errorCells: number;
  errorLine: number | null;
}

/** Streams the filled rows of a sheet. Formulas give their stored values, errors no value. */
export async function* readSheet(
  stream: AsyncIterable<Buffer>,
  workbook: Workbook,
  fileName: string,
  finds: SheetFinds,
): AsyncGenerator<SheetRow[]> {
  let rows: SheetRow[] = [];
  let row: SheetRow = { line: 0, texts: [], flags: [] };
  let column = -1;
  let type = "n";
  let style: NumberStyle = "plain";
  let value = "";
  let isInValue = false;
  const inline = makeTextCollector();
  const parser = makeXmlParser({ open, text, close }, fileName);
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    parser.write(decoder.decode(chunk, { stream: true }));
    if (rows.length > 0) yield rows;
    rows = [];
  }
  parser.write(decoder.decode()).close();
  if (rows.length > 0) yield rows;

  function open(name: string, attributes: Record<string, string>): void {
    if (name === "row") {
      row = { line: attributes.r ? Number(attributes.r) : row.line + 1, texts: [], flags: [] };
      column = -1;
    } else if (name === "c") {
      column = attributes.r ? columnOf(attributes.r) : column + 1;
      type = attributes.t ?? "n";
      style = workbook.styles[Number(attributes.s ?? 0)] ?? "plain";
      value = "";
      inline.begin();
    } else if (name === "v") isInValue = true;
    else inline.open(name);
  }

  function text(part: string): void {
    if (isInValue) value += part;
    else inline.add(part);
  }

  function close(name: string): void {
    if (name === "v") isInValue = false;
    else if (name === "c") endCell();
    else if (name === "row" && row.texts.length > 0) rows.push(row);
    else inline.close(name);
  }

  function endCell(): void {
    if (type === "e") {
      if (finds.errorCells++ === 0) finds.errorLine = row.line;
      return;
    }
    const isString = type === "s" || type === "str" || type === "inlineStr";
    const cell = toText();
    if (cell === null || cell === "") return;
    row.texts[column] = cell;
    if (isString) row.flags[column] = cellFlag.string;
  }

  function toText(): string | null {
    if (type === "s") return workbook.strings[Number(value)] ?? null;
    if (type === "inlineStr") return inline.value();
    if (type === "b") return value === "1" ? "true" : "false";
    if (type === "str" || type === "d" || value === "") return value;
    if (style !== "plain") return toDate(Number(value), style, workbook.is1904) ?? value;
    return toNumber(value);
  }
}

/** 0 for A, 27 for AB. */
function columnOf(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const letter = reference.charCodeAt(i) | 32;
    if (letter < 97 || letter > 122) break;
    column = column * 26 + letter - 96;
  }
  return column - 1;
}

/** Sheets keep 15 digits; the two more that stand in some files are noise of the double (19.989999999999998). */
function toNumber(text: string): string {
  if (text.length < 16 && !/[eE]/u.test(text)) return text;
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  const plain = String(Number(number.toPrecision(15)));
  return plain.includes("e") && !plain.includes("e-") && Number.isInteger(number) ? BigInt(number).toString() : plain;
}

const dayMs = 86_400_000;
const epoch1900 = Date.UTC(1899, 11, 30);
const epoch1904 = Date.UTC(1904, 0, 1);

/** A day count as `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM:SS` or `HH:MM:SS`; null when it is no day of a sheet. */
function toDate(days: number, style: NumberStyle, is1904: boolean): string | null {
  if (!Number.isFinite(days) || days < 0 || days > 2_958_466) return null;
  // Lotus took 1900 for a leap year; sheets still do, so days before 1 March 1900 are one off.
  const shifted = !is1904 && days < 60 ? days + 1 : days;
  const iso = new Date(Math.round(shifted * dayMs) + (is1904 ? epoch1904 : epoch1900)).toISOString();
  const time = iso.endsWith(".000Z") ? iso.slice(11, 19) : iso.slice(11, 23);
  if (style === "time") return days < 1 ? time : null;
  if (style === "date" && Number.isInteger(days)) return iso.slice(0, 10);
  return `${iso.slice(0, 10)}T${time}`;
}
