import { createBase, deleteTable, duplicateTable, getBase, getTable, restoreTable, updateTable } from "@weft/api/bases";
import { getTemplate } from "@weft/api/bases";
import { undoChange } from "@weft/api/changes";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "./tables.make.ts";
import { ensureUniqueTableName, tableReference } from "./tables.store.ts";

let weft: TestWeft;
let ada: TestPerson;
beforeAll(async () => {
  weft = await makeTestWeft();
  ada = await makePerson(weft);
});
afterAll(() => weft[Symbol.asyncDispose]());

test("a new table has typed columns under its fields' ids", async () => {
  const table = await makeTable(weft, ada, {
    name: "Visits",
    fields: [
      { name: "Site" },
      { name: "Count", type: "number", options: { decimals: 0 } },
      { name: "Weight", type: "number" },
      { name: "Day", type: "date" },
      { name: "At", type: "datetime", options: { zoned: true } },
      { name: "Raw", type: "json" },
    ],
    rows: [{ Site: "North", Count: 3, Weight: "1.10", Day: "2024-02-29", At: "2024-02-29T10:00:00Z", Raw: { a: 1 } }],
  });
  expect(table.fields.map((field) => field.name)).toEqual(["Site", "Count", "Weight", "Day", "At", "Raw"]);
  const { rows } = await weft.weft.db.dataPool.query(
    "select data_type from information_schema.columns where table_name = $1 order by ordinal_position",
    [table.id],
  );
  expect(rows.map((row) => row.data_type)).toEqual([
    "bigint",
    "bigint",
    "text",
    "bigint",
    "numeric",
    "date",
    "timestamp with time zone",
    "jsonb",
  ]);
  expect((await ada.client.call(getTable, { params: { tableId: table.id } })).role).toBe("owner");
});

test("two tables of a base cannot have the same name, whatever its case", async () => {
  await makeTable(weft, ada, { name: "People" });
  await expect(makeTable(weft, ada, { name: "PEOPLE" })).rejects.toMatchObject({ code: "table.name_taken" });
});

test("a table with two fields of one name is refused, naming each", async () => {
  await expect(
    makeTable(weft, ada, { fields: [{ name: "A" }, { name: "a" }, { name: "B" }, { name: "A" }] }),
  ).rejects.toMatchObject({
    code: "field.name_taken",
    issues: [{ path: "fields.1.name" }, { path: "fields.3.name" }],
  });
});

test("a load finds a free name for its table", async () => {
  const { baseId } = await ada.client
    .call(createBase, {
      params: { workspaceId: ada.workspaceId },
      body: { name: "Loads" },
    })
    .then((base) => ({ baseId: base.id }));
  const person = { ...ada, baseId };
  await makeTable(weft, person, { name: "Report 2024" });
  await makeTable(weft, person, { name: "report 2024 2" });
  const name = await weft.weft.db.data
    .transaction()
    .execute((trx) => ensureUniqueTableName(trx, baseId, "Report 2024"));
  expect(name).toBe("Report 2024 3");
});

test("a table comes back from the trash with its rows, unless its name was taken meanwhile", async () => {
  const table = await makeTable(weft, ada, { name: "Trashed", rows: [{ Name: "one" }] });
  const params = { tableId: table.id };
  await ada.client.call(deleteTable, { params });
  await expect(ada.client.call(getTable, { params })).rejects.toMatchObject({ code: "table.not_found" });
  const usurper = await makeTable(weft, ada, { name: "trashed" });
  await expect(ada.client.call(restoreTable, { params })).rejects.toMatchObject({ code: "table.name_taken" });
  await ada.client.call(updateTable, { params: { tableId: usurper.id }, body: { name: "Moved away" } });
  const restored = await ada.client.call(restoreTable, { params });
  expect(restored).toMatchObject({ name: "Trashed", rowEstimate: 1, lastChange: 2 });
  const changes = await weft.weft.db.data
    .selectFrom("changes")
    .select(["kind"])
    .where("table_id", "=", table.id)
    .orderBy("number")
    .execute();
  expect(changes.map((change) => change.kind)).toEqual(["table.deleted", "table.restored"]);
});

test("a copy of a table has the same rows under the same ids, and its next row gets a new one", async () => {
  const table = await makeTable(weft, ada, { name: "Source", rows: [{ Name: "one" }, { Name: "two" }] });
  const copy = await ada.client.call(duplicateTable, { params: { tableId: table.id }, body: {} });
  expect(copy).toMatchObject({ name: "Source copy", rowEstimate: 2 });
  const { rows } = await sql`select * from ${tableReference(copy)} order by id`.execute(weft.weft.db.data);
  const field = copy.fields[0]?.id as string;
  expect(rows).toEqual([
    { id: 1, _change: null, [field]: "one" },
    { id: 2, _change: null, [field]: "two" },
  ]);
  const next = await weft.weft.db.data
    .selectFrom("tables")
    .select("next_row")
    .where("id", "=", copy.id)
    .executeTakeFirst();
  expect(next).toEqual({ next_row: 3 });
  const empty = await ada.client.call(duplicateTable, {
    params: { tableId: table.id },
    body: { name: "Bare", rows: false },
  });
  expect(empty).toMatchObject({ name: "Bare", rowEstimate: 0 });
});

test("tables stand in the order they were made, or were moved to by hand; new ones and copies come last", async () => {
  const params = { workspaceId: ada.workspaceId };
  const base = await ada.client.call(createBase, { params, body: { name: "Ordered" } });
  const person = { ...ada, baseId: base.id };
  const a = await makeTable(weft, person, { name: "A" });
  await makeTable(weft, person, { name: "B" });
  const c = await makeTable(weft, person, { name: "C" });
  const move = (table: { id: string }, before: string | null) =>
    ada.client.call(updateTable, { params: { tableId: table.id }, body: { before } });
  const order = async () =>
    (await ada.client.call(getBase, { params: { baseId: base.id } })).tables.map((table) => table.name).join("");
  expect(await order()).toBe("ABC");
  const { change } = await move(c, a.id);
  expect(await order()).toBe("CAB");
  await move(a, null);
  expect(await order()).toBe("CBA");
  await makeTable(weft, person, { name: "D" });
  expect(await order()).toBe("CBAD");
  await ada.client.call(undoChange, { params: { tableId: c.id, number: change ?? 0 } });
  expect(await order()).toBe("BADC");
  const stray = await makeTable(weft, ada, { name: "Stray" });
  await expect(move(a, stray.id)).rejects.toMatchObject({ code: "table.not_found" });
});

test("a renaming of a table is undone and redone, unless somebody renamed it since", async () => {
  const { id: tableId } = await makeTable(weft, ada, { name: "First name" });
  const rename = (name: string) => ada.client.call(updateTable, { params: { tableId }, body: { name } });
  const nameOf = async () => (await ada.client.call(getTable, { params: { tableId } })).name;
  const undo = (number: number | null) => ada.client.call(undoChange, { params: { tableId, number: number ?? 0 } });
  const { change } = await rename("Second name");
  const back = await undo(change);
  expect([await nameOf(), back.kind]).toEqual(["First name", "table.updated"]);
  await undo(back.number);
  expect(await nameOf()).toBe("Second name");
  const third = await rename("Third name");
  await rename("Fourth name");
  await expect(undo(third.change)).rejects.toMatchObject({ code: "change.undone" });
});

test("a template is an empty file with the header, as CSV and as XLSX", async () => {
  const table = await makeTable(weft, ada, { name: "Stock", fields: [{ name: "Item, kind" }, { name: 'Size "' }] });
  const open = (format: "csv" | "xlsx") =>
    ada.client.open(getTemplate, { params: { tableId: table.id }, query: { format } });
  const csv = await open("csv");
  expect(Buffer.from(await csv.arrayBuffer()).toString()).toBe('\uFEFF"Item, kind","Size """\r\n');
  expect(csv.headers.get("content-disposition")).toMatch(/^attachment; filename="Stock template .*\.csv"/);
  const xlsx = Buffer.from(await (await open("xlsx")).arrayBuffer());
  expect(xlsx.subarray(0, 2).toString()).toBe("PK");
});
