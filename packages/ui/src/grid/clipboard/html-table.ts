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

/**
 * Cells of the one table in an HTML text, as office programs and web pages put it on the clipboard, or of the single cell
 * that Google Sheets puts there without a table; undefined when there is none, or tables within tables, which only lay out
 * a page. A merged cell's text stands in its first cell, the others it covers are empty; hidden rows and cells are left out.
 * Markup is read letter by letter and never made into a document: nothing in it can run or be fetched.
 */
export function readHtmlCells(html: string): HtmlCells | undefined {
  const table = new TableReader(html);
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    table.addText(html.slice(at, open === -1 ? html.length : open));
    if (open === -1) break;
    const tag = readTag(html, open);
    at = tag?.end ?? open + 1;
    if (!tag) table.addText("<");
    else if (tag.name === "") continue;
    else if (tag.isClosing) table.close(tag.name);
    else if (unread.has(tag.name)) at = table.skip(tag);
    else table.open(tag);
  }
  return table.cells();
}

interface Tag {
  name: string;
  isClosing: boolean;
  attributes: Map<string, string>;
  end: number;
}

const nameEnd = /[\s/>]/g;
const attribute = /\s*([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?|\s*\//y;

/** The tag that begins at a `<`; without a name where it is a comment or a declaration, undefined where it is none. */
function readTag(html: string, from: number): Tag | undefined {
  const none = { name: "", isClosing: false, attributes: new Map<string, string>() };
  const end = (index: number, length: number) => (index === -1 ? html.length : index + length);
  if (html.startsWith("<!--", from)) return { ...none, end: end(html.indexOf("-->", from + 4), 3) };
  const first = html[from + 1] ?? "";
  if (first === "!" || first === "?") return { ...none, end: end(html.indexOf(">", from), 1) };
  const isClosing = first === "/";
  const nameAt = from + (isClosing ? 2 : 1);
  if (!/[a-z]/i.test(html[nameAt] ?? "")) return undefined;
  nameEnd.lastIndex = nameAt;
  let at = nameEnd.exec(html)?.index ?? html.length;
  const name = html.slice(nameAt, at).toLowerCase();
  const attributes = new Map<string, string>();
  while (at < html.length && html[at] !== ">") {
    attribute.lastIndex = at;
    const found = attribute.exec(html);
    if (!found || found[0] === "") at += 1;
    else {
      at = attribute.lastIndex;
      if (found[1]) attributes.set(found[1].toLowerCase(), withCharacters(found[2] ?? found[3] ?? found[4] ?? ""));
    }
  }
  return { name, isClosing, attributes, end: at + 1 };
}

interface OpenCell {
  attributes: Map<string, string>;
  parts: string[];
  href?: string;
}

/** Puts tags and texts, in their order, together to rows of cells; closing tags may be left out, as HTML allows. */
class TableReader {
  private readonly html: string;
  private readonly rows: HtmlCell[][] = [];
  /** How many more rows each column is covered from above. */
  private readonly covered: number[] = [];
  private row: HtmlCell[] | null = null;
  private cell: OpenCell | null = null;
  private depth = 0;
  private tables = 0;
  private count = 0;
  private isHidden = false;
  private isNested = false;
  private hasMore = false;
  private single: OpenCell | null = null;
  private styles = "";
  /** LibreOffice writes the spaces and tabs of a cell as they are; others write `&nbsp;` or style them. */
  private readonly isRaw: boolean;

  constructor(html: string) {
    this.html = html;
    this.isRaw = /content="(libre|open)office/i.test(html.slice(0, 1000));
  }

  addText(text: string): void {
    if (this.cell) this.cell.parts.push(text);
    else if (this.depth === 0 && /\S/.test(text) && withCharacters(text).trim() !== "") {
      if (this.single) this.single.parts.push(text);
      else this.hasMore = true;
    }
  }

  /** Passes over an element whose text is not for reading; says where it ends. */
  skip(tag: Tag): number {
    const closing = new RegExp(`</${tag.name}\\b[^>]*>`, "gi");
    closing.lastIndex = tag.end;
    const found = closing.exec(this.html);
    if (tag.name === "style") this.styles += this.html.slice(tag.end, found?.index);
    return found ? closing.lastIndex : this.html.length;
  }

  open({ name, attributes }: Tag): void {
    if (name === "table") {
      this.depth += 1;
      this.tables += 1;
      this.isNested ||= this.depth > 1;
    } else if (name === "br") (this.cell ?? this.single)?.parts.push(breakMark);
    else if (name === "a" && attributes.has("href") && this.cell) this.cell.href = attributes.get("href")!;
    else if (this.depth === 0 && attributes.has("data-sheets-value")) this.single ??= { attributes, parts: [] };
    else if (this.depth === 1 && name === "tr") this.openRow(attributes);
    else if (this.depth === 1 && (name === "td" || name === "th")) this.openCell(attributes);
  }

  close(name: string): void {
    if (name === "table") {
      this.closeRow();
      this.depth = Math.max(0, this.depth - 1);
    } else if (name === "tr") this.closeRow();
    else if (name === "td" || name === "th") this.closeCell();
    else if (lineEnds.has(name)) this.cell?.parts.push(breakMark);
  }

  cells(): HtmlCells | undefined {
    this.closeRow();
    const { styles, hasMore } = this;
    if (this.tables === 0 && this.single) return { rows: [[made(this.single, false)]], styles, hasMore };
    if (this.rows.length === 0 || this.isNested || this.count > cellsMax) return undefined;
    return { rows: this.rows, styles, hasMore: hasMore || this.tables > 1 };
  }

  private openRow(attributes: Map<string, string>): void {
    this.closeRow();
    this.row = [];
    this.isHidden = isHidden(attributes);
  }

  private closeRow(): void {
    this.closeCell();
    if (!this.row) return;
    this.skipCovered();
    if (this.row.length > 0 && !this.isHidden) this.rows.push(this.row);
    this.row = null;
  }

  private openCell(attributes: Map<string, string>): void {
    this.closeCell();
    this.row ??= [];
    this.cell = { attributes, parts: [] };
  }

  private closeCell(): void {
    const { cell, row } = this;
    this.cell = null;
    if (!cell || !row || isHidden(cell.attributes)) return;
    this.skipCovered();
    const across = spanOf(cell.attributes, "colspan");
    const down = spanOf(cell.attributes, "rowspan");
    this.count += across;
    for (let at = 0; at < across && this.count <= cellsMax; at += 1) {
      this.covered[row.length] = down - 1;
      row.push(at === 0 ? made(cell, this.isRaw) : empty);
    }
  }

  private skipCovered(): void {
    const row = this.row!;
    while ((this.covered[row.length] ?? 0) > 0 && this.count <= cellsMax) {
      this.covered[row.length]! -= 1;
      this.count += 1;
      row.push(empty);
    }
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
    : source.replace(/[ \t\r\n]+/g, " ").trim();
  const text = withCharacters(isRaw ? joined : joined.replace(/ ?\v ?/g, breakMark))
    .replace(/\v+$/, "")
    .replaceAll(breakMark, "\n");
  return { text, attributes, ...(href ? { href } : {}) };
}

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** Text with the characters that HTML names in their places. */
function withCharacters(html: string): string {
  if (!html.includes("&")) return html;
  return html.replace(/&(#x?[\da-f]+|[a-z]+);/gi, (whole, name: string) => characterOf(name.toLowerCase()) ?? whole);
}

function characterOf(name: string): string | undefined {
  if (!name.startsWith("#")) return named[name];
  const code = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
