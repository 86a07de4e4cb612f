import type { FieldShape } from "../fields/field.ts";
import { cellClass, cellClasses, dateForm, dateKind, formOf, kindOf } from "./cell-class.ts";

/** How values of a column are written, besides their type. */
export interface ValueReading {
  shape: FieldShape;
  dateOrder?: "ymd" | "dmy" | "mdy";
  decimalMark?: "." | ",";
}

/** What becomes of a cell of some class: kept, no value, or refused. */
export const fate = { refused: 0, kept: 1, none: 2 } as const;

const whole = [cellClass.bit, cellClass.integer, cellClass.longDigits, cellClass.leadingZeros, cellClass.grouped];
const always = [...whole, cellClass.hugeDigits];
const point = [
  cellClass.dot,
  cellClass.dotZero,
  cellClass.dot3,
  cellClass.comma3,
  cellClass.groupedDot,
  cellClass.groupedDotInteger,
  cellClass.exponent,
  cellClass.exponentBare,
];
const comma = [
  cellClass.comma,
  cellClass.commaZero,
  cellClass.comma3,
  cellClass.dot3,
  cellClass.groupedComma,
  cellClass.groupedCommaInteger,
];
const wholePoint = [cellClass.dotZero, cellClass.comma3, cellClass.groupedDotInteger];
const wholeComma = [cellClass.commaZero, cellClass.dot3, cellClass.groupedCommaInteger];

function fitsNumber(reading: ValueReading, cls: number): boolean {
  const isComma = reading.decimalMark === ",";
  const { decimals } = reading.shape.options as { decimals: number | null };
  if (decimals === 0)
    return (whole as number[]).includes(cls) || (isComma ? wholeComma : wholePoint).includes(cls as never);
  return (always as number[]).includes(cls) || (isComma ? comma : point).includes(cls as never);
}

function fitsDate(reading: ValueReading, cls: number): boolean {
  const kind = kindOf(cls);
  if (kind < 0) return false;
  const form = formOf(cls);
  const order = reading.dateOrder ?? "ymd";
  const isFree = form === dateForm.iso || form === dateForm.named || form === dateForm.same;
  if (!isFree && order === "ymd") return false;
  if ((form === dateForm.dmy && order === "mdy") || (form === dateForm.mdy && order === "dmy")) return false;
  if (reading.shape.type === "date") return kind === dateKind.date || kind === dateKind.midnight;
  return reading.shape.options && "zoned" in reading.shape.options && reading.shape.options.zoned
    ? kind === dateKind.zoned
    : kind !== dateKind.zoned;
}

const fitsByType: Record<FieldShape["type"], (reading: ValueReading, cls: number) => boolean> = {
  text: () => true,
  long_text: () => true,
  choice: () => true,
  number: fitsNumber,
  boolean: (_, cls) => cls === cellClass.boolean || cls === cellClass.bit,
  date: fitsDate,
  datetime: fitsDate,
  url: (_, cls) => cls === cellClass.url,
  email: (_, cls) => cls === cellClass.email,
  json: (_, cls) => cls === cellClass.json,
};

/** Types that keep a cell as it stands: there `NA` and `-` are values. */
export const plainTypes: ReadonlySet<string> = new Set(["text", "long_text", "choice"]);

/** The `fate` of each cell class under a reading, by class number. */
export function fatesOf(reading: ValueReading): Uint8Array {
  const fates = new Uint8Array(cellClasses);
  const fits = fitsByType[reading.shape.type];
  for (let cls = 0; cls < cellClasses; cls++) fates[cls] = fits(reading, cls) ? fate.kept : fate.refused;
  fates[cellClass.empty] = fate.none;
  if (!plainTypes.has(reading.shape.type)) fates[cellClass.nullMark] = fate.none;
  fates[cellClass.invalid] = fate.refused;
  return fates;
}
