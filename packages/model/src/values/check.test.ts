import { expect, test } from "vitest";
import type { FieldShape } from "../fields/field.ts";
import { inEnglish } from "../texts/phrase.ts";
import { checkCell } from "./check.ts";
import { compareNumbers } from "./numbers.ts";
import { compareDatetimes, dayAfter } from "./times.ts";

const text: FieldShape = { type: "text", options: {} };
const number = (decimals: number | null): FieldShape => ({ type: "number", options: { decimals } });
const datetime = (zoned: boolean): FieldShape => ({ type: "datetime", options: { zoned } });
const date: FieldShape = { type: "date", options: {} };
const choice: FieldShape = { type: "choice", options: { choices: [{ name: "Open", color: "blue" }] } };
const json: FieldShape = { type: "json", options: {} };

const kept: [FieldShape, unknown, unknown?][] = [
  [text, null],
  [text, ""],
  [text, " é 😀 "],
  [number(null), 12.5],
  [number(null), "12.50", 12.5],
  [number(null), "12345678901234567.250", "12345678901234567.25"],
  [number(null), "-0", 0],
  [number(null), "1e3", 1000],
  [number(null), "1.5e-3", 0.0015],
  [number(null), 1e-7],
  [number(null), 0.1 + 0.2, "0.30000000000000004"],
  [number(0), "9223372036854775807"],
  [number(0), "007", 7],
  [number(2), 1.25],
  [{ type: "boolean", options: {} }, false],
  [date, "2024-02-29"],
  [datetime(false), "2024-03-05 14:30", "2024-03-05T14:30:00"],
  [datetime(false), "2024-03-05T14:30:00.500", "2024-03-05T14:30:00.5"],
  [datetime(true), "2024-03-05T00:30:00+01:00", "2024-03-04T23:30:00Z"],
  [choice, "Open"],
  [{ type: "url", options: {} }, "mailto:a@b.c"],
  [{ type: "email", options: {} }, "a@b.c"],
  [json, { a: [1, null, "x"] }],
  [json, "text"],
];

test.each(kept)("%j keeps %j", (shape, value, canonical = value) => {
  expect(checkCell(shape, value)).toEqual({ ok: true, value: canonical });
});

const refused: [FieldShape, unknown, RegExp][] = [
  [text, 5, /must be text/],
  [text, "a\0b", /NUL/],
  [text, "\ud800", /half a character/],
  [text, "x".repeat(1_048_577), /longer than 1 MB/],
  [number(null), "", /must be a number/],
  [number(null), ".", /must be a number/],
  [number(null), "1,5", /must be a number/],
  [number(null), "0x10", /must be a number/],
  [number(null), Number.NaN, /as text/],
  [number(null), 2 ** 60, /as text/],
  [number(null), "9".repeat(301), /300 digits/],
  [number(null), "1e301", /must be a number/],
  [number(0), 1.5, /whole number/],
  [number(0), "9223372036854775808", /too big/],
  [number(2), "1.255", /more than 2 decimals/],
  [{ type: "boolean", options: {} }, "true", /true or false/],
  [date, "2023-02-29", /no day of the calendar/],
  [date, "05/03/2024", /YYYY-MM-DD/],
  [date, "0000-01-01", /no day of the calendar/],
  [datetime(false), "2024-03-05T14:30:00Z", /leave Z off/],
  [datetime(true), "2024-03-05T14:30:00", /lacks its time zone/],
  [datetime(false), "2024-03-05T24:00:00", /no moment/],
  [datetime(true), "0001-01-01T00:00:00+05:00", /years/],
  [choice, "Shut", /one of the field's choices: it has Open/],
  [{ type: "url", options: {} }, "example.org", /https:/],
  [{ type: "email", options: {} }, "a@b", /e-mail/],
  [json, ["\0"], /NUL/],
  [json, Number.POSITIVE_INFINITY, /JSON cannot carry/],
];

test.each(refused)("%j refuses %j", (shape, value, reason) => {
  const checked = checkCell(shape, value);
  expect(checked.ok ? "" : inEnglish(checked.reason)).toMatch(reason);
});

test("json nested past all reading is refused, not a crash", () => {
  let deep: unknown = 1;
  for (let level = 0; level < 200; level++) deep = [deep];
  expect(checkCell(json, deep)).toMatchObject({ ok: false });
});

test("numbers are compared exactly, moments by their instant", () => {
  expect(compareNumbers("12345678901234567.25", "12345678901234567.3")).toBeLessThan(0);
  expect(compareNumbers("0.5", 0.5)).toBe(0);
  expect(compareNumbers(-3, "-12345678901234567890")).toBeGreaterThan(0);
  expect(compareDatetimes("2024-03-05T00:30:00+01:00", "2024-03-04T23:30:00Z")).toBe(0);
  expect(compareDatetimes("2024-03-05T14:30:00", "2024-03-05T14:30:00.5")).toBe(-1);
  expect(dayAfter("2024-02-28")).toBe("2024-02-29");
});
