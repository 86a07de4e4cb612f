import { readFileSync } from "node:fs";
import type { FieldShape } from "@weft/model/fields/field";
import { describe, expect, test } from "vitest";
import type { ClipboardCell } from "./clipboard-cell.ts";
import { pastedValue } from "./pasted-value.ts";
import { readClipboard } from "./read-clipboard.ts";

// What LibreOffice 7.4 put on the clipboard for one sheet, under English and under French settings.
const recorded = (language: string, kind: string) =>
  readFileSync(new URL(`recorded/libreoffice-${language}.${kind}.txt`, import.meta.url), "utf8");

function cellsOf(language: string): Map<string, ClipboardCell> {
  const read = readClipboard({
    getData: (type) => recorded(language, type === "text/html" ? "html" : "plain"),
    files: [] as unknown as FileList,
  });
  if (read.kind !== "cells") throw new Error("These are cells.");
  return new Map(read.cells.map(([label, cell]) => [label!.text, cell!]));
}

const number: FieldShape = { type: "number", options: { decimals: null } };
const date: FieldShape = { type: "date", options: {} };
const wall: FieldShape = { type: "datetime", options: { zoned: false } };
const zoned: FieldShape = { type: "datetime", options: { zoned: true } };
const boolean: FieldShape = { type: "boolean", options: {} };
const text: FieldShape = { type: "long_text", options: {} };
const url: FieldShape = { type: "url", options: {} };

/** The same in both languages, whichever way numbers and days were written. */
const values: [label: string, shape: FieldShape, value: unknown][] = [
  ["general", number, 1234.5],
  ["thousands", number, 1_234_567.891],
  ["rounded", number, Number("2.71828182845905")],
  ["currency dollar", number, -1234.5],
  ["percent", number, 0.125],
  ["scientific", number, "602214076000000000000000"],
  ["fraction", number, 0.75],
  ["thousand unit", number, 1_234_567],
  ["negative parens", number, -5.5],
  ["hidden value", number, 42],
  ["comment", number, 7],
  ["zip by format", number, 420],
  ["zip by format", text, "00420"],
  ["date local", date, "2024-03-01"],
  ["date short year", date, "2024-03-01"],
  ["date words", date, "2024-03-01"],
  ["date weekday", date, "2024-03-01"],
  ["date iso", date, "2024-03-01"],
  ["month year", date, "2024-03-01"],
  ["date time", wall, "2024-03-01T14:30:00"],
  ["date time hm", wall, "2024-03-01T14:30:00"],
  ["date time", zoned, "2024-03-01T13:30:00Z"],
  ["date local", wall, "2024-03-01T00:00:00"],
  ["bool formula", boolean, false],
  ["bool typed", boolean, true],
  ["leading zeros", text, "00420"],
  ["long digits text", text, "12345678901234567890"],
  ["formula text", text, "=1+1"],
  ["at text", text, "@SUM(A1)"],
  ["line break", text, "two\nlines"],
  ["break and quote", text, 'a "b"\nc'],
  ["tab", text, "a\tb"],
  ["quotes", text, 'say "hi"'],
  ["spaces", text, "  two  spaces  "],
  ["markup", text, "<b>bold</b> & <script>alert(1)</script>"],
  ["rtl", text, "שלום עולם"],
  ["emoji", text, "👩‍👩‍👧 é 日本"],
  ["nbsp", text, "a\u00a0b"],
  ["empty", text, null],
  ["empty text", number, null],
  ["link formula", url, "https://example.org/a?b=1&c=2"],
  ["link formula", text, "Example"],
];

/** Neither a number nor a day, though their cells carry one: they are refused as the text they show. */
const refused: [label: string, shape: FieldShape][] = [
  ["error", number],
  ["time", number],
  ["duration", number],
  ["date local", number],
  ["time", wall],
  ["general", date],
];

describe.each([
  ["english", "en-US"],
  ["french", "fr-FR"],
])("cells copied in LibreOffice under %s settings", (language, locale) => {
  const cells = cellsOf(language);
  const paste = (label: string, shape: FieldShape, cell = cells.get(label)!) =>
    pastedValue(cell, { ...shape, id: "f", name: "F", description: null }, { locale, timeZone: "Europe/Paris" });

  test.each(values)("%s arrives as what it is", (label, shape, value) => {
    expect(paste(label, shape)).toEqual(value);
  });

  test.each(refused)("%s is not taken for what it is not", (label, shape) => {
    expect(paste(label, shape)).toBe(cells.get(label)!.text);
  });
});
