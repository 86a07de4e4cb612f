import { randomBytes } from "node:crypto";
import { getImport } from "@weft/api/imports";
import { expect, test } from "vitest";
import { runJobs } from "../../testing/jobs.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeUpload } from "../uploads/uploads.make.ts";
import { makeImport, readTable, runImport } from "./imports.make.ts";

const wide = Array.from({ length: 5000 }, (_, i) => `c${i}`).join(",");
const files: [name: string, bytes: string | Uint8Array, code: string][] = [
  ["empty.csv", "", "file.empty"],
  ["picture.csv", Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), randomBytes(5000)]), "file.unreadable"],
  ["wide.csv", `${wide}\n${wide}\n`, "file.too_wide"],
  ["broken.json", `[${'{"a":1},'.repeat(1000)}{"a":`, "file.unreadable"],
  ["truncated.parquet", Buffer.concat([Buffer.from("PAR1"), randomBytes(2000)]), "file.unreadable"],
];

test("each file that cannot be loaded says why, for people, and leaves nothing behind", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const made: [id: string, code: string][] = [];
  for (const [name, bytes, code] of files) {
    const upload = await makeUpload(person, name, bytes);
    made.push([(await makeImport(person, { source: { uploadId: upload.id } })).id, code]);
  }
  await runJobs(weft.weft);
  for (const [importId, code] of made) {
    const job = await person.client.call(getImport, { params: { importId } });
    expect([job.upload.name, job.state, job.failure?.code]).toEqual([job.upload.name, "failed", code]);
    expect(job.failure?.text).toMatch(/\.$/);
  }
  const { rows } = await weft.weft.db.dataPool.query("select from pg_tables where schemaname = $1", [person.baseId]);
  expect(rows).toHaveLength(0);
});

test("a row of too many short cells fails the import with where it stands and what to do", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const line = (cell: (index: number) => string) => `${Array.from({ length: 600 }, (_, i) => cell(i)).join(",")}\n`;
  const short = line((i) => `v${i}`).repeat(40);
  const text = line((i) => `c${i}`) + short + line((i) => `text of twenty-three ${i}`) + short;
  const failed = await runImport(weft, person, { text });
  expect(failed).toMatchObject({ state: "failed", failure: { code: "import.failed" } });
  expect(failed.failure?.text).toMatch(/^A row is too big for the database \(row \d+ .* Leave out some columns/);
  const { rows } = await weft.weft.db.dataPool.query("select from pg_tables where schemaname = $1", [person.baseId]);
  expect(rows).toHaveLength(0);
});

test("one bad row rejects itself, not the file, and not its neighbours", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const rows = Array.from({ length: 500 }, (_, i) => `${i},${i === 250 ? "x\0y" : "fine"}\n`).join("");
  const done = await runImport(weft, person, { text: `Code,Note\n${rows}` });
  expect(done).toMatchObject({ state: "done", totals: { read: 500, loaded: 499, rejected: 1 } });
  const lines = await readTable(weft, person, done.tableId as string);
  expect(lines.filter((line) => !line.endsWith(",fine"))).toEqual([]);
});
