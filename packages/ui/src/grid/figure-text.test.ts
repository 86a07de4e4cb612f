import type { Field } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { figureText, isHistogram } from "./figure-text.ts";

const number: Field = { id: "a", name: "Amount", description: null, type: "number", options: { decimals: 2 } };
const date: Field = { id: "b", name: "Due", description: null, type: "date", options: {} };
const time: Field = { id: "c", name: "Seen", description: null, type: "datetime", options: { zoned: false } };
const english = { locale: "en", timeZone: "UTC" };
const french = { locale: "fr", timeZone: "UTC" };

test("figures are written as people of the language write them, exact beyond a double", () => {
  expect(figureText("sum", "12345678901234562.6", number, english)).toBe("12,345,678,901,234,562.60");
  expect(figureText("sum", 1234567.5, number, french).replaceAll("\u202f", " ")).toBe("1 234 567,50");
  expect(figureText("filled_share", 0.1234, number, english)).toBe("12.3%");
});

test("means have two more decimals than their cells, always the same number", () => {
  expect(figureText("mean", 30.8, number, english)).toBe("30.8000");
  expect(figureText("mean", 1 / 3, { ...number, options: { decimals: null } } as Field, english)).toBe("0.333333");
});

test("how far dates lie apart is said in days, and times in units that say something", () => {
  expect(figureText("range", 361, date, english)).toBe("361 days");
  expect(figureText("range", 90_000, time, english)).toBe("1 day 1 hr");
  expect(figureText("range", 59, time, english)).toBe("59 sec");
  expect(figureText("min", "2025-01-31", date, english)).toBe("2025-01-31");
});

test("where no cell is filled there is a dash, and bars are no text", () => {
  expect(figureText("max", null, number, english)).toBe("–");
  expect(figureText("histogram", { least: 1, greatest: 2, bars: [1] }, number, english)).toBe("");
  expect(isHistogram({ values: [], others: 0 })).toBe(true);
  expect(isHistogram(null)).toBe(false);
});
