import { deleteField } from "@weft/api/fields";
import * as api from "@weft/api/imports";
import { deleteRows, updateRow } from "@weft/api/rows";
import { listChanges } from "@weft/api/changes";
import type { Table } from "@weft/api/bases";
import pg from "pg";
import { expect, test, vi } from "vitest";
import { hurryJobs, runJobs } from "../../testing/jobs.ts";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";
import { makeImport, readTable, runImport } from "./imports.make.ts";

const fields = [
  { name: "Code", type: "text" as const },
  { name: "Count", type: "number" as const, options: { decimals: 0 } },
];

/** A table with a row of its own, and two months appended to it. */
async function makeMonths(weft: TestWeft) {
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows: [{ Code: "own", Count: 0 }] });
  const append = { mode: "append" as const, tableId: table.id };
  const march = await runImport(weft, person, { name: "march.csv", text: "Code,Count\nm1,1\nm2,2\n", options: append });
  const april = await runImport(weft, person, { name: "april.csv", text: "Code,Count\na1,1\n", options: append });
  const replacing = (importId: string) => ({ mode: "replace" as const, tableId: table.id, replaces: importId });
  return { person, table, march, april, replacing };
}

type ImportChoices = Parameters<typeof makeImport>[1]["options"];

const undo = (person: TestPerson, importId: string) => person.client.call(api.undoImport, { params: { importId } });

test("a file takes the place of one earlier import, the other rows stay, and undo brings edited ones back as they were", async () => {
  await using weft = await makeTestWeft();
  const { person, table, march, replacing } = await makeMonths(weft);
  await person.client.call(updateRow, {
    params: { tableId: table.id, rowId: 3 },
    body: { cells: { Code: "m2 edited" } },
  });
  const before = await readTable(weft, person, table.id);
  expect(before).toEqual(["own,0", "m1,1", "m2 edited,2", "a1,1"]);
  const done = await runImport(weft, person, {
    name: "march again.csv",
    text: "Code,Count,Note\nM1,10,n\nM2,20,n\nM3,30,n\n",
    options: { ...replacing(march.id), columns: [{ index: 2, fieldId: null }] },
  });
  expect(done).toMatchObject({ state: "done", totals: { read: 3, loaded: 3, rejected: 0 }, canUndo: true });
  expect(await readTable(weft, person, table.id)).toEqual(["own,0,", "a1,1,", "M1,10,n", "M2,20,n", "M3,30,n"]);
  const { changes } = await person.client.call(listChanges, { params: { tableId: table.id }, query: { since: 0 } });
  expect(changes.at(-1)).toMatchObject({
    kind: "rows.imported",
    importId: done.id,
    detail: { mode: "replace", replaces: march.id, created: 3, removed: 2 },
  });
  await expect(undo(person, march.id)).rejects.toMatchObject({
    code: "import.wrong_state",
    message: expect.stringContaining("replaced by the import of march again.csv"),
  });
  await undo(person, done.id);
  expect(await readTable(weft, person, table.id)).toEqual(before.map((line) => `${line},`));
  // As before, with their ids and versions: what was edited is known to be.
  await expect(undo(person, march.id)).rejects.toMatchObject({ code: "row.changed", issues: [{ path: "rows.3" }] });
});

test("the review names the imports whose rows are there, and how many rows would go and were edited", async () => {
  await using weft = await makeTestWeft();
  const { person, table, march, april, replacing } = await makeMonths(weft);
  await person.client.call(updateRow, { params: { tableId: table.id, rowId: 2 }, body: { cells: { Count: 7 } } });
  const options = replacing(march.id);
  const waiting = await runImport(weft, person, { text: "Code,Count\nx,1\n", options, start: "review" });
  const read = () => person.client.call(api.getProfile, { params: { importId: waiting.id } });
  expect(await read()).toMatchObject({
    replaceable: [
      { importId: april.id, name: "april.csv", rows: 1 },
      { importId: march.id, name: "march.csv", rows: 2 },
    ],
    replaced: { rows: 2, edited: 1 },
  });
  await person.client.call(deleteRows, { params: { tableId: table.id }, body: { ids: [4] } });
  expect((await read()).replaceable.map(({ importId }) => importId)).toEqual([march.id]);
});

test("a new table's own import can be replaced, and the correction again", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const first = await runImport(weft, person, { text: "a\n1\n2\n" });
  const tableId = first.tableId as string;
  const replacing = (importId: string) => ({ mode: "replace" as const, tableId, replaces: importId });
  const second = await runImport(weft, person, { text: "a\n3\n", options: replacing(first.id) });
  const third = await runImport(weft, person, { text: "a\n4\n5\n", options: replacing(second.id) });
  expect(await readTable(weft, person, tableId)).toEqual(["4", "5"]);
  await expect(undo(person, second.id)).rejects.toMatchObject({ code: "import.wrong_state" });
  await undo(person, third.id);
  await undo(person, second.id);
  expect(await readTable(weft, person, tableId)).toEqual(["1", "2"]);
});

test("an import of another table, one taken back, one that updated by key, one without rows left: each is refused with why", async () => {
  await using weft = await makeTestWeft();
  const { person, table, march, april, replacing } = await makeMonths(weft);
  const elsewhere = await runImport(weft, person, {});
  const keys = { mode: "upsert" as const, tableId: table.id, keys: ["Code"] };
  const upsert = await runImport(weft, person, { name: "u.csv", text: "Code,Count\nown,5\n", options: keys });
  await undo(person, april.id);
  const expectRefused = (options: ImportChoices, text: string) =>
    expect(makeImport(person, { text: "Code,Count\nx,1\n", options })).rejects.toMatchObject({
      code: "import.options_invalid",
      issues: [{ path: "replaces", message: expect.stringContaining(text) }],
    });
  await expectRefused(replacing(elsewhere.id), "went into this table");
  await expectRefused(replacing("imp00000000000000"), "went into this table");
  await expectRefused(replacing(april.id), "april.csv is undone");
  await expectRefused(replacing(upsert.id), "updated rows by key");
  await expectRefused({ ...replacing(march.id), mode: "append" }, "only mode replace");
  await person.client.call(deleteRows, { params: { tableId: table.id }, body: { ids: [2, 3] } });
  await expectRefused(replacing(march.id), "no row that march.csv brought");
});

test("of two files that replace the same import at once, one is loaded and the other says why not", async () => {
  await using weft = await makeTestWeft();
  const { person, table, march, replacing } = await makeMonths(weft);
  const wanted = { text: "Code,Count\nx,1\n", options: replacing(march.id) };
  const both = [await makeImport(person, wanted), await makeImport(person, wanted)];
  await runJobs(weft.weft);
  const ended = await Promise.all(
    both.map(({ id }) => person.client.call(api.getImport, { params: { importId: id } })),
  );
  expect(ended.map(({ state }) => state).sort()).toEqual(["done", "failed"]);
  expect(ended.find(({ state }) => state === "failed")?.failure?.text).toContain("no row that march.csv brought");
  expect(await readTable(weft, person, table.id)).toEqual(["own,0", "a1,1", "x,1"]);
});

test("a load that fails leaves the earlier rows where they are", async () => {
  await using weft = await makeTestWeft();
  const { person, table, march, replacing } = await makeMonths(weft);
  const before = await readTable(weft, person, table.id);
  const options = { ...replacing(march.id), strict: true };
  const failed = await runImport(weft, person, { text: "Code,Count\nx,1\ny,no number\n", options });
  expect(failed.state).toBe("failed");
  expect(await readTable(weft, person, table.id)).toEqual(before);
});

test("rows come back into a table that has lost a field since", async () => {
  await using weft = await makeTestWeft();
  const { person, table, march, replacing } = await makeMonths(weft);
  const done = await runImport(weft, person, { text: "Code,Count\nx,1\n", options: replacing(march.id) });
  await person.client.call(deleteField, { params: { tableId: table.id, fieldId: table.fields[1]?.id as string } });
  await undo(person, done.id);
  expect(await readTable(weft, person, table.id)).toEqual(["own", "m1", "m2", "a1"]);
});

/** Writes to a row of the first append and keeps it locked, so that a load that wants it away stands still in mid-transaction. */
async function holdRow(weft: TestWeft, person: TestPerson, table: Table) {
  const client = new pg.Client({ connectionString: weft.weft.db.url });
  await client.connect();
  await client.query("begin");
  const field = table.fields[0]?.id as string;
  await client.query(`update "${person.baseId}"."${table.id}" set "${field}" = 'late', _change = 1 where id = 2`);
  const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return {
    isWaitedFor: () =>
      vi.waitFor(async () => expect((await client.query(waiting)).rowCount).toBe(1), { timeout: 30_000, interval: 20 }),
    async end(how: "commit" | "cut") {
      if (how === "cut") await client.query(`select pg_terminate_backend(pid) from (${waiting}) as loads`);
      await client.query(how === "cut" ? "rollback" : "commit");
      await client.end();
    },
  };
}

test("a database connection lost while the earlier rows go: all stay, the job is tried again, the file is there once", async () => {
  await using weft = await makeTestWeft();
  const { person, table, march, replacing } = await makeMonths(weft);
  const before = await readTable(weft, person, table.id);
  const hold = await holdRow(weft, person, table);
  const { id } = await makeImport(person, { text: "Code,Count\nx,1\n", options: replacing(march.id) });
  const running = runJobs(weft.weft);
  await hold.isWaitedFor();
  await hold.end("cut");
  await running;
  expect(await readTable(weft, person, table.id)).toEqual(before);
  await hurryJobs(weft.weft);
  await runJobs(weft.weft);
  expect(await person.client.call(api.getImport, { params: { importId: id } })).toMatchObject({ state: "done" });
  expect(await readTable(weft, person, table.id)).toEqual(["own,0", "a1,1", "x,1"]);
  await undo(person, id);
  expect(await readTable(weft, person, table.id)).toEqual(before);
});

test("an edit that is saved while the load runs is kept for undo too", async () => {
  await using weft = await makeTestWeft();
  const { person, table, march, replacing } = await makeMonths(weft);
  const hold = await holdRow(weft, person, table);
  const { id } = await makeImport(person, { text: "Code,Count\nx,1\n", options: replacing(march.id) });
  const running = runJobs(weft.weft);
  await hold.isWaitedFor();
  await hold.end("commit");
  await running;
  expect(await readTable(weft, person, table.id)).toEqual(["own,0", "a1,1", "x,1"]);
  await undo(person, id);
  expect(await readTable(weft, person, table.id)).toEqual(["own,0", "late,1", "m2,2", "a1,1"]);
});
