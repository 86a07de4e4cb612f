/**
 * What a cell looks like, decided from its characters alone. One pass over a file counts these per column; every type a
 * column could have is then answered from the counts, and the conversion uses the very same classes.
 */
export const cellClass = {
  empty: 0,
  /** NULL, NA, n/a, -, … : no value where the rest of the column is typed. */
  nullMark: 1,
  /** 0 or 1. */
  bit: 2,
  /** Whole number of at most 15 digits, exact in a double. */
  integer: 3,
  /** 16 digits and more (or + and 7 digits), within a bigint: more likely an id or a phone number. */
  longDigits: 4,
  /** Beyond a bigint. */
  hugeDigits: 5,
  /** 007 */
  leadingZeros: 6,
  /** 12.5 */
  dot: 7,
  /** 12.0 */
  dotZero: 8,
  /** 1.234: one and a bit, or a thousand and some. */
  dot3: 9,
  /** 12,5 */
  comma: 10,
  /** 12,0 */
  commaZero: 11,
  /** 1,234 */
  comma3: 12,
  /** 1,234.5 or 1 234.5 */
  groupedDot: 13,
  /** 1,234,567 */
  groupedDotInteger: 14,
  /** 1.234,5 or 1 234,5 */
  groupedComma: 15,
  /** 1.234.567 */
  groupedCommaInteger: 16,
  /** 1 234 567 or 1'234'567 */
  grouped: 17,
  /** 1.5e3, 1E+05 */
  exponent: 18,
  /** 12E4: a number or a product code. */
  exponentBare: 19,
  boolean: 20,
  url: 21,
  email: 22,
  json: 23,
  text: 24,
  /** Holds bytes that no text can hold. */
  invalid: 25,
  /** Dates: 32 + 6 × `dateKind` + `dateForm`. */
  date: 32,
} as const;

export const cellClasses = 56;

export const dateKind = { date: 0, local: 1, zoned: 2, midnight: 3 } as const;
export const dateForm = {
  /** 2024-01-31, 2024/01/31 */
  iso: 0,
  /** 31/01/2024: only day first fits. */
  dmy: 1,
  /** 01/31/2024: only month first fits. */
  mdy: 2,
  /** 03/04/2024: both fit and differ. */
  both: 3,
  /** 03/03/2024: both fit and agree. */
  same: 4,
  /** 31 Jan 2024 */
  named: 5,
} as const;

/** The kind of a date class (`dateKind`), or -1 for other classes. */
export function kindOf(cls: number): number {
  return cls < cellClass.date ? -1 : Math.floor((cls - cellClass.date) / 6);
}

/** The form of a date class (`dateForm`). */
export function formOf(cls: number): number {
  return (cls - cellClass.date) % 6;
}
