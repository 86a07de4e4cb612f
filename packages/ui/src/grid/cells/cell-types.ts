import type { CellValue, ChoiceColor, Field, FieldType } from "@weft/model/fields/field";
import type { Writing } from "./read-cell.ts";
import { decimalPoint } from "./read-cell.ts";
import { wallClockOf } from "@weft/model/values/wall-clock";

/** How a cell is drawn. */
export type CellDisplay =
  | { kind: "empty" }
  | { kind: "text"; text: string }
  | { kind: "number"; text: string }
  | { kind: "code"; text: string }
  | { kind: "check"; isOn: boolean }
  | { kind: "pill"; text: string; color: ChoiceColor }
  | { kind: "link"; text: string; href: string };

/** Which editor opens over a cell. `toggle` has none: the cell changes at a touch. */
export type EditorKind = "line" | "lines" | "date" | "choice" | "json" | "toggle";

export interface CellType {
  icon: string;
  align: "start" | "end" | "center";
  editor: EditorKind;
  /** Width a new column starts with, in px. */
  widthPx: number;
  display(value: CellValue, field: Field, writing: Writing): CellDisplay;
  /** The text one edits and copies: reading it again gives the same value. */
  toText(value: CellValue, field: Field, writing: Writing): string;
}

const plain = { align: "start", display: asText, toText: String } as const;

/** What the grid knows of each field type. */
export const cellTypes: Record<FieldType, CellType> = {
  text: { ...plain, icon: "text", editor: "line", widthPx: 180 },
  long_text: { ...plain, icon: "lines", editor: "lines", widthPx: 260 },
  number: {
    icon: "number",
    align: "end",
    editor: "line",
    widthPx: 120,
    display: (value, field, writing) => ({ kind: "number", text: formatNumber(value, field, writing.locale) }),
    toText: (value, _field, { locale }) => digitsOf(value).replace(".", decimalPoint(locale)),
  },
  boolean: {
    icon: "check",
    align: "center",
    editor: "toggle",
    widthPx: 90,
    display: (value) => ({ kind: "check", isOn: value === true }),
    toText: (value) => (value === true ? "true" : "false"),
  },
  date: {
    icon: "date",
    align: "start",
    editor: "date",
    widthPx: 120,
    display: (value) => ({ kind: "number", text: String(value) }),
    toText: String,
  },
  datetime: {
    icon: "clock",
    align: "start",
    editor: "date",
    widthPx: 170,
    display: (value, field, writing) => ({ kind: "number", text: formatDatetime(value, field, writing) }),
    toText: (value, field, writing) => formatDatetime(value, field, writing),
  },
  choice: {
    icon: "choice",
    align: "start",
    editor: "choice",
    widthPx: 140,
    display: (value, field) => ({ kind: "pill", text: String(value), color: colorOf(field, String(value)) }),
    toText: String,
  },
  url: {
    ...plain,
    icon: "link",
    editor: "line",
    widthPx: 200,
    display: (value) => {
      const href = String(value);
      return /^(https?|ftp|mailto):/i.test(href)
        ? { kind: "link", text: href.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, ""), href }
        : { kind: "text", text: href };
    },
  },
  email: {
    ...plain,
    icon: "mail",
    editor: "line",
    widthPx: 200,
    display: (value) => ({ kind: "link", text: String(value), href: `mailto:${String(value)}` }),
  },
  json: {
    icon: "json",
    align: "start",
    editor: "json",
    widthPx: 220,
    display: (value) => ({ kind: "code", text: JSON.stringify(value).slice(0, shownLengthMax) }),
    toText: (value) => JSON.stringify(value),
  },
};

/** More than any column shows; a cell of 1 MB must not become 1 MB of layout in every row that passes by. */
const shownLengthMax = 400;

/** How a cell is to be drawn; null is empty in every type, but an unset yes/no is drawn as an empty box. */
export function displayOf(value: CellValue | undefined, field: Field, writing: Writing): CellDisplay {
  if (value === null || value === undefined)
    return field.type === "boolean" ? { kind: "check", isOn: false } : { kind: "empty" };
  return cellTypes[field.type].display(value, field, writing);
}

/** Which editor opens over a cell that holds a text: an input of one line would drop its line breaks. */
export function editorFor({ type }: Field, text: string): EditorKind {
  const { editor } = cellTypes[type];
  return editor === "line" && /[\r\n]/.test(text) ? "lines" : editor;
}

/** The text of a cell for editing and copying; empty for null. */
export function textOf(value: CellValue | undefined, field: Field, writing: Writing): string {
  return value === null || value === undefined ? "" : cellTypes[field.type].toText(value, field, writing);
}

function asText(value: CellValue): CellDisplay {
  // A row is one line high: line breaks are shown as spaces.
  return {
    kind: "text",
    text: String(value)
      .slice(0, shownLengthMax)
      .replace(/\s*[\r\n]+\s*/g, " "),
  };
}

const colors = new WeakMap<Field, Map<string, ChoiceColor>>();

function colorOf(field: Field, name: string): ChoiceColor {
  let byName = colors.get(field);
  if (!byName) {
    byName = new Map(field.type === "choice" ? field.options.choices.map((choice) => [choice.name, choice.color]) : []);
    colors.set(field, byName);
  }
  return byName.get(name) ?? "gray";
}

/** A number's digits; JavaScript writes very small and very big ones as 1e-7, which people do not. */
function digitsOf(value: CellValue): string {
  const text = String(value);
  const [, sign, whole = "", fraction = "", exponent] = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const zeros = "0".repeat(Math.max(0, Math.abs(Number(exponent)) - (Number(exponent) < 0 ? 1 : fraction.length)));
  return Number(exponent) < 0 ? `${sign}0.${zeros}${whole}${fraction}` : `${sign}${whole}${fraction}${zeros}`;
}

const numberFormats = new Map<string, Intl.NumberFormat>();

function formatNumber(value: CellValue, field: Field, locale: string): string {
  const decimals = field.type === "number" ? field.options.decimals : null;
  const key = `${locale} ${decimals}`;
  let format = numberFormats.get(key);
  if (!format) {
    // min2: 2024 stays 2024 and 12345 becomes 12,345, so that years read as years; amounts are grouped throughout.
    const useGrouping = decimals ? "always" : "min2";
    const digits = decimals === null ? { maximumFractionDigits: 20 } : { minimumFractionDigits: decimals };
    format = new Intl.NumberFormat(locale, { useGrouping, maximumFractionDigits: 20, ...digits });
    numberFormats.set(key, format);
  }
  // A string of digits is formatted exactly, not through a double.
  return format.format(value as Intl.StringNumericLiteral);
}

function formatDatetime(value: CellValue, field: Field, { timeZone }: Writing): string {
  const text = String(value);
  const isZoned = field.type === "datetime" && field.options.zoned;
  const clock = isZoned ? wallClockOf(text, timeZone) : undefined;
  const wall = clock === undefined ? text : clock + (/\.\d+/.exec(text)?.[0] ?? "");
  return wall.replace("T", " ").replace(/:00(\.0+)?$/, "");
}
