import type { CellMeaning, ClipboardCell } from "./clipboard-cell.ts";
import type { HtmlCell, HtmlCells } from "./html-table.ts";
import { dateOrderOf, kindOfFormat, momentOf, readMoment } from "./number-format.ts";

/** Number formats by the class of a style sheet, as Excel writes them. */
type ClassFormats = ReadonlyMap<string, string>;

/** What one program's attributes say of a cell; undefined where they say nothing. */
type Dialect = (cell: HtmlCell, formats: ClassFormats) => ClipboardCell | undefined;

const dialects: readonly Dialect[] = [readSheetsCell, readLibreOfficeCell, readExcelCell];

/** Cells with what office programs say they mean, in attributes that browsers do not show. */
export function readOfficeCells({ rows, styles }: HtmlCells): ClipboardCell[][] {
  const formats = classFormats(styles);
  return rows.map((row) => row.map((cell) => readOfficeCell(cell, formats)));
}

function readOfficeCell(cell: HtmlCell, formats: ClassFormats): ClipboardCell {
  if (cell.attributes.size > 0)
    for (const read of dialects) {
      const found = read(cell, formats);
      if (found) return found;
    }
  return cell.href ? { text: cell.text, means: { kind: "link", value: cell.href } } : { text: cell.text };
}

/** Errors have a value of 0 beside them. */
function isError(text: string): boolean {
  return /^(#|err:)/i.test(text.trim());
}

/** What a number with a format is. */
function meaningOf(number: number | string, code: string, text: string): CellMeaning | undefined {
  if (isError(text) && !/^#+$/.test(text)) return undefined;
  const kind = kindOfFormat(code);
  if (kind === "moment") return momentOf(Number(number), text);
  if (kind === "boolean") return { kind, value: Number(number) === 0 ? "false" : "true" };
  const value = digitsOf(String(number));
  return value === undefined ? undefined : { kind: "number", value };
}

/** A number without an exponent; undefined when it is none, or longer than any field holds. */
export function digitsOf(number: string): string | undefined {
  const [, sign, whole, fraction = "", exponent = "0"] =
    /^([+-]?)(\d+)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i.exec(number.trim()) ?? [];
  const by = Number(exponent);
  if (whole === undefined || Math.abs(by) > 400) return undefined;
  const point = whole.length + by;
  const digits = whole + fraction;
  const left = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  const right = point >= 0 ? digits.slice(point) : "0".repeat(-point) + digits;
  return `${sign === "-" ? "-" : ""}${left.replace(/^0+(?=\d)/, "")}${right === "" ? "" : `.${right}`}`;
}

/**
 * Google Sheets: `data-sheets-value` is JSON, an object or a list whose places are 1 = type, 2 = text, 3 = number,
 * 4 = yes or no; `data-sheets-numberformat` likewise, its place 2 being the code. Later LibreOffice writes them too.
 */
function readSheetsCell({ text, attributes }: HtmlCell): ClipboardCell | undefined {
  const value = placesOf(attributes.get("data-sheets-value"));
  if (!value) return undefined;
  const code = placesOf(attributes.get("data-sheets-numberformat"))?.[2];
  if (value[1] === 4) return { text, means: { kind: "boolean", value: value[4] ? "true" : "false" } };
  if (value[1] === 3 && typeof value[3] === "number")
    return withMeaning(text, meaningOf(value[3], typeof code === "string" ? code : "", text));
  // Markup joins spaces, this text is as it was typed; it is taken for nothing else than what is shown.
  const exact = value[1] === 2 && typeof value[2] === "string" ? value[2] : text;
  return { text: exact.replace(/\s+/g, "") === text.replace(/\s+/g, "") ? exact : text };
}

function placesOf(json: string | undefined): Record<number, unknown> | undefined {
  if (!json) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? (value as Record<number, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** LibreOffice: `sdval` is the number, in the language's own digits, `sdnum` is `language;language of the format;code`. */
function readLibreOfficeCell({ text, attributes }: HtmlCell): ClipboardCell | undefined {
  const format = attributes.get("sdnum");
  const value = attributes.get("sdval");
  if (format === undefined) return undefined;
  if (value === undefined) return { text };
  return withMeaning(text, meaningOf(value.replace(",", "."), format.split(";").slice(2).join(";"), text));
}

/**
 * Excel: up to 2003 (and others that write for it) `x:num` and `x:bool` are the value; later ones give only what is shown,
 * and the format in a style, from which the order of a day's numbers is known.
 */
function readExcelCell({ text, attributes }: HtmlCell, formats: ClassFormats): ClipboardCell | undefined {
  const name = attributes.get("class");
  const format = formatIn(attributes.get("style") ?? "") ?? (name === undefined ? undefined : formats.get(name));
  if (attributes.has("x:bool"))
    return { text, means: { kind: "boolean", value: /^true$/i.test(attributes.get("x:bool")!) ? "true" : "false" } };
  if (attributes.has("x:num")) return withMeaning(text, meaningOf(attributes.get("x:num") || text, format ?? "", text));
  if (format === undefined || kindOfFormat(format) !== "moment") return undefined;
  const order = dateOrderOf(format);
  return order === undefined ? { text } : withMeaning(text, readMoment(text, order));
}

function withMeaning(text: string, means: CellMeaning | undefined): ClipboardCell {
  return means ? { text, means } : { text };
}

function classFormats(styles: string): ClassFormats {
  const formats = new Map<string, string>();
  if (!styles.includes("mso-number-format")) return formats;
  for (const [, name, rules] of styles.matchAll(/\.([\w-]+)\s*\{([^}]*)\}/g)) {
    const format = formatIn(rules!);
    if (format !== undefined) formats.set(name!, format);
  }
  return formats;
}

/** The format in a list of style rules, without the escapes of CSS. */
function formatIn(rules: string): string | undefined {
  const found = /mso-number-format:\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^;]+))/i.exec(rules);
  return (found?.[1] ?? found?.[2] ?? found?.[3])
    ?.replace(/\\([\da-f]{1,6}) ?|\\(.)/gi, (_, hex?: string, sign?: string) =>
      hex === undefined ? sign! : String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(hex, 16))),
    )
    .trim();
}
