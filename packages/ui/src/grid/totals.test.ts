import type { CellValue, FieldType } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { createAdder } from "./totals.ts";

function totalsOf(type: FieldType, values: CellValue[]) {
  const adder = createAdder();
  for (const value of values) adder.add(value, type);
  return adder.totals();
}

test("numbers are summed exactly, empty cells are counted but not filled", () => {
  expect(totalsOf("number", [0.1, 0.2, null, -3])).toEqual({
    cells: 4,
    filled: 3,
    numbers: { count: 3, sum: "-2.7", mean: -0.9, min: -3, max: 0.2 },
    times: null,
  });
  expect(totalsOf("number", ["12345678901234567890.01", 0.09]).numbers?.sum).toBe("12345678901234567890.1");
  expect(totalsOf("number", [1e-7, 1]).numbers?.sum).toBe("1.0000001");
});

test("columns that were added up elsewhere join in", () => {
  const adder = createAdder();
  adder.addColumn(
    300_000,
    { filled: 3, sum: "12345678901234567890.01", min: -2, max: "12345678901234567000" },
    "number",
  );
  adder.addColumn(300_000, { filled: 0, sum: null, min: null, max: null }, "number");
  adder.addColumn(300_000, { filled: 7 }, "text");
  adder.add(0.09, "number");
  expect(adder.totals()).toEqual({
    cells: 900_001,
    filled: 11,
    numbers: {
      count: 4,
      sum: "12345678901234567890.1",
      mean: Number("12345678901234567890.1") / 4,
      min: -2,
      max: "12345678901234567000",
    },
    times: null,
  });
});

test("days and times have a first and a last", () => {
  expect(totalsOf("date", ["2024-05-01", "2023-12-31", null]).times).toEqual({ min: "2023-12-31", max: "2024-05-01" });
});

test("text has neither", () => {
  expect(totalsOf("text", ["1", "2"])).toEqual({ cells: 2, filled: 2, numbers: null, times: null });
});

test("text that waits to be read as a number counts as filled, and makes no sum", () => {
  const adder = createAdder();
  for (const value of ["much", 2, 3]) adder.add(value, "number");
  expect(adder.totals()).toMatchObject({ filled: 3, numbers: { sum: "5", min: 2, max: 3 } });
});

test("text that waits to be refused by a field of numbers is filled, and no number", () => {
  const adder = createAdder();
  for (const value of [1, "two", 3]) adder.add(value, "number");
  expect(adder.totals()).toMatchObject({ cells: 3, filled: 3, numbers: { count: 2, sum: "4", min: 1, max: 3 } });
});
