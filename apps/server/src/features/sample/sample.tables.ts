import type { CellValue, Choice, FieldShape } from "@weft/model/fields/field";

/** A table of the sample base: its fields in order, and each row's cells in the same order. */
export interface SampleTable {
  name: string;
  fields: (FieldShape & { name: string })[];
  rows: CellValue[][];
}

type NamedShape = FieldShape & { name: string };

/** Short ways to say fields, for the tables of the sample. */
export const field = {
  text: (name: string): NamedShape => ({ name, type: "text", options: {} }),
  longText: (name: string): NamedShape => ({ name, type: "long_text", options: {} }),
  number: (name: string, decimals: number | null): NamedShape => ({ name, type: "number", options: { decimals } }),
  boolean: (name: string): NamedShape => ({ name, type: "boolean", options: {} }),
  date: (name: string): NamedShape => ({ name, type: "date", options: {} }),
  moment: (name: string): NamedShape => ({ name, type: "datetime", options: { zoned: true } }),
  clock: (name: string): NamedShape => ({ name, type: "datetime", options: { zoned: false } }),
  choice: (name: string, choices: Record<string, Choice["color"]>): NamedShape => ({
    name,
    type: "choice",
    options: { choices: Object.entries(choices).map(([label, color]) => ({ name: label, color })) },
  }),
  url: (name: string): NamedShape => ({ name, type: "url", options: {} }),
  email: (name: string): NamedShape => ({ name, type: "email", options: {} }),
  json: (name: string): NamedShape => ({ name, type: "json", options: {} }),
};

/** The names of a choice field's choices. */
export function namesOf(choices: Record<string, Choice["color"]>): string[] {
  return Object.keys(choices);
}
