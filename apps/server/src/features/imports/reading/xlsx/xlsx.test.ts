import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { ZipFile } from "yazl";
import { analyseFile } from "../reading.ts";
import { loadFile, readingOptions, sourceOf, typesOf } from "../reading.make.ts";
import { makeXlsx } from "./xlsx.make.ts";

function text(reference: string, value: string): string {
  return `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`;
}

const simple = `<row r="1">${text("A1", "name")}${text("B1", "age")}</row><row r="2">${text("A2", "Ann")}<c r="B2"><v>31</v></c></row><row r="3">${text("A3", "Bob")}<c r="B3"><v>45</v></c></row>`;

test("shared, rich and inline strings, numbers, booleans, formulas' values, dates by style; errors are no value and said", async () => {
  const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c>${text("B1", "price")}${text("C1", "ok")}${text("D1", "on")}${text("E1", "at")}${text("F1", "sum")}${text("G1", "code")}</row>
<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>19.989999999999998</v></c><c r="C2" t="b"><v>1</v></c><c r="D2" s="1"><v>45322</v></c><c r="E2" s="2"><v>45322.4375</v></c><c r="F2"><f>1+1</f><v>2</v></c>${text("G2", "007")}</row>
<row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3"><v>5</v></c><c r="C3" t="b"><v>0</v></c><c r="D3" s="1"><v>59</v></c><c r="E3" s="2"><v>45323</v></c><c r="F3" t="e"><f>1/0</f><v>#DIV/0!</v></c>${text("G3", "012")}</row>`;
  const strings = ["<t>name</t>", "<r><t>An</t></r><r><t>n</t></r><rPh><t>hint</t></rPh>", "<t>B&amp;b</t>"];
  const bytes = await makeXlsx([{ name: "Data", rows }], { strings, styles: [14, "yyyy\\-mm\\-dd hh:mm"] });
  const { profile, rows: read } = await loadFile(sourceOf(bytes, "book.xlsx", 100));
  expect(typesOf(profile)).toEqual([
    "name: text",
    "price: number",
    "ok: boolean",
    "on: date",
    "at: datetime",
    "sum: number0",
    "code: text",
  ]);
  expect(read).toEqual([
    ["Ann", "19.99", "t", "2024-01-31", "2024-01-31 10:30:00", "2", "007"],
    ["B&b", "5", "f", "1900-02-28", "2024-02-01 00:00:00", null, "012"],
  ]);
  expect(profile.warnings).toEqual([{ code: "error_cell", count: 1, line: 3 }]);
});

test("workbooks that count days from 1904", async () => {
  const rows = `<row r="1">${text("A1", "on")}${text("B1", "n")}</row><row r="2"><c r="A2" s="1"><v>43860</v></c><c r="B2"><v>1</v></c></row>`;
  const { rows: read } = await loadFile(
    sourceOf(await makeXlsx([{ name: "S", rows }], { styles: [14], is1904: true }), "book.xlsx"),
  );
  expect(read).toEqual([["2024-01-31", "1"]]);
});

test("the first visible sheet with data is read, another when it is chosen, and all are named", async () => {
  const other = simple.replaceAll("Ann", "Zoé");
  const bytes = await makeXlsx([
    { name: "Hidden", rows: other, state: "hidden" },
    { name: "Empty", rows: "" },
    { name: "People", rows: simple },
    { name: "More", rows: other },
  ]);
  const { profile, rows } = await loadFile(sourceOf(bytes, "book.xlsx"));
  expect([profile.reading.sheet, profile.sheets]).toEqual(["People", ["Hidden", "Empty", "People", "More"]]);
  expect(rows).toEqual([
    ["Ann", "31"],
    ["Bob", "45"],
  ]);
  expect((await loadFile(sourceOf(bytes, "book.xlsx"), { sheet: "More" })).rows[0]).toEqual(["Zoé", "31"]);
  await expect(loadFile(sourceOf(bytes, "book.xlsx"), { sheet: "Nope" })).rejects.toMatchObject({
    code: "file.unreadable",
    message: expect.stringContaining("Hidden, Empty"),
  });
});

test("a title above the table and empty rows between are no data; rejects would name the sheet's row", async () => {
  const rows = `<row r="1">${text("A1", "Sales of 2024")}</row><row r="3">${text("A3", "name")}${text("B3", "q1")}${text("C3", "q2")}</row><row r="4">${text("A4", "A")}<c r="B4"><v>1</v></c><c r="C4"><v>2</v></c></row><row r="7">${text("A7", "B")}<c r="B7"><v>3</v></c><c r="C7"><v>4</v></c></row>`;
  const { profile, rows: read } = await loadFile(sourceOf(await makeXlsx([{ name: "S", rows }]), "book.xlsx"));
  expect(read).toEqual([
    ["A", "1", "2"],
    ["B", "3", "4"],
  ]);
  expect(profile.reading.preambleLines).toBe(2);
});

test("an XLSX named .csv is read and said; a CSV named .xlsx too", async () => {
  const wrong = await loadFile(sourceOf(await makeXlsx([{ name: "S", rows: simple }]), "people.csv"));
  expect([wrong.rows.length, wrong.profile.reading.format]).toEqual([2, "xlsx"]);
  expect(wrong.profile.warnings).toEqual([{ code: "extension_differs", count: 1, line: null }]);
  const other = await loadFile(sourceOf("a,b\n1,2\n", "people.xlsx"));
  expect(other.profile.reading.format).toBe("csv");
  expect(other.profile.warnings).toEqual([{ code: "extension_differs", count: 1, line: null }]);
});

test("a zip bomb stops at the limit of really unpacked bytes", async () => {
  const bomb = `<row r="1">${text("A1", "a".repeat(60_000_000))}</row>`;
  const bytes = await makeXlsx([{ name: "S", rows: bomb }]);
  expect(bytes.length).toBeLessThan(200_000);
  await expect(
    analyseFile(sourceOf(bytes, "bomb.xlsx"), {}, readingOptions({ unpackedBytesMax: 20_000_000 })),
  ).rejects.toMatchObject({
    code: "file.too_large",
    message: expect.stringContaining("20 MB"),
  });
});

test("more rows than a sheet can hold are read and said", async () => {
  const rows = Array.from(
    { length: 3 },
    (_, i) => `<row r="${1_048_575 + i}"><c r="A${1_048_575 + i}"><v>${i}</v></c></row>`,
  ).join("");
  const { profile, rows: read } = await loadFile(sourceOf(await makeXlsx([{ name: "S", rows }]), "book.xlsx"));
  expect(read).toHaveLength(3);
  expect(profile.warnings).toContainEqual({ code: "rows_beyond_limit", count: 1, line: 1_048_577 });
});

test("broken, empty and sheetless workbooks say what is wrong", async () => {
  const bytes = await makeXlsx([{ name: "S", rows: simple }]);
  await expect(loadFile(sourceOf(bytes.subarray(0, bytes.length - 300), "cut.xlsx"))).rejects.toMatchObject({
    code: "file.unreadable",
  });
  await expect(loadFile(sourceOf(await makeXlsx([{ name: "S", rows: "" }]), "empty.xlsx"))).rejects.toMatchObject({
    code: "file.empty",
  });
  const damaged = await makeXlsx([{ name: "S", rows: "<row r='1'><c r='A1'><v>1</row>" }]);
  await expect(loadFile(sourceOf(damaged, "bad.xlsx"))).rejects.toMatchObject({ code: "file.unreadable" });
});

test("a zip with one table is unpacked; one with several says so", async () => {
  const pack = async (names: string[]) => {
    const zip = new ZipFile();
    for (const name of names) zip.addBuffer(Buffer.from("a,b\n1,2\n3,4\n"), name);
    zip.end();
    return buffer(zip.outputStream);
  };
  const { rows, profile } = await loadFile(sourceOf(await pack(["data/table.csv"]), "table.zip"));
  expect([rows, profile.warnings]).toEqual([
    [
      ["1", "2"],
      ["3", "4"],
    ],
    [],
  ]);
  await expect(loadFile(sourceOf(await pack(["a.csv", "b.csv"]), "two.zip"))).rejects.toMatchObject({
    code: "file.unreadable",
    message: expect.stringContaining("a.csv, b.csv"),
  });
});
