import { expect, test } from "vitest";
import { plainCells, withoutEmptyEnd } from "./clipboard-cell.ts";
import { readClipboard } from "./read-clipboard.ts";

const clipboard = (text: string, html = "", files: { type: string }[] = []) =>
  readClipboard({
    getData: (type: string) => (type === "text/plain" ? text : html),
    files: files as unknown as FileList,
  });

const texts = (text: string, html = "") => {
  const read = clipboard(text, html);
  return read.kind === "cells" ? read.cells.map((row) => row.map((cell) => cell.text)) : read.kind;
};

test("white space is taken from the plain text where both say the same", () => {
  const html = "<table><tr><td> a  c </td><td>b&nbsp;d</td></tr></table>";
  expect(texts(" a  c \tb\u00a0d", html)).toEqual([[" a  c ", "b\u00a0d"]]);
});

test("line breaks that the plain text lost come from the table beside it", () => {
  const html = "<table><tr><td>two<br>lines</td><td>b</td></tr></table>";
  expect(texts("two\nlines\tb", html)).toEqual([["two\nlines", "b"]]);
  expect(texts("two lines\tb\n", html)).toEqual([["two\nlines", "b"]]);
  expect(texts('"two\r\nlines"\tb', html)).toEqual([["two\nlines", "b"]]);
});

test("empty cells at the end, which the plain text of LibreOffice leaves out, are there", () => {
  const html = "<table><tr><td>x<td><br></tr><tr><td><br><td><br></tr></table>";
  expect(texts("x", html)).toEqual([
    ["x", ""],
    ["", ""],
  ]);
});

test("a page with a table in it is pasted as its text; a table alone as a table", () => {
  const table = "<table><tr><td>a</td></tr></table>";
  expect(texts("Read this:\na\n", `<p>Read this:</p>${table}`)).toEqual([["Read this:"], ["a"]]);
  expect(texts("a", `<html><body><!--StartFragment-->${table}<!--EndFragment--></body></html>`)).toEqual([["a"]]);
});

test("a table in Markdown becomes cells", () => {
  expect(texts("| Name | Note |\n|:-----|---:|\n| Ada | a \\| b |\n| Bo |  |")).toEqual([
    ["Name", "Note"],
    ["Ada", "a | b"],
    ["Bo", ""],
  ]);
  expect(texts("a | b\nno table | at all")).toEqual([["a | b"], ["no table | at all"]]);
});

test("a ragged table keeps its rows as they are", () => {
  expect(texts("a\tb\nc")).toEqual([["a", "b"], ["c"]]);
});

test("a picture is known for one, and an empty clipboard for nothing", () => {
  expect(clipboard("", "", [{ type: "image/png" }])).toEqual({ kind: "picture" });
  expect(clipboard("", '<img src="x">')).toEqual({ kind: "picture" });
  expect(clipboard("")).toEqual({ kind: "nothing" });
});

test("empty rows at the end count only where there are rows to be emptied", () => {
  const cells = plainCells([["a", ""], ["", "b"], ["", ""], [""]]);
  expect(withoutEmptyEnd(cells, 0)).toHaveLength(2);
  expect(withoutEmptyEnd(cells, 3)).toHaveLength(3);
  expect(withoutEmptyEnd(cells, 9)).toHaveLength(4);
});
