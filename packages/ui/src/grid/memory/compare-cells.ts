import type { CellValue, Field } from "@weft/model/fields/field";
import { compareNumbers } from "@weft/model/values/numbers";
import { compareDatetimes } from "@weft/model/values/times";
import { wallClockOf } from "@weft/model/values/wall-clock";

type Compare = (a: CellValue, b: CellValue) => number;

/** As `weft.natural_order` of the server: digits by their number, case and accents last of all. */
const natural = new Intl.Collator("und", { numeric: true, sensitivity: "accent" });

function byText(a: CellValue, b: CellValue): number {
  return natural.compare(String(a), String(b)) || bySign(a, b);
}

function bySign(a: CellValue, b: CellValue): number {
  return a === b ? 0 : (a as string) < (b as string) ? -1 : 1;
}

/** Moments written alike, as cells nearly always are, compare as texts do: a twentieth of the time. */
function byMoment(a: CellValue, b: CellValue): number {
  const [one, other] = [String(a), String(b)];
  const isAlike = one.length === other.length && (one.endsWith("Z") ? other.endsWith("Z") : one.length === 19);
  return isAlike ? bySign(one, other) : compareDatetimes(one, other);
}

/** Which of two filled cells of a field comes first. */
export function compareCells(field: Field): Compare {
  if (field.type === "number") return (a, b) => compareNumbers(a as string | number, b as string | number);
  if (field.type === "datetime") return byMoment;
  if (field.type === "date" || field.type === "boolean") return bySign;
  return byText;
}

/** The day of a date with time, as people in `zone` see it. */
export function dayOf(value: CellValue, field: Field, zone: string): CellValue {
  if (value === null) return null;
  const isZoned = field.type === "datetime" && field.options.zoned;
  return ((isZoned ? wallClockOf(String(value), zone) : undefined) ?? String(value)).slice(0, 10);
}

/** A cell with empty text as null: what counts as filled. */
export function filledCell(value: CellValue | undefined): CellValue {
  return value === undefined || value === "" ? null : value;
}
