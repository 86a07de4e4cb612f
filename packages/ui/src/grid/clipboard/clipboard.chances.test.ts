import { expect, test } from "vitest";
import type { Chances } from "../chances.make.ts";
import { manyTimes } from "../chances.make.ts";
import { plainCells } from "./clipboard-cell.ts";
import { formatHtml } from "./html-text.ts";
import { readHtmlCells } from "./html-table.ts";
import { readClipboard } from "./read-clipboard.ts";
import { formatTsv, parseTsv } from "./separated-text.ts";

const pieces = [
  "a",
  "Ω",
  "😀",
  "e\u0301",
  "שלום",
  "12",
  "1,5",
  '"',
  '""',
  "'",
  "<b>",
  "&amp;",
  "<td>",
  "=1+1",
  "-",
  "|",
];
const spaces = [" ", "  ", "\t", "\n", "\n\n", "\u00a0"];

function cellText(by: Chances, between: readonly string[]): string {
  return by.many(0, 5, () => by.one(by.percent(30) ? between : pieces)).join("");
}

function makeRows(by: Chances, between: readonly string[]): string[][] {
  const width = by.whole(1, 5);
  return by.many(1, 6, () => Array.from({ length: width }, () => cellText(by, between)));
}

test("cells of any text come back from tab-separated text as they were, with the line ends of any system", async () => {
  await manyTimes(3000, (by) => {
    const rows = makeRows(by, [...spaces, "\r", "\r\n"]);
    expect(parseTsv(formatTsv(rows))).toEqual(rows);
  });
  await manyTimes(1000, (by) => {
    const rows = makeRows(by, [" "]).map((row) => row.map((text) => text.replaceAll('"', "")));
    expect(parseTsv(formatTsv(rows).replaceAll("\n", "\r\n"))).toEqual(rows);
  });
});

test("the cells of a table in HTML are those that were written, but for the white space that HTML does not keep", async () => {
  await manyTimes(1500, (by) => {
    const rows = makeRows(by, [" ", "\n"]);
    const read = readHtmlCells(formatHtml(plainCells(rows)))?.rows;
    const joined = (text: string) =>
      text
        .replace(/[^\S\n\u00a0]+/g, " ")
        .replace(/ *\n */g, "\n")
        .trim();
    expect(read?.map((row) => row.map(({ text }) => joined(text)))).toEqual(rows.map((row) => row.map(joined)));
  });
});

test("what the grid copies it pastes exactly: text and table together", async () => {
  await manyTimes(1500, (by) => {
    const rows = makeRows(by, spaces);
    const texts: Record<string, string> = {
      "text/plain": formatTsv(rows),
      "text/html": formatHtml(plainCells(rows)),
    };
    const read = readClipboard({ getData: (type) => texts[type] ?? "", files: [] as unknown as FileList });
    expect(read.kind === "cells" && read.cells.map((row) => row.map(({ text }) => text))).toEqual(rows);
  });
});
