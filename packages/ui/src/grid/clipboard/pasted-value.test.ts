import type { Field } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { pastedValue } from "./pasted-value.ts";

const number: Field = { type: "number", options: { decimals: null }, id: "f", name: "F", description: null };
const english = { locale: "en-US", timeZone: "UTC" };
const french = { locale: "fr-FR", timeZone: "UTC" };

test.each([
  ["$1,234.50", english, 1234.5],
  ["-$1,234.50", english, -1234.5],
  ["($ 1,234.50)", english, -1234.5],
  ["USD 12", english, 12],
  ["12.5 %", english, 0.125],
  ["6.02E+23", english, "602000000000000000000000"],
  ["-1 234,50 €", french, -1234.5],
  ["12,5%", french, 0.125],
])("the number %s is read as spreadsheets and pages show numbers", (text, writing, value) => {
  expect(pastedValue({ text }, number, writing)).toEqual(value);
});

test.each([
  "12 apples",
  "12 (5)",
  "5 % of 3",
  "3/4",
  "1,235k",
  "$",
  "%",
  "()",
  "(-5)",
  "A1",
  "1-2",
  "#DIV/0!",
  "2024-03-01",
  "14:30",
])("%s is left to be refused: it is no number", (text) => {
  expect(pastedValue({ text }, number, english)).toBe(text);
});
