import type { Field } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import type { MeasureText } from "./column-fit.ts";
import { widthFitting } from "./column-fit.ts";

const field: Field = { id: "fld", name: "Name", description: null, type: "text", options: {} };
const writing = { locale: "en-GB", timeZone: "UTC" };
/** Letters of heads are 10 px wide, of cells 7. */
const measure: MeasureText = (text, place) => text.length * (place === "head" ? 10 : 7);
const fit = (cells: (string | null)[], of = field) => widthFitting(of, cells, writing, measure);

test("a column is as wide as the widest of its cells", () => {
  expect(fit(["x".repeat(30), "x".repeat(40)])).toBe(40 * 7 + 22);
});

test("a column's name can be read on one line beside its type, its order and its menu", () => {
  expect(fit(["x", null])).toBe(4 * 10 + 90);
  expect(fit(["x"], { ...field, description: "What it is" })).toBe(4 * 10 + 90 + 22);
});

test("no cell makes a column wider than columns may be", () => {
  expect(fit(["x".repeat(1_000_000)])).toBe(800);
});
