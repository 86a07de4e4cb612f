import { expect, test } from "vitest";
import { formatTsv, parseTsv } from "./separated-text.ts";

test("what is copied can be pasted again, whatever the cells hold", () => {
  const rows = [
    ["plain", "", "tab\there"],
    ['say "hi"', "two\nlines", '"'],
    ["=1+1", "日本 😀", " spaces "],
  ];
  expect(parseTsv(formatTsv(rows))).toEqual(rows);
});

test("line ends of every system end rows, and the last one makes no empty row", () => {
  expect(parseTsv("a\tb\r\nc\td\r\n")).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
  expect(parseTsv("a\rb\n")).toEqual([["a"], ["b"]]);
});

test("empty cells at the end of a row and ragged rows stay as they are", () => {
  expect(parseTsv("a\t\nb")).toEqual([["a", ""], ["b"]]);
  expect(parseTsv("")).toEqual([[""]]);
});

test("a quote that is never closed, or closed in mid-cell, is text", () => {
  expect(parseTsv('"open\tb')).toEqual([['"open', "b"]]);
  expect(parseTsv('"5" nail\tb')).toEqual([['"5" nail', "b"]]);
});

test("a single empty cell, and an empty cell below others, are copied as what they are", () => {
  expect(formatTsv([[""]])).not.toBe("");
  for (const rows of [[[""]], [["a"], [""]], [["a"], [""], [""]]]) expect(parseTsv(formatTsv(rows))).toEqual(rows);
});
