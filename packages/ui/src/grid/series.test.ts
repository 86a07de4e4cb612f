import type { CellValue, FieldType } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { seriesOf } from "./series.ts";

const next = (type: FieldType, cells: CellValue[], count = 3) => {
  const series = seriesOf(cells, type);
  return Array.from({ length: count }, (_, at) => series(at + 1));
};

test.each([
  ["number", [1, 2], [3, 4, 5]],
  ["number", [0.1, 0.3], [0.5, 0.7, 0.9]],
  ["number", [10, 7], [4, 1, -2]],
  ["number", [5], [5, 5, 5]],
  ["number", [1, 2, 4], [1, 2, 4]],
  ["date", ["2024-02-28"], ["2024-02-29", "2024-03-01", "2024-03-02"]],
  ["date", ["2024-01-01", "2024-01-08"], ["2024-01-15", "2024-01-22", "2024-01-29"]],
  ["date", ["2024-01-31", "2024-03-31"], ["2024-05-31", "2024-07-31", "2024-09-30"]],
  ["datetime", ["2024-01-01T08:00:00Z", "2024-01-01T08:30:00Z"], ["2024-01-01T09:00:00Z"]],
  ["datetime", ["2024-12-31T08:00:00"], ["2025-01-01T08:00:00"]],
  ["text", ["Row 7"], ["Row 8", "Row 9", "Row 10"]],
  ["text", ["A-008", "A-010"], ["A-012", "A-014"]],
  ["text", ["Monday"], ["Tuesday", "Wednesday", "Thursday"]],
  ["text", ["samedi"], ["dimanche", "lundi"]],
  ["text", ["NOV"], ["DEC", "JAN"]],
  ["text", ["janvier", "mars"], ["mai", "juillet"]],
  ["text", ["8000"], ["8000", "8000"]],
  ["text", ["one", "two"], ["one", "two", "one"]],
  ["choice", ["Step 1"], ["Step 1"]],
  ["boolean", [true, false], [true, false, true]],
] as [FieldType, CellValue[], CellValue[]][])("%s %j goes on with %j", (type, cells, expected) => {
  expect(next(type, cells, expected.length)).toEqual(expected);
});

test("cells with an empty one among them are repeated, the empty one too", () => {
  expect(next("number", [1, null, 3])).toEqual([1, null, 3]);
});

test("filled up, one cell alone goes back", () => {
  expect(seriesOf(["Row 7"], "text", -1)(2)).toBe("Row 5");
  expect(seriesOf(["Monday"], "text", -1)(1)).toBe("Sunday");
  expect(seriesOf(["2024-03-01"], "date", -1)(1)).toBe("2024-02-29");
});
