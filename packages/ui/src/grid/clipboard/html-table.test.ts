import { expect, test } from "vitest";
import { readHtmlCells } from "./html-table.ts";

const texts = (html: string) => readHtmlCells(html)?.rows.map((row) => row.map(({ text }) => text));

test("a table as Excel writes it: wrapped source lines, fragments, non-breaking spaces, and a row that is hidden", () => {
  const html = `<html><body><!--StartFragment--><table border=0>
   <col width=64><tr height=20 style='height:15.0pt'>
    <td height=20 class=xl65 width=64>Ada
    Lovelace</td><td style='display:none'>hidden</td><td align=right>1,234.5</td></tr>
   <tr><td>a&nbsp;&amp; b &lt;c&gt;</td><td></td></tr>
   <![if supportMisalignedColumns]>
   <tr height=0 style='display:none'><td width=64></td><td width=64></td></tr>
   <![endif]></table></body></html>`;
  expect(texts(html)).toEqual([
    ["Ada Lovelace", "1,234.5"],
    ["a & b <c>", ""],
  ]);
});

test("merged cells leave their text in the first and the others empty", () => {
  const html = "<table><tr><td rowspan=2>A<td colspan='2'>B</tr><tr><td>C<td>D</table>";
  expect(texts(html)).toEqual([
    ["A", "B", ""],
    ["", "C", "D"],
  ]);
});

test("paragraphs and breaks in a cell are its lines", () => {
  expect(texts("<table><tr><td><p>one</p> <p>two</p><td>three<br> four</table>")).toEqual([
    ["one\ntwo", "three\nfour"],
  ]);
});

test("hostile markup is text or nothing, and never longer than what was copied", () => {
  const html = `<table><tr><td><script>alert(1)</script><img src=x onerror=alert(2)>a<td title="</table><td>b">&lt;script&gt;
    <td><style>td{}</style><!-- <td>no --><svg/onload=alert(3)>c</table>`;
  expect(texts(html)).toEqual([["a", "<script>", "c"]]);
  const huge = readHtmlCells(`<table>${"<tr><td rowspan=9999 colspan=9999>x".repeat(1000)}</table>`);
  expect(huge?.rows.flat().length ?? 0).toBeLessThan(3_000_000);
});

test.each(["<td a='", "<style>", "<", "&", "<!--", '<td a="b ', "<table><tr><td><br>"])(
  "%j, a hundred thousand times, is read as fast as any text of its length",
  (part) => {
    const startedAt = performance.now();
    readHtmlCells(part.repeat(100_000));
    expect(performance.now() - startedAt).toBeLessThan(4000);
  },
);

test("text that is no table is none, and tables that lay out a page are none either", () => {
  expect(texts("<p>one</p>")).toBeUndefined();
  expect(texts("<table></table>")).toBeUndefined();
  expect(texts("<table><tr><td><table><tr><td>a</table></table>")).toBeUndefined();
});

test("text besides a table is told of", () => {
  expect(readHtmlCells("<title>T</title><table><tr><td>a</table> \n")?.hasMore).toBe(false);
  expect(readHtmlCells("<p>Before</p><table><tr><td>a</table>")?.hasMore).toBe(true);
});
