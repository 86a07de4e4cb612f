import type { CellValue, Field, FieldShape } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { copiedCell } from "./copied-cell.ts";
import { formatHtml } from "./html-text.ts";
import { pastedValue } from "./pasted-value.ts";
import { readClipboard } from "./read-clipboard.ts";
import { formatTsv } from "./separated-text.ts";

const english = { locale: "en-US", timeZone: "Europe/Paris" };
const french = { locale: "fr-FR", timeZone: "Europe/Paris" };
const field = (shape: FieldShape): Field => ({ ...shape, id: "f", name: "F", description: null });
const text = field({ type: "long_text", options: {} });

test("markup in cells cannot become markup in a document", () => {
  const html = formatHtml([[{ text: '<b>&"' }, { text: "<script>1</script>" }]]);
  expect(html).toContain(">&lt;b&gt;&amp;&quot;</td>");
  expect(html).not.toMatch(/<script|<b>|"<|&"/);
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "007", "1/2", "MARCH1", "12345678901234567890", "true"])(
  "the text %j is told to be text, so that no spreadsheet makes a formula, a number or a day of it",
  (mistakable) => {
    const html = formatHtml([[copiedCell(mistakable, text, english)]]);
    expect(html).toContain(`<td style="mso-number-format:'\\@'" sdnum="1033;0;@" data-sheets-value=`);
  },
);

test("words are left as they are, and long numbers go as text, which keeps all their digits", () => {
  expect(formatHtml([[copiedCell("Lovelace", text, english)]])).toContain("<td>Lovelace</td>");
  const number = field({ type: "number", options: { decimals: null } });
  expect(formatHtml([[copiedCell("12345678901234567890", number, english)]])).toContain("mso-number-format:'\\@'");
  expect(formatHtml([[copiedCell(1234.5, number, french)]])).toContain(
    'x:num="1234.5" sdval="1234.5" sdnum="1033;">1234,5<',
  );
});

test.each<[FieldShape, CellValue]>([
  [{ type: "number", options: { decimals: null } }, 1234.5],
  [{ type: "number", options: { decimals: null } }, -1e-7],
  [{ type: "number", options: { decimals: null } }, "12345678901234567890.5"],
  [{ type: "boolean", options: {} }, true],
  [{ type: "date", options: {} }, "1850-12-31"],
  [{ type: "date", options: {} }, "2024-02-29"],
  [{ type: "datetime", options: { zoned: true } }, "2024-07-01T12:30:05.123456Z"],
  [{ type: "datetime", options: { zoned: false } }, "2024-07-01T00:00:00"],
  [{ type: "text", options: {} }, "=1+1"],
  [{ type: "text", options: {} }, " two\n\tlines \n"],
  [{ type: "json", options: {} }, { a: ["<b>", 1] }],
  [{ type: "url", options: {} }, "https://example.org/?a=1&b=2"],
  [{ type: "text", options: {} }, null],
])("what is copied comes back as it was, also where people write otherwise: %j %j", (shape, value) => {
  const row = [copiedCell(value, field(shape), english), copiedCell("x", text, english)];
  const read = readClipboard({
    getData: (type) => (type === "text/html" ? formatHtml([row]) : formatTsv([row.map((cell) => cell.text)])),
    files: [] as unknown as FileList,
  });
  if (read.kind !== "cells") throw new Error(read.kind);
  expect(pastedValue(read.cells[0]![0]!, field(shape), french)).toEqual(value);
});
