import type { CellValue, Field, FieldType } from "@weft/model/fields/field";
import type { Writing } from "../cells/read-cell.ts";
import { readCell } from "../cells/read-cell.ts";
import type { CellMeaning, ClipboardCell } from "./clipboard-cell.ts";
import { digitsOf } from "./office-cells.ts";

/** Text that a field's reader takes for what a cell means; undefined where a meaning is of no use to the type. */
type Telling = (means: CellMeaning, text: string) => string | undefined;

const ofKind =
  (kind: CellMeaning["kind"]): Telling =>
  (means) =>
    means.kind === kind ? means.value : undefined;

const tellings: Partial<Record<FieldType, Telling>> = {
  number: ofKind("number"),
  boolean: (means) => (means.kind === "boolean" || /^[01]$/.test(means.value) ? means.value : undefined),
  // A time of day that is not shown is not meant where days are kept.
  date: ({ kind, value }, text) =>
    kind === "date" || (kind === "datetime" && !text.includes(":")) ? value.slice(0, 10) : undefined,
  datetime: ({ kind, value }) => (kind === "date" || kind === "datetime" ? value : undefined),
  url: ofKind("link"),
  email: ({ kind, value }) => (kind === "link" ? /^mailto:([^?]+)/i.exec(value)?.[1] : undefined),
};

/**
 * What a pasted cell is in a field: what it means where the clipboard tells and the type can hold it, else what its text
 * says in the person's own way of writing; text that cannot be read here goes to the server as it stands.
 */
export function pastedValue({ text, means }: ClipboardCell, field: Field, writing: Writing): CellValue {
  const told = means && tellings[field.type]?.(means, text);
  if (told !== undefined) {
    const meant = readCell(told, field, { ...writing, locale: "en" });
    if (!meant.fault) return meant.value;
  }
  const isFree = field.type === "text" || field.type === "long_text";
  // Excel shows a number that has no room as hashes.
  if (isFree && means && /^#+$/.test(text)) return means.value;
  const reading = readCell(text, field, writing);
  if (!reading.fault) return reading.value;
  const bare = field.type === "number" && !means ? readDressedNumber(text, field, writing) : undefined;
  return bare ?? text;
}

/** A number as spreadsheets show it: with a currency, in parentheses where it is negative, in percent, with an exponent. */
function readDressedNumber(text: string, field: Field, writing: Writing): CellValue | undefined {
  const isNegative = /^[^\d()]*\([^()]*\)\s*$/.test(text);
  const isPercent = /%\s*$/.test(text);
  const bare = (isNegative ? text.replace(/[()]/g, "") : text)
    .replace(/\s|%\s*$/g, "")
    .replace(/^([+-]?)(?:\p{Sc}|[A-Z]{3}(?=[\d+-]))/u, "$1")
    .replace(/(?:\p{Sc}|(?<=\d)[A-Z]{3})$/u, "");
  const [, mantissa = "", exponent = "0"] = /^(.+?)(?:e([+-]\d{1,3}))?$/i.exec(bare) ?? [];
  const plain = readCell(mantissa, { ...field, type: "number", options: { decimals: null } }, writing);
  if (plain.fault || plain.value === null || (isNegative && /^[+-]/.test(bare))) return undefined;
  const digits = digitsOf(`${String(plain.value)}e${Number(exponent) - (isPercent ? 2 : 0)}`);
  const reading = readCell(`${isNegative ? "-" : ""}${digits}`, field, { ...writing, locale: "en" });
  return reading.fault ? undefined : reading.value;
}
