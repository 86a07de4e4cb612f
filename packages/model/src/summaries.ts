import type { CellValue, FieldType } from "./fields/field.ts";

/** What can be told of a column as a whole. */
export const summaryKinds = [
  "count",
  "filled",
  "empty",
  "filled_share",
  "unique",
  "sum",
  "mean",
  "median",
  "min",
  "max",
  "range",
  "histogram",
] as const;
export type SummaryKind = (typeof summaryKinds)[number];

const counts = ["count", "filled", "empty", "filled_share"] as const;
const texts = [...counts, "unique"] as const;

/** Which kinds fit a field of each type, in the order a menu shows them. */
export const summariesOf: Record<FieldType, readonly SummaryKind[]> = {
  text: texts,
  long_text: texts,
  number: [...texts, "sum", "mean", "median", "min", "max", "range", "histogram"],
  boolean: [...counts, "histogram"],
  date: [...texts, "min", "max", "range", "histogram"],
  datetime: [...texts, "min", "max", "range", "histogram"],
  choice: [...texts, "histogram"],
  url: texts,
  email: texts,
  json: counts,
};

/**
 * How values are spread: rows in bars of equal width from `least` to `greatest` (numbers, dates), or by value, the most
 * frequent first, with the rows of all `others` (choices, yes/no).
 */
export type Histogram =
  | { least: CellValue; greatest: CellValue; bars: number[] }
  | { values: { value: CellValue; rows: number }[]; others: number };

/** Bars or values a histogram has at most. */
export const histogramBarsMax = 20;

/**
 * A summary's value; null where no cell is filled. `filled_share` is between 0 and 1, the `range` of dates is in days, that
 * of dates with time in seconds, `min` and `max` are cells; numbers are exact as in cells, only `mean` is rounded to a double.
 */
export type SummaryValue = CellValue | Histogram;

/** Values by field, then by kind. */
export type SummaryValues = Record<string, Partial<Record<SummaryKind, SummaryValue>>>;
