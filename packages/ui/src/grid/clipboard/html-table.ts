import type { HtmlTag } from "./html-tags.ts";
import { readTag, withCharacters } from "./html-tags.ts";

/** A cell of a table in HTML: its text, and what its tag says (names in small letters). */
export interface HtmlCell {
  text: string;
  attributes: ReadonlyMap<string, string>;
  /** The address of the last link in it. */
  href?: string;
}

/** What an HTML text holds for a grid. */
export interface HtmlCells {
  rows: HtmlCell[][];
  /** There is text besides the table: what was copied is more than a table. */
  hasMore: boolean;
  /** The texts of its style sheets. */
  styles: string;
}

/** What a table can cover at most; more is a mistake or malice. */
const spanMax = 1000;
const cellsMax = 2_000_000;

/** Elements whose text is not for reading; LibreOffice puts a cell's note into a `comment` of its own. */
const unread = new Set(["style", "script", "title", "comment", "textarea", "template", "noscript", "xml"]);
const lineEnds = new Set(["p", "div", "li"]);
/** Stands for a line break until white space, which means nothing in HTML, has been joined. */
const breakMark = "\v";

interface OpenCell {
  attributes: Map<string, string>;
  parts: string[];
  href?: string;
}

/** How far a text has been read. */
interface Reading {
  html: string;
  /** LibreOffice writes the spaces and tabs of a cell as they are; others write `&nbsp;` or style them. */
  isRaw: boolean;
  rows: HtmlCell[][];
  row: HtmlCell[] | null;
  isRowHidden: boolean;
  cell: OpenCell | null;
  /** The one cell that Google Sheets gives without a table. */
  single: OpenCell | null;
  /** How many more rows each column is covered from above. */
  covered: number[];
  cells: number;
  tables: number;
  /** How many tables are open. */
  depth: number;
  isNested: boolean;
  hasMore: boolean;
  styles: string;
}

/**
 * Cells of the one table in an HTML text, as office programs and web pages put it on the clipboard, or of the single cell
 * that Google Sheets puts there without a table; undefined when there is none, or tables within tables, which only lay out
 * a page. A merged cell's text stands in its first cell, the others it covers are empty; hidden rows and cells are left out.
 * Markup is read letter by letter and never made into a document: nothing in it can run or be fetched.
 */
export function readHtmlCells(html: string): HtmlCells | undefined {
  const reading = begin(html);
  let at = 0;
  while (at < html.length) {
    const next = html.indexOf("<", at);
    addText(reading, html.slice(at, next === -1 ? html.length : next));
    if (next === -1) break;
    const tag = readTag(html, next);
    at = tag?.end ?? next + 1;
    if (!tag) addText(reading, "<");
    else if (tag.isClosing) close(reading, tag.name);
    else if (unread.has(tag.name)) at = skip(reading, tag);
    else if (tag.name !== "") open(reading, tag);
  }
  closeRow(reading);
  const { rows, single, tables, styles, hasMore } = reading;
  if (tables === 0 && single) return { rows: [[made(single, false)]], styles, hasMore };
  if (rows.length === 0 || reading.isNested || reading.cells > cellsMax) return undefined;
  return { rows, styles, hasMore: hasMore || tables > 1 };
}

function begin(html: string): Reading {
  const isRaw = /content="(libre|open)office/i.test(html.slice(0, 1000));
  const found = { rows: [], covered: [], cells: 0, tables: 0, depth: 0, isNested: false, hasMore: false, styles: "" };
  return { html, isRaw, row: null, isRowHidden: false, cell: null, single: null, ...found };
}

function addText(reading: Reading, text: string): void {
  const into = reading.cell ?? (reading.depth === 0 ? reading.single : null);
  if (into) into.parts.push(text);
  else if (reading.depth === 0 && /\S/.test(text) && withCharacters(text).trim() !== "") reading.hasMore = true;
}

/** Passes over an element whose text is not for reading; says where it ends. */
function skip(reading: Reading, { name, end }: HtmlTag): number {
  const closing = new RegExp(`</${name}\\b[^>]*>`, "gi");
  closing.lastIndex = end;
  const found = closing.exec(reading.html);
  if (name === "style") reading.styles += reading.html.slice(end, found?.index);
  return found ? closing.lastIndex : reading.html.length;
}

function open(reading: Reading, { name, attributes }: HtmlTag): void {
  const { cell, depth } = reading;
  if (name === "table") {
    reading.depth += 1;
    reading.tables += 1;
    reading.isNested ||= depth > 0;
  } else if (name === "br") (cell ?? reading.single)?.parts.push(breakMark);
  else if (name === "a" && attributes.has("href") && cell) cell.href = attributes.get("href")!;
  else if (depth === 0 && attributes.has("data-sheets-value")) reading.single ??= { attributes, parts: [] };
  else if (depth === 1 && name === "tr") {
    closeRow(reading);
    reading.row = [];
    reading.isRowHidden = isHidden(attributes);
  } else if (depth === 1 && (name === "td" || name === "th")) {
    closeCell(reading);
    reading.row ??= [];
    reading.cell = { attributes, parts: [] };
  }
}

/** Closing tags may be left out, as HTML allows. */
function close(reading: Reading, name: string): void {
  if (name === "table") {
    closeRow(reading);
    reading.depth = Math.max(0, reading.depth - 1);
  } else if (name === "tr") closeRow(reading);
  else if (name === "td" || name === "th") closeCell(reading);
  else if (lineEnds.has(name)) reading.cell?.parts.push(breakMark);
}

function closeRow(reading: Reading): void {
  closeCell(reading);
  const { row } = reading;
  if (!row) return;
  addCovered(reading, row);
  if (row.length > 0 && !reading.isRowHidden) reading.rows.push(row);
  reading.row = null;
  reading.isRowHidden = false;
}

function closeCell(reading: Reading): void {
  const { cell, row, covered } = reading;
  reading.cell = null;
  if (!cell || !row || isHidden(cell.attributes)) return;
  addCovered(reading, row);
  const across = spanOf(cell.attributes, "colspan");
  const down = spanOf(cell.attributes, "rowspan");
  reading.cells += across;
  for (let at = 0; at < across && reading.cells <= cellsMax; at += 1) {
    covered[row.length] = down - 1;
    row.push(at === 0 ? made(cell, reading.isRaw) : empty);
  }
}

function addCovered(reading: Reading, row: HtmlCell[]): void {
  const { covered } = reading;
  while ((covered[row.length] ?? 0) > 0 && reading.cells <= cellsMax) {
    covered[row.length]! -= 1;
    reading.cells += 1;
    row.push(empty);
  }
}

const empty: HtmlCell = { text: "", attributes: new Map() };

function isHidden(attributes: ReadonlyMap<string, string>): boolean {
  return /display\s*:\s*none/i.test(attributes.get("style") ?? "");
}

function spanOf(attributes: ReadonlyMap<string, string>, name: string): number {
  return Math.min(spanMax, Math.max(1, Number.parseInt(attributes.get(name) ?? "1", 10) || 1));
}

function made({ attributes, parts, href }: OpenCell, isRaw: boolean): HtmlCell {
  const source = parts.join("");
  const joined = isRaw
    ? source.replace(/^[ \t]*[\r\n]\s*|[ \t]*[\r\n]\s*$/g, "").replace(/[ \t]*[\r\n][ \t\r\n]*/g, " ")
    : source
        .replace(/[ \t\r\n]+/g, " ")
        .trim()
        .replace(/ ?\v ?/g, breakMark);
  const text = withCharacters(joined).replace(/\v+$/, "").replaceAll(breakMark, "\n");
  return { text, attributes, ...(href ? { href } : {}) };
}
