import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { CellValue } from "@weft/model/fields/field";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";
import { makeExport } from "./exports.make.ts";

let weft: TestWeft;
let ann: TestPerson;
let tableId: string;

const rows: Record<string, CellValue>[] = [
  {
    Name: 'Zoë "Z" O\'Neil',
    "Very, long; name\twith \\ and ‘quotes’ far past the sixty-three bytes PostgreSQL gives a name": "=1+1",
    Zip: "01002",
    Amount: "12345678901234567890.123456789",
    Count: 9007199254740993n.toString(),
    Yes: true,
    Day: "2024-02-29",
    At: "2024-02-29T23:59:59.123",
    Instant: "2024-02-29T23:59:59+02:00",
    Extra: { a: [1, "x\ny"] },
  },
  { Name: "two\nlines, and a tab\t\\N", Amount: "1.50", Count: -7, Yes: false, Day: "0099-01-01", Extra: "text" },
  { Name: "", Amount: "-0.000000000000000000000000000001" },
  {},
];

beforeAll(async () => {
  weft = await makeTestWeft();
  ann = await makePerson(weft);
  const table = await makeTable(weft, ann, {
    name: "Birds / été: 2024",
    fields: [
      { name: "Name" },
      { name: Object.keys(rows[0] as object)[1] as string, type: "long_text" },
      { name: "Zip" },
      { name: "Amount", type: "number", options: { decimals: null } },
      { name: "Count", type: "number", options: { decimals: 0 } },
      { name: "Yes", type: "boolean" },
      { name: "Day", type: "date" },
      { name: "At", type: "datetime", options: { zoned: false } },
      { name: "Instant", type: "datetime", options: { zoned: true } },
      { name: "Extra", type: "json" },
    ],
    rows,
  });
  tableId = table.id;
});

afterAll(() => weft[Symbol.asyncDispose]());

/** Asks DuckDB, a reader that is not ours, about a file. */
async function ask(file: Buffer, name: string, query: (path: string) => string): Promise<unknown[]> {
  const folder = await mkdtemp(join(tmpdir(), "weft-read-"));
  try {
    await writeFile(join(folder, name), file);
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    return (await connection.runAndReadAll(query(join(folder, name)))).getRowObjectsJson();
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("csv", () => {
  test("another reader finds every cell as it was, empty text apart from no value", async () => {
    const { file, job, response } = await makeExport(weft, ann, tableId, {});
    expect(job).toMatchObject({ state: "done", rows: 4, sizeBytes: file.length });
    expect(response?.headers.get("content-disposition")).toContain("filename*=UTF-8''Birds%20%C3%A9t%C3%A9%202024%20");
    const [first, second, third, fourth] = (await ask(
      file,
      "a.csv",
      (path) => `select * from read_csv('${path}', all_varchar = true, header = true, allow_quoted_nulls = false)`,
    )) as Record<string, string | null>[];
    expect(first).toEqual({
      Name: rows[0]?.Name,
      [Object.keys(rows[0] as object)[1] as string]: "=1+1",
      Zip: "01002",
      Amount: "12345678901234567890.123456789",
      Count: "9007199254740993",
      Yes: "true",
      Day: "2024-02-29",
      At: "2024-02-29 23:59:59.123",
      Instant: "2024-02-29 21:59:59+00",
      Extra: '{"a": [1, "x\\ny"]}',
    });
    expect(second).toMatchObject({ Name: rows[1]?.Name, Amount: "1.50", Yes: "false", Zip: null });
    expect(third).toMatchObject({ Name: "", Amount: "-0.000000000000000000000000000001" });
    expect(Object.values(fourth as object)).toEqual(Array.from({ length: 10 }, () => null));
  });

  test("fields come in the order asked for, with the separator asked for, without a header", async () => {
    const { file } = await makeExport(weft, ann, tableId, {
      fields: ["zip", "Count"],
      csv: { separator: ";", header: false },
    });
    expect(file.toString()).toBe("01002;9007199254740993\n;-7\n;\n;\n");
  });

  test("filter, sort and search choose and order the rows, whatever their values look like in SQL", async () => {
    const table = await makeTable(weft, ann, {
      fields: [{ name: "Name" }, { name: "Age", type: "number", options: { decimals: 0 } }],
      rows: [
        { Name: "O'Neil \\ $1", Age: 40 },
        { Name: "Ann", Age: 31 },
        { Name: "Ben", Age: 20 },
        { Name: "Cy", Age: 35 },
      ],
    });
    const older = await makeExport(weft, ann, table.id, {
      filter: {
        all: [
          { field: "Age", op: "greater", value: 30 },
          { field: "Name", op: "is_not", value: "Cy" },
        ],
      },
      sort: "-Age",
      csv: { header: false },
    });
    expect(older.file.toString()).toBe("O'Neil \\ $1,40\nAnn,31\n");
    const quoted = await makeExport(weft, ann, table.id, {
      filter: { field: "Name", op: "is", value: "O'Neil \\ $1" },
      format: "ndjson",
    });
    expect(JSON.parse(quoted.file.toString())).toEqual({ Name: "O'Neil \\ $1", Age: 40 });
    const found = await makeExport(weft, ann, table.id, { search: "be", fields: ["Name"], csv: { header: false } });
    expect(found.file.toString()).toBe("Ben\n");
  });

  test("rows in groups come group by group, as they stand on screen, in every format", async () => {
    const table = await makeTable(weft, ann, {
      fields: [{ name: "City" }, { name: "Seen", type: "datetime", options: { zoned: true } }, { name: "Who" }],
      rows: [
        { City: "Ulm", Seen: "2024-03-05T23:30:00Z", Who: "a" },
        { City: null, Seen: null, Who: "b" },
        { City: "Bern", Seen: "2024-03-05T20:00:00Z", Who: "c" },
        { City: "Ulm", Seen: "2024-03-06T08:00:00Z", Who: "d" },
        { City: "Bern", Seen: "2024-03-05T08:00:00Z", Who: "e" },
      ],
    });
    const order = async (group: string, zone = "UTC") => {
      const { file } = await makeExport(weft, ann, table.id, {
        group,
        zone,
        sort: "Who",
        fields: ["Who"],
        csv: { header: false },
      });
      return file.toString().trim().split("\n").join("");
    };
    expect(await order("City")).toBe("ceadb");
    // By the day of whoever asks: in Zurich the first row belongs to the sixth of March already.
    expect(await order("-Seen")).toBe("daceb");
    expect(await order("-Seen", "Europe/Zurich")).toBe("adceb");
    for (const format of ["json", "ndjson"] as const) {
      const { file } = await makeExport(weft, ann, table.id, { format, group: "-City", sort: "-Who", fields: ["Who"] });
      expect(
        file
          .toString()
          .match(/[a-e](?=")/g)
          ?.join(""),
      ).toBe("daecb");
    }
    const refused = makeExport(weft, ann, table.id, { group: "City,Seen,Who,City" });
    await expect(refused).rejects.toMatchObject({ issues: [{ path: "group" }] });
  });

  test("text that a spreadsheet would run is defused when asked, numbers are left alone", async () => {
    const table = await makeTable(weft, ann, {
      fields: [{ name: "=cmd()" }, { name: "Number", type: "number" }],
      rows: ["=1+1", "+1", "-1", "@A1", "\tx", "\rx", "a=1"].map((text) => ({ "=cmd()": text, Number: -5 })),
    });
    const { file } = await makeExport(weft, ann, table.id, { defuseFormulas: true });
    expect(file.toString()).toBe(`'=cmd(),Number\n'=1+1,-5\n'+1,-5\n'-1,-5\n'@A1,-5\n'\tx,-5\n"'\rx",-5\na=1,-5\n`);
    const plain = await makeExport(weft, ann, table.id, {});
    expect(plain.file.toString()).toContain("\n=1+1,-5\n");
  });

  test("utf-16 has a byte-order mark when asked", async () => {
    const { file } = await makeExport(weft, ann, tableId, {
      fields: ["Name"],
      csv: { encoding: "utf-16le", byteOrderMark: true },
    });
    expect(new TextDecoder("utf-16le").decode(file).startsWith('Name\n"Zoë ""Z"" O\'Neil"\n')).toBe(true);
    expect([...file.subarray(0, 2)]).toEqual([0xff, 0xfe]);
  });

  test("windows-1252 carries its own signs; another sign ends the export with its line and a remedy", async () => {
    const table = await makeTable(weft, ann, { fields: [{ name: "A" }], rows: [{ A: "é€“œ" }, { A: "Łódź" }] });
    const options = { csv: { encoding: "windows-1252" as const } };
    const { job } = await makeExport(weft, ann, table.id, options);
    expect(job.state).toBe("failed");
    expect(job.failure).toContain("Line 3");
    expect(job.failure).toContain("“Ł” (U+0141)");
    await weft.weft.db.dataPool.query(`delete from "${table.baseId}"."${table.id}" where id = 2`);
    const { file } = await makeExport(weft, ann, table.id, options);
    expect([...file]).toEqual([0x41, 0x0a, 0xe9, 0x80, 0x93, 0x9c, 0x0a]);
  });
});

describe("json", () => {
  test("numbers are JSON numbers while a double holds them, digits as text beyond", async () => {
    const { file } = await makeExport(weft, ann, tableId, { format: "json" });
    const parsed = JSON.parse(file.toString()) as Record<string, unknown>[];
    expect(parsed).toHaveLength(4);
    expect(parsed[0]).toEqual({
      ...rows[0],
      At: "2024-02-29T23:59:59.123",
      Instant: "2024-02-29T21:59:59+00:00",
      Count: "9007199254740993",
    });
    expect(parsed[1]).toMatchObject({ Name: rows[1]?.Name, Amount: 1.5, Count: -7, Extra: "text" });
    expect(parsed[2]?.Amount).toBe(-1e-30);
    expect(Object.values(parsed[3] as object).every((value) => value === null)).toBe(true);
  });

  test("ndjson has one object a line, an empty table none, and an empty array is still JSON", async () => {
    const { file } = await makeExport(weft, ann, tableId, { format: "ndjson" });
    const lines = file.toString().split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.map((line) => (JSON.parse(line) as { Name: string }).Name)).toEqual([
      rows[0]?.Name,
      rows[1]?.Name,
      "",
      null,
    ]);
    const empty = await makeTable(weft, ann, {});
    expect((await makeExport(weft, ann, empty.id, { format: "ndjson" })).file.toString()).toBe("");
    expect((await makeExport(weft, ann, empty.id, { format: "json" })).file.toString()).toBe("[\n]\n");
  });
});

describe("parquet", () => {
  test("another reader finds typed columns and exact values", async () => {
    const { file } = await makeExport(weft, ann, tableId, { format: "parquet" });
    const types = await ask(file, "a.parquet", (path) => `describe select * from '${path}'`);
    expect((types as { column_type: string }[]).map((column) => column.column_type)).toEqual([
      "VARCHAR",
      "VARCHAR",
      "VARCHAR",
      // 20 digits before the point and 30 behind it are more than a Parquet decimal has: text keeps them.
      "VARCHAR",
      "BIGINT",
      "BOOLEAN",
      "DATE",
      "TIMESTAMP",
      "TIMESTAMP WITH TIME ZONE",
      "JSON",
    ]);
    const [first, second, third, fourth] = (await ask(
      file,
      "a.parquet",
      (path) => `select * from '${path}'`,
    )) as Record<string, unknown>[];
    expect(first).toMatchObject({ Name: rows[0]?.Name, Zip: "01002", Count: "9007199254740993", Yes: true });
    expect(first).toMatchObject({ Day: "2024-02-29", At: "2024-02-29 23:59:59.123" });
    expect(second).toMatchObject({ Name: rows[1]?.Name, Zip: null, Day: "0099-01-01" });
    expect(third).toMatchObject({ Name: "", Amount: "-0.000000000000000000000000000001" });
    expect(Object.values(fourth as object).every((value) => value === null)).toBe(true);
  });

  test("decimals get the digits their values need", async () => {
    const table = await makeTable(weft, ann, {
      fields: [
        { name: "Price", type: "number" },
        { name: "Big", type: "number" },
      ],
      rows: [
        { Price: "1234.5", Big: "12345678901234567890.5" },
        { Price: "0.25", Big: "1" },
      ],
    });
    const { file } = await makeExport(weft, ann, table.id, { format: "parquet" });
    expect(await ask(file, "a.parquet", (path) => `select *, typeof(Price) p, typeof(Big) b from '${path}'`)).toEqual([
      { Price: "1234.50", Big: "12345678901234567890.5", p: "DECIMAL(18,2)", b: "DECIMAL(38,1)" },
      { Price: "0.25", Big: "1.0", p: "DECIMAL(18,2)", b: "DECIMAL(38,1)" },
    ]);
  });
});
