import { text as readAll } from "node:stream/consumers";
import { buffer } from "node:stream/consumers";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import yauzl from "yauzl";
import type { TextRow } from "./copy-text.ts";
import { writeXlsx } from "./xlsx.ts";
import type { SheetColumn } from "./xlsx-sheet.ts";

/** Every part of a workbook, by path. */
async function unzip(file: Buffer): Promise<Map<string, string>> {
  const zip = await yauzl.fromBufferPromise(file);
  const parts = new Map<string, string>();
  for await (const entry of zip.eachEntry())
    parts.set(entry.fileName, await readAll(await zip.openReadStreamPromise(entry)));
  return parts;
}

/** [reference, type or style, text] of each cell; throws when the part is no XML. */
function readCells(xml: string): string[][] {
  const cells: string[][] = [];
  const parser = new SaxesParser();
  parser.on("opentag", (tag) => {
    if (tag.name === "c") cells.push([tag.attributes.r ?? "", tag.attributes.t ?? tag.attributes.s ?? "", ""]);
  });
  parser.on("text", (text) => {
    const last = cells.at(-1);
    if (last) last[2] += text;
  });
  parser.write(xml).close();
  return cells;
}

async function* once(rows: TextRow[]) {
  yield rows;
}

async function sheetOf(columns: SheetColumn[], rows: TextRow[]): Promise<string[][]> {
  const parts = await unzip(await buffer(writeXlsx("Birds", columns, once(rows))));
  return readCells(parts.get("xl/worksheets/sheet1.xml") as string).slice(columns.length);
}

describe("an XLSX file", () => {
  test("has dates, times, numbers and yes/no as such, and nothing where a cell is empty", async () => {
    const cells = await sheetOf(
      [
        { name: "Day", type: "date" },
        { name: "At", type: "datetime" },
        { name: "Instant", type: "datetime", isZoned: true },
        { name: "Number", type: "number" },
        { name: "Yes", type: "boolean" },
        { name: "Text", type: "text" },
      ],
      [
        ["2024-02-29", "2024-02-29 12:00:00", "2024-02-29 18:00:00.5+00", "-35.01", "t", "01002"],
        [null, null, null, null, "f", null],
      ],
    );
    expect(cells).toEqual([
      ["A2", "2", "45351"],
      ["B2", "3", "45351.5"],
      ["C2", "4", String(45_351 + 64_800.5 / 86_400)],
      ["D2", "", "-35.01"],
      ["E2", "b", "1"],
      ["F2", "inlineStr", "01002"],
      ["E3", "b", "0"],
    ]);
  });

  test("keeps as text what a spreadsheet's double or calendar would change", async () => {
    const columns: SheetColumn[] = [
      { name: "Number", type: "number" },
      { name: "Day", type: "date" },
    ];
    const cells = await sheetOf(columns, [
      ["1234567890123456", "1900-02-28"],
      ["0.000000000000000000125", "1900-03-01"],
      ["123456789012345000000", "0044-03-15 BC"],
    ]);
    expect(cells.map(([, kind, text]) => [kind, text])).toEqual([
      ["inlineStr", "1234567890123456"],
      ["inlineStr", "1900-02-28"],
      ["", "0.000000000000000000125"],
      ["2", "61"],
      ["", "123456789012345000000"],
      ["inlineStr", "0044-03-15 BC"],
    ]);
  });

  test("is XML whatever the text is, and text that looks like an escape stays that text", async () => {
    const cells = await sheetOf(
      [{ name: "A & <B>\u0001", type: "text" }],
      [["a\u0000b\r\n\t<&>]]>\uffff"], ["_x0041_ _x_"]],
    );
    expect(cells.map((cell) => cell[2])).toEqual(["a_x0000_b_x000D_\n\t<&>]]>_xFFFF_", "_x005F_x0041_ _x_"]);
  });

  test("names row and field of a text longer than a cell holds", async () => {
    const file = writeXlsx("Birds", [{ name: "Notes", type: "long_text" }], once([["ok"], ["x".repeat(32_768)]]));
    await expect(buffer(file)).rejects.toThrow("Row 2, field Notes: the text has 32768 characters");
  });

  test("goes on in a second sheet after 1,048,575 rows, and makes none without rows", async () => {
    async function* many(count: number) {
      for (let made = 0; made < count; made += 25_000)
        yield Array.from({ length: Math.min(25_000, count - made) }, (_, index) => [String(made + index + 1)]);
    }
    const columns: SheetColumn[] = [{ name: "N", type: "number" }];
    const parts = await unzip(await buffer(writeXlsx("N: one/two", columns, many(1_048_576))));
    expect(parts.get("xl/workbook.xml")).toContain('name="N  one two (2)"');
    expect(readCells(parts.get("xl/worksheets/sheet2.xml") as string)).toEqual([
      ["A1", "inlineStr", "N"],
      ["A2", "", "1048576"],
    ]);
    expect(
      parts
        .get("xl/worksheets/sheet1.xml")
        ?.endsWith('<row r="1048576"><c r="A1048576"><v>1048575</v></c></row></sheetData></worksheet>'),
    ).toBe(true);
    const exact = await unzip(await buffer(writeXlsx("N", columns, many(1_048_575))));
    expect(exact.has("xl/worksheets/sheet2.xml")).toBe(false);
  }, 60_000);
});
