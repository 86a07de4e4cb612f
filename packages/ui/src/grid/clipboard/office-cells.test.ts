import type { FieldShape } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { pastedValue } from "./pasted-value.ts";
import { readClipboard } from "./read-clipboard.ts";

const english = { locale: "en-US", timeZone: "UTC" };
const number: FieldShape = { type: "number", options: { decimals: null } };
const date: FieldShape = { type: "date", options: {} };
const wall: FieldShape = { type: "datetime", options: { zoned: false } };
const boolean: FieldShape = { type: "boolean", options: {} };
const text: FieldShape = { type: "text", options: {} };

function paste(html: string, shapes: FieldShape[], writing = english): unknown[][] {
  const read = readClipboard({
    getData: (type) => (type === "text/html" ? html : ""),
    files: [] as unknown as FileList,
  });
  if (read.kind !== "cells") throw new Error(read.kind);
  return read.cells.map((row) =>
    row.map((cell, at) => pastedValue(cell, { ...shapes[at]!, id: "f", name: "F", description: null }, writing)),
  );
}

// Written after what is published of Excel's HTML (formats in classes, only shown values), not recorded from Excel.
test("Excel: days are read in the order their format has, text stays text, shown numbers become numbers", () => {
  const html = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=Generator content="Microsoft Excel 15">
<style><!--table {mso-displayed-decimal-separator:"\\.";}
.xl65 {mso-number-format:"d\\/m\\/yyyy";}
.xl66 {mso-number-format:"\\[$-409\\]m\\/d\\/yy\\\\ h\\:mm\\\\ AM\\/PM\\;\\@";}
.xl67 {mso-number-format:"\\@";}
.xl68 {mso-number-format:"_\\(\\0022$\\0022* \\#\\,\\#\\#0\\.00_\\)\\;_\\(\\0022$\\0022* \\\\\\(\\#\\,\\#\\#0\\.00\\\\\\)";}
--></style></head><body><table border=0 cellpadding=0>
<!--StartFragment--> <col width=64 span=4><tr height=20>
 <td class=xl65 align=right>1/3/2024</td><td class=xl66 align=right>3/1/24 2:30 PM</td><td class=xl67>00420</td>
 <td class=xl68><span style='mso-spacerun:yes'>&nbsp;</span>$<span style='mso-spacerun:yes'>&nbsp; </span>(1,234.50)</td>
 <td align=right>12.5%</td><td align=right>1.50E+03</td><td align=center>TRUE</td><td>two<br>
  lines</td></tr><!--EndFragment--></table></body></html>`;
  expect(paste(html, [date, wall, text, number, number, number, boolean, text])).toEqual([
    ["2024-03-01", "2024-03-01T14:30:00", "00420", -1234.5, 0.125, 1500, true, "two\nlines"],
  ]);
});

test("Excel's own short date has the order of the person's language", () => {
  const html = `<table><tr><td style='mso-number-format:"Short Date"'>3/1/2024</td></tr></table>`;
  expect(paste(html, [date])).toEqual([["2024-03-01"]]);
  expect(paste(html, [date], { ...english, locale: "fr-FR" })).toEqual([["2024-01-03"]]);
});

// Written after the reference of Office 2000's HTML, where cells carry their values.
test("Excel to 2003: values are those of x:num and x:bool, however they are shown", () => {
  const html = `<table><tr><td class=a x:num="0.33333333333333331">33%</td><td x:num="45352" style='mso-number-format:"Medium Date"'>1-Mar-24</td>
<td x:bool="FALSE">FAUX</td><td x:num>12.5</td></tr></table>`;
  expect(paste(html, [number, date, boolean, number])).toEqual([["0.33333333333333331", "2024-03-01", false, 12.5]]);
});

// Written after what is published of Google's attributes, in both forms they have had, not recorded from Sheets.
test("Google Sheets: values are those of its attributes", () => {
  const sheets = (value: object, shown: string, format?: object) =>
    `<td data-sheets-value='${JSON.stringify(value)}'${format ? ` data-sheets-numberformat='${JSON.stringify(format)}'` : ""}>${shown}</td>`;
  const html = `<meta name="generator" content="Sheets"/><google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #ccc;}--></style>
<table xmlns="http://www.w3.org/1999/xhtml"><colgroup><col width="100"/></colgroup><tbody><tr style="height:21px;">${[
    sheets({ 1: 3, 3: 1234.567 }, "€1.234,57", { 1: 4, 2: "[$€]#,##0.00", 3: 1 }),
    sheets({ 1: 3, 3: 45352 }, "1. März 2024", { 1: 5, 2: "d. mmmm yyyy", 3: 1 }),
    sheets([null, 3, null, 45352.604166666664], "01.03.2024 14:30", [null, 7, "dd.mm.yyyy hh:mm", 1]),
    sheets({ 1: 4, 4: 1 }, "WAHR"),
    sheets({ 1: 2, 2: "=1+1" }, "=1+1"),
    sheets({ 1: 2, 2: " two \nlines" }, " two <br/>lines"),
    sheets({ 1: 3, 3: 0.25 }, "6:00", { 1: 6, 2: "h:mm", 3: 1 }),
  ].join("")}</tr></tbody></table></google-sheets-html-origin>`;
  expect(paste(html, [number, date, wall, boolean, text, text, number])).toEqual([
    [1234.567, "2024-03-01", "2024-03-01T14:30:00", true, "=1+1", " two \nlines", "6:00"],
  ]);
});

test("Google Sheets puts a single cell there without a table", () => {
  const html = `<meta charset='utf-8'><span style="color:#000" data-sheets-value='{"1":3,"3":1234.567}' data-sheets-numberformat='{"1":2,"2":"0.00"}'>1234.57</span>`;
  expect(paste(html, [number])).toEqual([[1234.567]]);
});

test("days of a document that counts from 1904 are those it shows", () => {
  const html = '<table><tr><td sdval="45352" sdnum="1033;1033;YYYY-MM-DD">2028-03-02</td></tr></table>';
  expect(paste(html, [date])).toEqual([["2028-03-02"]]);
});

test("attributes that are broken or lie about what is shown are left alone", () => {
  const html = `<table><tr><td data-sheets-value="{">5</td><td data-sheets-value='{"1":2,"2":"other"}'>shown</td>
<td sdval="x" sdnum="1033;">6</td><td x:num="1e999">7</td></tr></table>`;
  expect(paste(html, [number, text, number, number])).toEqual([[5, "shown", 6, 7]]);
});
