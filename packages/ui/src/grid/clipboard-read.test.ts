import { expect, test } from "vitest";
import { readClipboard } from "./clipboard-read.ts";

const clipboard = (text: string, html = "", files: { type: string }[] = []) =>
  readClipboard({
    getData: (type: string) => (type === "text/plain" ? text : html),
    files: files as unknown as FileList,
  });

test("plain text is taken where both say the same, spaces and all", () => {
  const html = "<table><tr><td> a </td><td>b</td></tr></table>";
  expect(clipboard(" a \tb", html)).toMatchObject({ cells: [[" a ", "b"]] });
});

test("where line breaks in cells were not quoted, the table beside the text is right", () => {
  const html = "<table><tr><td>two<br>lines</td><td>b</td></tr></table>";
  expect(clipboard("two\nlines\tb", html)).toMatchObject({ cells: [["two\nlines", "b"]] });
});

test("a ragged table keeps its rows as they are", () => {
  expect(clipboard("a\tb\nc")).toMatchObject({ cells: [["a", "b"], ["c"]] });
});

test("a picture is known for one, and an empty clipboard for nothing", () => {
  expect(clipboard("", "", [{ type: "image/png" }])).toEqual({ kind: "picture" });
  expect(clipboard("", '<img src="x">')).toEqual({ kind: "picture" });
  expect(clipboard("")).toEqual({ kind: "nothing" });
});
