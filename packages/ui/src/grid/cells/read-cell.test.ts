import type { Field, FieldShape } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { textOf } from "./cell-types.ts";
import { readCell } from "./read-cell.ts";
import { instantOf, wallClockOf } from "@weft/model/values/wall-clock";

const english = { locale: "en-US", timeZone: "Europe/Paris" };
const french = { locale: "fr-FR", timeZone: "Europe/Paris" };
const field = (shape: FieldShape): Field => ({ ...shape, id: "fld", name: "F", description: null });
const number = field({ type: "number", options: { decimals: null } });
const date = field({ type: "date", options: {} });
const zoned = field({ type: "datetime", options: { zoned: true } });
const wall = field({ type: "datetime", options: { zoned: false } });

test.each([
  ["1234.5", english, 1234.5],
  ["1,234.5", english, 1234.5],
  ["1,234,567", english, 1_234_567],
  ["1,5", french, 1.5],
  ["1 234,5", french, 1234.5],
  ["-35,01", french, -35.01],
  ["-35,01", english, -35.01],
  ["0.10", english, 0.1],
  ["12345678901234567890.123", english, "12345678901234567890.123"],
  ["0,123", english, 0.123],
  ["12345,678", english, 12345.678],
])("the number %s is read as it is meant", (text, writing, value) => {
  expect(readCell(text, number, writing)).toEqual({ value });
});

test("what is not a number is never taken for one", () => {
  for (const text of ["vmx-15", "1.2.3", "12a", "-", ".", "1e5", "0x10"])
    expect(readCell(text, number, english)).toEqual({ fault: "number" });
  for (const text of ["12,34,567", "1,2,345", "1,2,3"])
    expect(readCell(text, number, english)).toEqual({ fault: "number" });
  expect(readCell("1.2.345", number, french)).toEqual({ fault: "number" });
  const whole = field({ type: "number", options: { decimals: 0 } });
  expect(readCell("1.5", whole, english)).toEqual({ fault: "whole_number" });
  expect(readCell("1.0", whole, english)).toEqual({ value: 1 });
});

test("days are read in the person's own order, and only days that exist", () => {
  expect(readCell("2024-2-9", date, english)).toEqual({ value: "2024-02-09" });
  expect(readCell("3/4/2024", date, english)).toEqual({ value: "2024-03-04" });
  expect(readCell("3/4/2024", date, french)).toEqual({ value: "2024-04-03" });
  expect(readCell("3/4/24", date, english)).toEqual({ value: "2024-03-04" });
  expect(readCell("03/04/69", date, french)).toEqual({ value: "1969-04-03" });
  expect(readCell("2023-02-29", date, english)).toEqual({ fault: "date_exists" });
  expect(readCell("soon", date, english)).toEqual({ fault: "date" });
});

test("a time without a zone is never shifted; an instant is typed in the person's zone", () => {
  expect(readCell("2024-07-01 14:30", wall, french)).toEqual({ value: "2024-07-01T14:30:00" });
  expect(readCell("2024-07-01 14:30", zoned, french)).toEqual({ value: "2024-07-01T12:30:00Z" });
  expect(readCell("2024-07-01T14:30:00+00:00", zoned, french)).toEqual({ value: "2024-07-01T14:30:00Z" });
  expect(readCell("7/1/24 2:30 PM", wall, english)).toEqual({ value: "2024-07-01T14:30:00" });
  expect(readCell("2024-07-01 12:05:09 am", wall, english)).toEqual({ value: "2024-07-01T00:05:09" });
  for (const text of ["2024-07-01 25:00", "2024-07-01 14:30 PM"])
    expect(readCell(text, wall, french)).toEqual({ fault: "datetime" });
});

test.each([
  [number, 1e-7],
  [number, -2.5e-9],
  [number, "0.1234567890123456789"],
  [zoned, "2024-07-01T12:30:05.123456Z"],
  [wall, "2024-07-01T14:30:00.25"],
] as [Field, string | number][])("the text of a cell, read again, is the same cell: %j %j", (field, value) => {
  expect(readCell(textOf(value, field, french), field, french)).toEqual({ value });
});

test("an instant typed with its zone keeps every digit of its second", () => {
  expect(readCell("2024-07-01T14:30:05.123456+02:00", zoned, french)).toEqual({ value: "2024-07-01T12:30:05.123456Z" });
});

test("clocks that change are shown and read the same way round", () => {
  for (const wallClock of ["2024-03-31T01:59:59", "2024-03-31T03:00:00", "2024-10-27T04:00:00", "2024-01-01T00:00:00"])
    expect(wallClockOf(instantOf(wallClock, "Europe/Paris"), "Europe/Paris")).toBe(wallClock);
});

test("addresses and choices are completed, not guessed", () => {
  expect(readCell("example.org/a", field({ type: "url", options: {} }), english)).toEqual({
    value: "https://example.org/a",
  });
  expect(readCell("javascript:alert(1)", field({ type: "url", options: {} }), english)).toEqual({ fault: "url" });
  expect(readCell("ada@example", field({ type: "email", options: {} }), english)).toEqual({ fault: "email" });
  const choice = field({ type: "choice", options: { choices: [{ name: "Open", color: "blue" }] } });
  expect(readCell("open", choice, english)).toEqual({ value: "Open" });
  expect(readCell("shut", choice, english)).toEqual({ fault: "choice" });
});

test("empty text is no value, in every type", () => {
  expect(readCell("  ", number, english)).toEqual({ value: null });
  expect(readCell("", field({ type: "json", options: {} }), english)).toEqual({ value: null });
});
