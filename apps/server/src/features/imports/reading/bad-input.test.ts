import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { analyseFile, copyRows } from "./reading.ts";
import { loadFile, readingOptions, sourceOf, typesOf } from "./reading.make.ts";

test.each([
  ["an empty file", "", "file.empty", "no bytes"],
  ["blank lines only", "\n\n \n", "file.empty", "no rows"],
  ["a PDF named .csv", "%PDF-1.7\n%âãÏÓ", "file.unreadable", "PDF"],
  ["a picture named .csv", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), "file.unreadable", "PNG"],
  ["an old Excel file", Buffer.from("d0cf11e0a1b11ae10000", "hex"), "file.unreadable", "XLSX"],
  [
    "random bytes",
    Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3)) % 256)),
    "file.unreadable",
    "binary",
  ],
  ["a web page", "<!DOCTYPE html><html><body>Sign in</body></html>", "file.unreadable", "web page"],
  [
    "5,000 columns",
    `${Array.from({ length: 5000 }, (_, i) => `c${i}`).join(",")}\n${"1,".repeat(4999)}1\n`,
    "file.too_wide",
    "5000 columns",
  ],
  ["a broken gzip", gzipSync("a,b\n1,2\n".repeat(5000)).subarray(0, 60), "file.unreadable", "gzip"],
  ["a broken Parquet", "PAR1 and nothing more", "file.unreadable", "Parquet"],
])("%s is refused with a sentence that says what to do", async (_what, content, code, says) => {
  const refused = analyseFile(sourceOf(content, "file.csv"), {}, readingOptions());
  await expect(refused).rejects.toMatchObject({
    code,
    message: expect.stringMatching(new RegExp(`${says}.*\\.`, "su")),
  });
});

test("a line of 100 MB is refused with its number, in bounded memory", async () => {
  const chunk = Buffer.alloc(1024 * 1024, 97);
  let sent = 0;
  const source = {
    name: "one-line.csv",
    sizeBytes: 104_857_600,
    open: async (range?: { start: number; end?: number }) => {
      const size = (range?.end ?? 104_857_599) - (range?.start ?? 0) + 1;
      return Readable.from(
        (function* parts() {
          for (let left = size; left > 0; left -= chunk.length, sent += chunk.length)
            yield left >= chunk.length ? chunk : chunk.subarray(0, left);
        })(),
      );
    },
  };
  await expect(analyseFile(source, {}, readingOptions())).rejects.toMatchObject({
    code: "file.unreadable",
    message: expect.stringContaining("Line 1 "),
  });
  expect(sent).toBeLessThan(40 * 1024 * 1024);
});

test("a gzip is unpacked within the limit, and its copy is gone afterwards", async () => {
  const tempFolder = await mkdtemp(join(tmpdir(), "reading-test-"));
  const options = readingOptions({ tempFolder });
  const bytes = gzipSync(`a,b\n${"1,2\n".repeat(100_000)}`);
  const profile = await analyseFile(sourceOf(bytes, "table.csv.gz"), {}, options);
  expect([profile.records, profile.warnings]).toEqual([100_000, []]);
  await expect(
    analyseFile(sourceOf(bytes, "table.csv.gz"), {}, { ...options, unpackedBytesMax: 50_000 }),
  ).rejects.toMatchObject({ code: "file.too_large" });
  expect(await readdir(tempFolder)).toEqual([]);
});

test("a Parquet's declared types win, nested ones become JSON, and a cut one is refused", async () => {
  const folder = await mkdtemp(join(tmpdir(), "reading-test-"));
  const path = join(folder, "t.parquet");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT 1::INT AS i, 12.50::DECIMAL(9,2) AS d, DATE '2024-01-31' AS on_day, TIMESTAMP '2024-01-31 10:30:00.5' AS at,
    [1, 2] AS list, {'x': 1, 'y': 'é'} AS struct, true AS ok, '007' AS code, '' AS empty, NULL::VARCHAR AS nothing, 0.1::DOUBLE AS f,
    18446744073709551615::UBIGINT AS big UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  const bytes = await readFile(path);
  const { profile, rows } = await loadFile(sourceOf(bytes, "t.parquet"));
  expect(typesOf(profile)).toEqual([
    "i: number0",
    "d: number",
    "on_day: date",
    "at: datetime",
    "list: json",
    "struct: json",
    "ok: boolean",
    "code: text",
    "empty: text",
    "nothing: text",
    "f: number",
    "big: number",
  ]);
  expect(rows).toEqual([
    [
      "1",
      "12.50",
      "2024-01-31",
      "2024-01-31 10:30:00.500000",
      "[1,2]",
      '{"x":1,"y":"é"}',
      "t",
      "007",
      "",
      null,
      "0.1",
      "18446744073709551615",
    ],
    Array.from({ length: 12 }, () => null),
  ]);
  await expect(loadFile(sourceOf(bytes.subarray(0, bytes.length - 20), "t.parquet"))).rejects.toMatchObject({
    code: "file.unreadable",
  });
});

test("one bad row rejects itself and blames no other; ids go on over it", async () => {
  const text = "id,v\n1,5\n2,x\n3,7\n";
  const profile = await analyseFile(sourceOf(text), {}, readingOptions());
  const number = profile.columns[1]!.candidates.find(({ reading }) => reading.shape.type === "number")!;
  expect(number).toMatchObject({ fits: 2, misfits: 1, examples: [{ line: 3, value: "x" }] });
  const lines: number[] = [];
  const plan = [{ index: 1, name: "v", reading: number.reading }];
  const copy = copyRows(sourceOf(text), profile.reading, plan, {
    ...readingOptions(),
    firstRow: 100,
    onReject: ({ line }) => lines.push(line),
  });
  let out = "";
  for await (const chunk of copy.chunks) out += chunk.toString();
  expect(out).toBe("100\t5\n102\t7\n");
  expect(lines).toEqual([3]);
  expect(copy.result()).toMatchObject({ read: 3, loaded: 2, rejected: 1 });
});

test("a new name in a choice column is told, in order of appearance", async () => {
  const text = "k,v\n1,red\n2,blue\n3,red\n4,green\n";
  const profile = await analyseFile(sourceOf(text), {}, readingOptions());
  const choice = {
    shape: { type: "choice" as const, options: { choices: [{ name: "red", color: "red" as const }] } },
    dateOrder: "ymd" as const,
    decimalMark: "." as const,
  };
  const copy = copyRows(sourceOf(text), profile.reading, [{ index: 1, name: "v", reading: choice }], {
    ...readingOptions(),
    firstRow: 1,
    onReject: () => {},
  });
  for await (const chunk of copy.chunks) expect(chunk.length).toBeGreaterThan(0);
  expect([...copy.result().newChoices]).toEqual([[1, ["blue", "green"]]]);
});

test("what a person sets wins: separator, header, footer, encoding", async () => {
  const text = "x;y\n1;2\n3;4\nend;0\n";
  const { profile, rows } = await loadFile(sourceOf(text), {
    separator: ";",
    headerRows: 0,
    preambleLines: 1,
    footerLines: 1,
  });
  expect(rows).toEqual([
    ["1", "2"],
    ["3", "4"],
  ]);
  expect(profile.reading).toMatchObject({ headerRows: 0, preambleLines: 1, footerLines: 1 });
  const comma = await loadFile(sourceOf(text), { separator: "," });
  expect(comma.profile.columns).toHaveLength(1);
});

test("cancelling stops the reading", async () => {
  const controller = new AbortController();
  controller.abort(new Error("cancelled"));
  await expect(analyseFile(sourceOf("a,b\n1,2\n"), {}, readingOptions({ signal: controller.signal }))).rejects.toThrow(
    "cancelled",
  );
});
