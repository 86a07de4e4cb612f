import type { CellValue, Field, FieldType } from "@weft/model/fields/field";
import { textOf } from "../cells/cell-types.ts";
import type { Writing } from "../cells/read-cell.ts";
import type { CellMeaning, ClipboardCell } from "./clipboard-cell.ts";
import { digitsOf } from "./office-cells.ts";

type Meaning = (value: CellValue, text: string) => CellMeaning | undefined;

const number: Meaning = (value) => {
  const digits = digitsOf(String(value));
  // Spreadsheets keep 15 digits; longer numbers stay whole as text alone.
  if (digits === undefined || digits.replace(/^[-0.]+|\./g, "").length > 15) return undefined;
  return { kind: "number", value: digits };
};

/** What a copied cell of a type means to a spreadsheet; all else is text. */
const meanings: Partial<Record<FieldType, Meaning>> = {
  number,
  boolean: (value) => ({ kind: "boolean", value: value === true ? "true" : "false" }),
  date: (_, text) => ({ kind: "date", value: text }),
  // The hour a person sees: spreadsheets know no zones.
  datetime: (_, text) => ({ kind: "datetime", value: text }),
};

/** A cell as it is put on a clipboard. */
export function copiedCell(value: CellValue | undefined, field: Field, writing: Writing): ClipboardCell {
  const text = textOf(value, field, writing);
  const means = value === null || value === undefined ? undefined : meanings[field.type]?.(value, text);
  return means ? { text, means } : { text };
}
