import type { ColumnProfile, ColumnReading } from "@weft/api/import-shapes";
import type { FieldShape } from "@weft/model/fields/field";
import { choiceColors } from "@weft/model/fields/field";
import { cellClass, cellClasses, dateForm, dateKind, formOf, kindOf } from "@weft/model/values/cell-class";
import type { ValueReading } from "@weft/model/values/fits";
import { fate, fatesOf } from "@weft/model/values/fits";
import { isOnePair } from "@weft/model/values/word-class";
import type { ColumnTally } from "./column-tally.ts";

type Note = ColumnProfile["notes"][number];

/** What the other columns of the file say. */
export interface FileHints {
  /** A column whose values leave no doubt was read so. */
  dateOrder: "dmy" | "mdy" | null;
  decimalMark: "." | "," | null;
  /** The format tells numbers from strings (JSON, XLSX): a long number is a number. */
  hasTypes: boolean;
}

export interface Detected {
  reading: ColumnReading;
  notes: Note[];
}

const text: ColumnReading = { shape: { type: "text", options: {} }, dateOrder: "ymd", decimalMark: "." };
/** Longer text gets the field type for long text. */
const textLengthMax = 300;

export function makeReading(shape: FieldShape, more: Partial<ColumnReading> = {}): ColumnReading {
  return { ...text, shape, ...more };
}

/** How many cells a reading keeps and refuses. */
export function countFits(tally: ColumnTally, reading: ValueReading): { fits: number; misfits: number } {
  const fates = fatesOf(reading);
  let fits = 0;
  let misfits = 0;
  for (let cls = 0; cls < cellClasses; cls++) {
    if (fates[cls] === fate.kept) fits += tally.counts[cls]!;
    else if (fates[cls] === fate.refused) misfits += tally.counts[cls]!;
  }
  return { fits, misfits };
}

/** The type a person would expect: one that every filled cell of the file fits, else text. */
export function detectType(tally: ColumnTally, hints: FileHints): Detected {
  const { counts } = tally;
  const filled = sum(counts, 1);
  if (filled === 0) return { reading: text, notes: ["all_empty"] };
  if (filled === counts[cellClass.nullMark]) return { reading: text, notes: [] };
  const found =
    detectNumber(tally, hints) ??
    detectBoolean(tally) ??
    detectDate(tally, hints) ??
    detectOnly(tally, cellClass.url, { type: "url", options: {} }) ??
    detectOnly(tally, cellClass.email, { type: "email", options: {} }) ??
    detectOnly(tally, cellClass.json, { type: "json", options: {} });
  if (found) return found;
  const reading = makeReading(detectText(tally, filled));
  return { reading, notes: isMixed(tally, filled) ? ["mixed"] : [] };
}

function sum(counts: Float64Array, from: number, to = cellClasses): number {
  let total = 0;
  for (let cls = from; cls < to; cls++) total += counts[cls]!;
  return total;
}

/** Filled cells that are neither null marks nor of the classes `from` to before `to`. */
function othersThan(tally: ColumnTally, from: number, to: number): number {
  return sum(tally.counts, cellClass.bit) - sum(tally.counts, from, to);
}

function detectOnly(tally: ColumnTally, cls: number, shape: FieldShape): Detected | null {
  return othersThan(tally, cls, cls + 1) === 0 ? { reading: makeReading(shape), notes: [] } : null;
}

function detectNumber(tally: ColumnTally, hints: FileHints): Detected | null {
  const { counts } = tally;
  if (othersThan(tally, cellClass.bit, cellClass.boolean) > 0) return null;
  if (counts[cellClass.leadingZeros]! > 0) return { reading: text, notes: ["leading_zeros"] };
  if (tally.stringValues > 0) return { reading: text, notes: [] };
  if (!hints.hasTypes) {
    if (counts[cellClass.longDigits]! + counts[cellClass.hugeDigits]! > 0)
      return { reading: text, notes: ["long_digits"] };
    if (counts[cellClass.exponentBare]! > 0) return { reading: text, notes: ["mixed"] };
  }
  // 123 456 789 in every cell is a number of a person or a firm, not a quantity.
  const isAllGrouped = sum(counts, cellClass.bit, cellClass.boolean) === counts[cellClass.grouped];
  if (isAllGrouped && tally.lengthMin === tally.lengthMax && tally.lengthMax > 7) return { reading: text, notes: [] };
  const notes: Note[] = [];
  const decimalMark = chooseMark(tally, hints, notes);
  if (decimalMark === null) return { reading: text, notes: ["mixed"] };
  const zeros = counts[cellClass.dotZero]! + counts[cellClass.commaZero]!;
  const isWhole =
    zeros === 0 && countFits(tally, { shape: { type: "number", options: { decimals: 0 } }, decimalMark }).misfits === 0;
  const decimals = isWhole ? 0 : hints.hasTypes ? null : findScale(tally, decimalMark);
  return { reading: makeReading({ type: "number", options: { decimals } }, { decimalMark }), notes };
}

const scaleMost = 6;
const decimalClasses = {
  ".": [cellClass.dot, cellClass.dotZero, cellClass.dot3, cellClass.groupedDot],
  ",": [cellClass.comma, cellClass.commaZero, cellClass.comma3, cellClass.groupedComma],
} as const;

/**
 * How many decimals every number of the column is written with, as amounts are; null when they differ, or are too many
 * to be meant. Formats with types write 1.50 as 1.5, so there it tells nothing.
 */
function findScale(tally: ColumnTally, decimalMark: "." | ","): number | null {
  if (tally.scaleMin !== tally.scaleMax || tally.scaleMax > scaleMost) return null;
  const withMark = decimalClasses[decimalMark].reduce((total, cls) => total + tally.counts[cls]!, 0);
  return withMark === sum(tally.counts, cellClass.bit, cellClass.boolean) ? tally.scaleMax : null;
}

/** The decimal mark that explains every number of the column; null when none does. */
function chooseMark(tally: ColumnTally, hints: FileHints, notes: Note[]): "." | "," | null {
  const { counts } = tally;
  const shape: FieldShape = { type: "number", options: { decimals: null } };
  const fitsPoint = countFits(tally, { shape, decimalMark: "." }).misfits === 0;
  const fitsComma = countFits(tally, { shape, decimalMark: "," }).misfits === 0;
  if (fitsPoint !== fitsComma) return fitsPoint ? "." : ",";
  if (!fitsPoint) return null;
  const points = counts[cellClass.dot3]!;
  const commas = counts[cellClass.comma3]!;
  if (points === 0 && commas === 0) return ".";
  if (points > 0 && commas > 0) return null;
  notes.push("ambiguous_decimal_mark");
  return hints.decimalMark ?? ".";
}

function detectBoolean(tally: ColumnTally): Detected | null {
  if (othersThan(tally, cellClass.boolean, cellClass.boolean + 1) > 0) return null;
  if (tally.stringValues > 0 || !isOnePair(tally.booleanBits)) return null;
  return { reading: makeReading({ type: "boolean", options: {} }), notes: [] };
}

function detectDate(tally: ColumnTally, hints: FileHints): Detected | null {
  if (othersThan(tally, cellClass.date, cellClasses) > 0) return null;
  const notes: Note[] = [];
  const dateOrder = chooseOrder(tally, hints, notes);
  if (dateOrder === null) return { reading: text, notes: ["mixed"] };
  const zoned = countKind(tally, dateKind.zoned);
  const others = sum(tally.counts, cellClass.date) - zoned;
  if (zoned > 0 && others > 0) return { reading: text, notes: ["mixed"] };
  const isDate = countKind(tally, dateKind.date) === others && zoned === 0;
  const shape: FieldShape = isDate
    ? { type: "date", options: {} }
    : { type: "datetime", options: { zoned: zoned > 0 } };
  return { reading: makeReading(shape, { dateOrder }), notes };
}

function countKind(tally: ColumnTally, kind: number): number {
  let total = 0;
  for (let cls = cellClass.date; cls < cellClasses; cls++) if (kindOf(cls) === kind) total += tally.counts[cls]!;
  return total;
}

function countForm(tally: ColumnTally, form: number): number {
  let total = 0;
  for (let cls = cellClass.date; cls < cellClasses; cls++) if (formOf(cls) === form) total += tally.counts[cls]!;
  return total;
}

/**
 * The order of day and month from all values. When both explain every value: the order of another column of the file;
 * else, when one of the two parts is always 1, that is the day (monthly figures); else day first, as most countries write.
 */
function chooseOrder(tally: ColumnTally, hints: FileHints, notes: Note[]): "ymd" | "dmy" | "mdy" | null {
  const dmy = countForm(tally, dateForm.dmy);
  const mdy = countForm(tally, dateForm.mdy);
  const both = countForm(tally, dateForm.both);
  if (dmy > 0 && mdy > 0) return null;
  if (dmy > 0) return "dmy";
  if (mdy > 0) return "mdy";
  if (both === 0) return countForm(tally, dateForm.same) > 0 ? (hints.dateOrder ?? "dmy") : "ymd";
  notes.push("ambiguous_date_order");
  if (hints.dateOrder !== null) return hints.dateOrder;
  const always1 = 1 << 1;
  if (tally.secondParts === always1 && both > 1) return "mdy";
  return "dmy";
}

/** Typed but for a few: those are worth a look. */
function isMixed(tally: ColumnTally, filled: number): boolean {
  const { text, nullMark, boolean } = cellClass;
  const plain = tally.counts[text]! + tally.counts[nullMark]! + tally.counts[boolean]!;
  return plain < filled && plain < filled * 0.5;
}

function detectText(tally: ColumnTally, filled: number): FieldShape {
  const choices = detectChoices(tally, filled);
  if (choices) return { type: "choice", options: { choices } };
  if (tally.multiline > 0 || tally.lengthMax > textLengthMax) return { type: "long_text", options: {} };
  return { type: "text", options: {} };
}

const choicesMax = 50;
const choiceLengthMax = 60;
const repeatsMin = 5;
const choiceRowsMin = 20;

/** The column's values as choices when few short ones repeat often; null when it is free text or codes. */
function detectChoices(tally: ColumnTally, filled: number) {
  const { distinct } = tally;
  if (distinct.isOver || distinct.size < 2 || distinct.size > choicesMax || filled < choiceRowsMin) return null;
  if (tally.lengthMax > choiceLengthMax || tally.multiline > 0 || tally.padded > 0 || tally.emptyTexts > 0) return null;
  const words = tally.counts[cellClass.text]! + tally.counts[cellClass.boolean]!;
  if (words === 0 || words + tally.counts[cellClass.nullMark]! < filled / 2) return null;
  const values = distinct.first();
  const single = values.filter(({ count }) => count === 1).length;
  if (filled / distinct.size < repeatsMin || single > Math.max(distinct.size / 4, filled / 500)) return null;
  return makeChoices(values.map((value) => value.text));
}

/** Choices with the given names, each with a colour in turn. */
export function makeChoices(names: string[]) {
  return names.map((name, index) => ({ name, color: choiceColors[index % choiceColors.length]! }));
}
