import { checkCell } from "@weft/model/values/check";
import { fieldTypes } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { makeSampleTables } from "./sample.load.ts";

const today = new Date("2026-05-01T00:00:00Z");

test("the sample is the same each time and has 5,000 rows in four tables", () => {
  const tables = makeSampleTables(today);
  expect(tables).toEqual(makeSampleTables(today));
  expect(tables.map((table) => [table.name, table.rows.length])).toEqual([
    ["Sites", 60],
    ["Visits", 900],
    ["Measurements", 3900],
    ["Equipment", 140],
  ]);
});

test("every cell of the sample is one that a person could have written, and every field type occurs", () => {
  const faults: string[] = [];
  for (const table of makeSampleTables(today)) {
    for (const row of table.rows) {
      for (const [index, field] of table.fields.entries()) {
        const checked = checkCell(field, row[index]);
        if (!checked.ok) faults.push(`${table.name}.${field.name} ${checked.reason}: ${String(row[index])}`);
      }
    }
  }
  expect(faults.slice(0, 5)).toEqual([]);
  const used = new Set(makeSampleTables(today).flatMap((table) => table.fields.map((field) => field.type)));
  expect([...used].sort()).toEqual([...fieldTypes].sort());
});
