import { restoreTable } from "@weft/api/bases";
import { undoChange } from "@weft/api/changes";
import { retypeField } from "@weft/api/fields";
import * as api from "@weft/api/imports";
import { createRows, updateRow } from "@weft/api/rows";
import { expect, test } from "vitest";
import type { TestPerson } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";
import { readTable, runImport } from "./imports.make.ts";

const fields = [
  { name: "Code", type: "text" as const },
  { name: "Count", type: "number" as const, options: { decimals: 0 } },
];
const rows = [
  { Code: "a", Count: 1 },
  { Code: "b", Count: 2 },
];

const undo = (person: TestPerson, importId: string) => person.client.call(api.undoImport, { params: { importId } });

test("a new table goes to the trash, and its import cannot be taken back twice", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const done = await runImport(weft, person, {});
  expect(await undo(person, done.id)).toMatchObject({ state: "undone", canUndo: false });
  await expect(undo(person, done.id)).rejects.toMatchObject({ code: "import.wrong_state" });
  const restored = await person.client.call(restoreTable, { params: { tableId: done.tableId as string } });
  expect(await readTable(weft, person, restored.id)).toHaveLength(2);
});

test("appended rows go, those from before stay", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows });
  const options = { mode: "append" as const, tableId: table.id };
  const done = await runImport(weft, person, { text: "Code,Count\nc,3\nd,4\n", options });
  await person.client.call(createRows, {
    params: { tableId: table.id },
    body: { rows: [{ cells: { Code: "mine" } }] },
  });
  await undo(person, done.id);
  expect(await readTable(weft, person, table.id)).toEqual(["a,1", "b,2", "mine,"]);
});

test("rows somebody changed since are named, and then nothing is taken back", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows });
  const options = { mode: "append" as const, tableId: table.id };
  const done = await runImport(weft, person, { text: "Code,Count\nc,3\nd,4\n", options });
  await person.client.call(updateRow, { params: { tableId: table.id, rowId: 4 }, body: { cells: { Code: "edited" } } });
  await expect(undo(person, done.id)).rejects.toMatchObject({ code: "row.changed", issues: [{ path: "rows.4" }] });
  expect(await readTable(weft, person, table.id)).toHaveLength(4);
});

test("replaced rows come back with their ids", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows });
  const done = await runImport(weft, person, {
    text: "Code,Count,More\nz,9,new\n",
    options: { mode: "replace", tableId: table.id, columns: [{ index: 2, fieldId: null }] },
  });
  expect(await readTable(weft, person, table.id)).toEqual(["z,9,new"]);
  await undo(person, done.id);
  expect(await readTable(weft, person, table.id)).toEqual(["a,1,", "b,2,"]);
  await person.client.call(updateRow, {
    params: { tableId: table.id, rowId: 1 },
    body: { cells: { Code: "still a table" } },
  });
});

test("updated rows get the values from before, added ones go", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows });
  const options = { mode: "upsert" as const, tableId: table.id, keys: ["Code"] };
  const done = await runImport(weft, person, { text: "Code,Count\na,10\nc,3\n", options });
  expect(await readTable(weft, person, table.id)).toEqual(["a,10", "b,2", "c,3"]);
  await undo(person, done.id);
  expect(await readTable(weft, person, table.id)).toEqual(["a,1", "b,2"]);
});

test("an updated row that was changed since is not taken back", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows });
  const options = { mode: "upsert" as const, tableId: table.id, keys: ["Code"] };
  const done = await runImport(weft, person, { text: "Code,Count\na,10\n", options });
  await person.client.call(updateRow, { params: { tableId: table.id, rowId: 1 }, body: { cells: { Count: 11 } } });
  await expect(undo(person, done.id)).rejects.toMatchObject({ code: "row.changed", issues: [{ path: "rows.1" }] });
  expect(await readTable(weft, person, table.id)).toEqual(["a,11", "b,2"]);
});

test("an update whose field has another type since is refused with the field's name, and goes when it is changed back", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows });
  const options = { mode: "upsert" as const, tableId: table.id, keys: ["Code"] };
  const done = await runImport(weft, person, { text: "Code,Count\na,10\n", options });
  const params = { tableId: table.id, fieldId: table.fields[1]?.id as string };
  await person.client.call(retypeField, { params, body: { type: "text", options: {}, lose: false } });
  const refusal = await undo(person, done.id).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: "import.wrong_state", message: expect.stringContaining("“Count”") });
  await person.client.call(undoChange, { params: { tableId: table.id, number: 2 } });
  await undo(person, done.id);
  expect(await readTable(weft, person, table.id)).toEqual(["a,1", "b,2"]);
});

test("an update is taken back when a field has been retyped before it and what that kept is gone since", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows });
  const params = { tableId: table.id, fieldId: table.fields[1]?.id as string };
  await person.client.call(retypeField, { params, body: { type: "text", options: {}, lose: false } });
  const options = { mode: "upsert" as const, tableId: table.id, keys: ["Code"] };
  const done = await runImport(weft, person, { text: "Code,Count\na,10\n", options });
  const { dataPool } = weft.weft.db;
  await dataPool.query(`alter table "${person.baseId}"."${table.id}" drop column "${params.fieldId}_1"`);
  await undo(person, done.id);
  expect(await readTable(weft, person, table.id)).toEqual(["a,1", "b,2"]);
});
