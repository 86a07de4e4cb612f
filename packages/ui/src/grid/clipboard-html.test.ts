import { expect, test } from "vitest";
import { parseHtmlTable } from "./clipboard-html.ts";
import { formatHtml } from "./clipboard.ts";

test("a table as Excel writes it: wrapped source lines, fragments, non-breaking spaces", () => {
  const html = `<html><body><!--StartFragment--><table border=0>
   <col width=64><tr height=20 style='height:15.0pt'>
    <td height=20 class=xl65 width=64>Ada
    Lovelace</td><td align=right>1,234.5</td></tr>
   <tr><td>a&nbsp;&amp; b &lt;c&gt;</td><td></td></tr></table></body></html>`;
  expect(parseHtmlTable(html)).toEqual([
    ["Ada Lovelace", "1,234.5"],
    ["a & b <c>", ""],
  ]);
});

test("merged cells leave their text in the first and the others empty", () => {
  const html = "<table><tr><td rowspan=2>A<td colspan='2'>B</tr><tr><td>C<td>D</table>";
  expect(parseHtmlTable(html)).toEqual([
    ["A", "B", ""],
    ["", "C", "D"],
  ]);
});

test("what the grid copies as a table comes back, line breaks too", () => {
  const rows = [
    ["two\nlines", "<b>&"],
    ["日本 😀", "é"],
  ];
  expect(parseHtmlTable(formatHtml(rows))).toEqual(rows);
});

test("text that is no table is none", () => {
  expect(parseHtmlTable("<p>one</p>")).toBeUndefined();
  expect(parseHtmlTable("<table></table>")).toBeUndefined();
});
