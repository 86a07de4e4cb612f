import type { CellValue, FieldShape } from "../fields/field.ts";
import type { ValueReading } from "./fits.ts";

/** A text, how its column is read, and the cell it becomes; `undefined` = it does not fit. */
export interface ValueCase {
  text: string;
  reading: ValueReading;
  cell: CellValue | undefined;
}

const shapes = {
  number: { type: "number", options: { decimals: null } },
  whole: { type: "number", options: { decimals: 0 } },
  money: { type: "number", options: { decimals: 2 } },
  boolean: { type: "boolean", options: {} },
  date: { type: "date", options: {} },
  datetime: { type: "datetime", options: { zoned: false } },
  zoned: { type: "datetime", options: { zoned: true } },
  url: { type: "url", options: {} },
  email: { type: "email", options: {} },
  json: { type: "json", options: {} },
  text: { type: "text", options: {} },
} as const satisfies Record<string, FieldShape>;

type How = Omit<ValueReading, "shape">;

/** Cases of columns of one shape that are read in one way. */
export function cases(shape: keyof typeof shapes, how: How, rows: [string, CellValue | undefined][]): ValueCase[] {
  return rows.map(([text, cell]) => ({ text, reading: { shape: shapes[shape], ...how }, cell }));
}
