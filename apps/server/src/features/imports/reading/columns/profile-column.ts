import type { ColumnProfile, ColumnReading } from "@weft/api/import-shapes";
import { fate, fatesOf, plainTypes } from "@weft/model/values/fits";
import { cellClass, cellClasses, dateForm, formOf } from "@weft/model/values/cell-class";
import type { ColumnName } from "./column-names.ts";
import type { ColumnTally, Example } from "./column-tally.ts";
import type { Detected, FileHints } from "./detect-type.ts";
import { countFits, detectType, makeChoices, makeReading } from "./detect-type.ts";

const examplesMax = 5;

export interface ProfileInput {
  tally: ColumnTally;
  name: ColumnName;
  index: number;
  /** The format's own type (Parquet), which wins over what the cells look like. */
  declared?: ColumnReading | null;
}

/** Profiles of all columns: those that leave no doubt first, since they decide what the doubtful ones mean. */
export function profileColumns(
  inputs: ProfileInput[],
  options: { hasTypes: boolean; text: boolean; decimalMark: "," | null },
): ColumnProfile[] {
  const hints: FileHints = { dateOrder: null, decimalMark: options.decimalMark, hasTypes: options.hasTypes };
  const first = inputs.map(({ tally }) => detectType(tally, hints));
  const sure = findSure(first, inputs);
  hints.dateOrder = sure.dateOrder;
  hints.decimalMark = sure.decimalMark ?? options.decimalMark;
  return inputs.map((input, i) => {
    const isOpen = first[i]!.notes.some((note) => note.startsWith("ambiguous"));
    const detected = isOpen ? detectType(input.tally, hints) : first[i]!;
    return profileColumn(input, detected, options.text);
  });
}

/** The date order and decimal mark of columns without doubt, when they agree. */
function findSure(detected: Detected[], inputs: ProfileInput[]): Pick<FileHints, "dateOrder" | "decimalMark"> {
  const orders = new Set<"dmy" | "mdy">();
  const marks = new Set<"." | ",">();
  for (const [i, { reading, notes }] of detected.entries()) {
    if (notes.length > 0) continue;
    const { type } = reading.shape;
    const { counts } = inputs[i]!.tally;
    if ((type === "date" || type === "datetime") && reading.dateOrder !== "ymd" && hasForm(counts))
      orders.add(reading.dateOrder);
    if (type === "number" && counts.subarray(cellClass.dot, cellClass.exponent).some((count) => count > 0)) {
      marks.add(reading.decimalMark);
    }
  }
  return { dateOrder: only(orders), decimalMark: only(marks) };
}

function hasForm(counts: Float64Array): boolean {
  return counts.some(
    (count, cls) =>
      cls >= cellClass.date && count > 0 && (formOf(cls) === dateForm.dmy || formOf(cls) === dateForm.mdy),
  );
}

function only<T>(set: Set<T>): T | null {
  return set.size === 1 ? [...set][0]! : null;
}

function profileColumn(input: ProfileInput, found: Detected, asText: boolean): ColumnProfile {
  const { tally, name, declared } = input;
  const textReading = makeReading({ type: "text", options: {} });
  const detected = asText ? textReading : (declared ?? found.reading);
  const keepsEmpty = tally.emptyTexts > 0 && tally.noValues > 0;
  const isPlain = plainTypes.has(detected.shape.type);
  const all = tally.counts.reduce((total, count) => total + count, 0);
  const empty = tally.counts[cellClass.empty]! + (isPlain ? 0 : tally.counts[cellClass.nullMark]!);
  const notes: ColumnProfile["notes"] = declared ? [] : [...found.notes];
  if (name.isDuplicate) notes.push("duplicate_name");
  if (name.isEmpty) notes.push("empty_name");
  return {
    index: input.index,
    header: name.header,
    name: name.name,
    detected: keepsEmpty && isPlain ? { ...detected, keepsEmpty } : detected,
    empty,
    filled: all - empty,
    distinct: tally.distinct.isOver ? null : tally.distinct.size,
    lengthMax: tally.lengthMax,
    examples: firstExamples(tally),
    candidates: makeCandidates(tally, detected, keepsEmpty),
    notes,
  };
}

function firstExamples(tally: ColumnTally): string[] {
  return tally.distinct
    .first()
    .slice(0, examplesMax)
    .map(({ text }) => text);
}

function byLine(a: Example, b: Example): number {
  return a.line - b.line;
}

/** Every reading a person may choose, the detected one first; those that only differ in how values are written are there when some cell fits. */
function makeCandidates(tally: ColumnTally, detected: ColumnReading, keepsEmpty: boolean): ColumnProfile["candidates"] {
  const readings: ColumnReading[] = [detected];
  const offer = (reading: ColumnReading, isAlways: boolean) => {
    if (readings.some((other) => isSame(other, reading))) return;
    if (isAlways || countFits(tally, reading).fits > 0) readings.push(reading);
  };
  const plain = keepsEmpty ? { keepsEmpty } : {};
  offer(makeReading({ type: "text", options: {} }, plain), true);
  offer(makeReading({ type: "long_text", options: {} }, plain), true);
  const names = tally.distinct.isOver
    ? []
    : tally.distinct
        .first()
        .map((value) => value.text.trim())
        .filter((name) => name !== "");
  const choices = tally.distinct.size <= 60 ? makeChoices([...new Set(names)]) : [];
  offer(makeReading({ type: "choice", options: { choices } }), true);
  for (const decimals of [null, 0]) {
    offer(makeReading({ type: "number", options: { decimals } }), true);
    offer(makeReading({ type: "number", options: { decimals } }, { decimalMark: "," }), hasMarks(tally));
  }
  offer(makeReading({ type: "boolean", options: {} }), true);
  const hasOrders = tally.counts.some((count, cls) => count > 0 && cls >= cellClass.date && formOf(cls) % 5 !== 0);
  for (const dateOrder of hasOrders ? (["dmy", "mdy"] as const) : (["ymd"] as const)) {
    offer(makeReading({ type: "date", options: {} }, { dateOrder }), true);
    for (const zoned of [false, true])
      offer(makeReading({ type: "datetime", options: { zoned } }, { dateOrder }), !zoned);
  }
  for (const type of ["url", "email", "json"] as const) offer(makeReading({ type, options: {} }), true);
  return readings.map((reading) => ({
    reading,
    ...countFits(tally, reading),
    examples: misfitExamples(tally, reading),
  }));
}

function hasMarks(tally: ColumnTally): boolean {
  return tally.counts.subarray(cellClass.dot, cellClass.grouped).some((count) => count > 0);
}

function isSame(a: ColumnReading, b: ColumnReading): boolean {
  if (a.shape.type !== b.shape.type) return false;
  if (a.shape.type === "choice" || plainTypes.has(a.shape.type)) return true;
  if (JSON.stringify(a.shape.options) !== JSON.stringify(b.shape.options)) return false;
  if (a.shape.type === "number") return a.decimalMark === b.decimalMark;
  return a.dateOrder === b.dateOrder || (a.shape.type !== "date" && a.shape.type !== "datetime");
}

function misfitExamples(tally: ColumnTally, reading: ColumnReading): Example[] {
  const fates = fatesOf(reading);
  const misfits: Example[] = [];
  for (let cls = 0; cls < cellClasses; cls++) if (fates[cls] === fate.refused) misfits.push(...tally.examples[cls]!);
  return misfits.sort(byLine).slice(0, examplesMax);
}
