import { createTable, getTable } from "@weft/api/bases";
import { createField, deleteField, restoreField, retypeField, updateField } from "@weft/api/fields";
import { createRows, listRows, updateRow } from "@weft/api/rows";
import { limits } from "@weft/model/fields/field";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";
import { tableReference } from "../tables/tables.store.ts";

let weft: TestWeft;
let ada: TestPerson;
beforeAll(async () => {
  weft = await makeTestWeft();
  ada = await makePerson(weft);
});
afterAll(() => weft[Symbol.asyncDispose]());

async function namesOf(tableId: string): Promise<string[]> {
  return (await ada.client.call(getTable, { params: { tableId } })).fields.map((field) => field.name);
}

test("a new field stands at the end or before another, and fields can be moved", async () => {
  const { id: tableId, fields } = await makeTable(weft, ada, { fields: [{ name: "A" }, { name: "B" }] });
  const [a, b] = fields.map((field) => field.id) as [string, string];
  const params = { tableId };
  const c = await ada.client.call(createField, { params, body: { name: "C", type: "date" } });
  await ada.client.call(createField, { params, body: { name: "D", type: "boolean", before: b } });
  expect(await namesOf(tableId)).toEqual(["A", "D", "B", "C"]);
  await ada.client.call(updateField, { params: { tableId, fieldId: c.id }, body: { before: a } });
  expect(await namesOf(tableId)).toEqual(["C", "A", "D", "B"]);
  await ada.client.call(updateField, { params: { tableId, fieldId: c.id }, body: { before: null } });
  expect(await namesOf(tableId)).toEqual(["A", "D", "B", "C"]);
});

test("fields moved to one place more often than a position can be halved keep their order", async () => {
  const { id: tableId, fields } = await makeTable(weft, ada, { fields: ["A", "B", "C"].map((name) => ({ name })) });
  const [a, b, c] = fields.map((field) => field.id) as [string, string, string];
  for (let count = 0; count < 12; count++) {
    await ada.client.call(updateField, { params: { tableId, fieldId: b }, body: { before: a } });
    await ada.client.call(updateField, { params: { tableId, fieldId: c }, body: { before: b } });
    await ada.client.call(updateField, { params: { tableId, fieldId: a }, body: { before: c } });
    expect(await namesOf(tableId)).toEqual(["A", "C", "B"]);
    await ada.client.call(updateField, { params: { tableId, fieldId: b }, body: { before: c } });
  }
});

test("every edit of a field is a change that holds it before and after", async () => {
  const { id: tableId, fields } = await makeTable(weft, ada, { fields: [{ name: "A" }] });
  const fieldId = fields[0]?.id as string;
  const params = { tableId, fieldId };
  await ada.client.call(updateField, { params, body: { name: "Alpha", description: "The first." } });
  await ada.client.call(deleteField, { params });
  await ada.client.call(restoreField, { params });
  const changes = await weft.weft.db.data
    .selectFrom("changes")
    .select(["number", "kind", "detail", "person_id"])
    .where("table_id", "=", tableId)
    .orderBy("number")
    .execute();
  expect(changes).toMatchObject([
    {
      number: 1,
      kind: "fields.updated",
      person_id: ada.personId,
      detail: {
        fieldId,
        before: { name: "A", description: null },
        after: { name: "Alpha", description: "The first." },
      },
    },
    { number: 2, kind: "fields.deleted", detail: { before: { name: "Alpha" }, after: null } },
    { number: 3, kind: "fields.restored", detail: { before: null, after: { name: "Alpha" } } },
  ]);
});

test("a name taken in any case is refused on making, renaming and restoring, and names the field", async () => {
  const { id: tableId, fields } = await makeTable(weft, ada, { fields: [{ name: "Age" }, { name: "B" }] });
  const taken = { code: "field.name_taken", issues: [{ path: "name" }] };
  const params = { tableId, fieldId: fields[1]?.id as string };
  const make = (name: string) => ada.client.call(createField, { params: { tableId }, body: { name, type: "text" } });
  await expect(make("AGE")).rejects.toMatchObject(taken);
  await expect(ada.client.call(updateField, { params, body: { name: "age" } })).rejects.toMatchObject(taken);
  await ada.client.call(deleteField, { params });
  await make("b");
  await expect(ada.client.call(restoreField, { params })).rejects.toMatchObject(taken);
});

test("a deleted field comes back with its cells", async () => {
  const table = await makeTable(weft, ada, { fields: [{ name: "A" }, { name: "B" }], rows: [{ A: "1", B: "2" }] });
  const params = { tableId: table.id, fieldId: table.fields[0]?.id as string };
  await ada.client.call(deleteField, { params });
  expect(await namesOf(table.id)).toEqual(["B"]);
  await expect(ada.client.call(deleteField, { params })).rejects.toMatchObject({ code: "field.not_found" });
  await ada.client.call(restoreField, { params });
  expect(await namesOf(table.id)).toEqual(["A", "B"]);
  const { rows } = await sql`select * from ${tableReference(table)}`.execute(weft.weft.db.data);
  expect(rows).toMatchObject([{ [params.fieldId]: "1" }]);
});

test("a table takes as many fields as the limit and not one more", async () => {
  const fields = Array.from({ length: limits.fieldsMax }, (_, index) => ({ name: `F${index}`, type: "text" as const }));
  const table = await ada.client.call(createTable, { params: { baseId: ada.baseId }, body: { name: "Wide", fields } });
  expect(table.fields).toHaveLength(limits.fieldsMax);
  await expect(
    ada.client.call(createField, { params: { tableId: table.id }, body: { name: "More", type: "text" } }),
  ).rejects.toMatchObject({ code: "field.too_many" });
});

test("while a load holds the table, a new field is refused in seconds as busy, and readers are not held up", async () => {
  const table = await makeTable(weft, ada, { rows: [{ Name: "x" }] });
  const load = await weft.weft.db.dataPool.connect();
  try {
    await load.query(`begin; lock table "${table.baseId}"."${table.id}" in row exclusive mode`);
    const edit = ada.client.call(createField, { params: { tableId: table.id }, body: { name: "B", type: "text" } });
    const outcome = edit.catch((error: unknown) => error);
    for (let count = 0; count < 20; count++) {
      const start = performance.now();
      await weft.weft.db.dataPool.query(`select count(*) from "${table.baseId}"."${table.id}"`);
      expect(performance.now() - start).toBeLessThan(1000);
    }
    expect(await outcome).toMatchObject({ code: "table.busy" });
  } finally {
    await load.query("rollback");
    load.release();
  }
  await ada.client.call(createField, { params: { tableId: table.id }, body: { name: "B", type: "text" } });
});

test("fields are shaped while others write rows without pause, and no writer meets a fault", async () => {
  const rows = Array.from({ length: 20 }, (_, index) => ({ A: String(index), B: "x" }));
  const table = await makeTable(weft, ada, { fields: [{ name: "A" }, { name: "B" }], rows });
  const params = { tableId: table.id, fieldId: table.fields[0]?.id as string };
  const faults: unknown[] = [];
  const end = new AbortController();
  const write = async (rowId: number) => {
    while (!end.signal.aborted) {
      const cells = { A: "7", B: "y" };
      const query = { parse: true };
      await ada.client.call(updateRow, { params: { tableId: table.id, rowId }, query, body: { cells } });
      await ada.client.call(createRows, { params: { tableId: table.id }, query, body: { rows: [{ cells }] } });
      await ada.client.call(listRows, { params: { tableId: table.id }, query: { limit: 5, sort: "A" } });
    }
  };
  const writers = [1, 2, 3].map((rowId) => write(rowId).catch((fault: unknown) => faults.push(fault)));
  for (const type of ["number", "text", "number"] as const) {
    await ada.client.call(retypeField, { params, body: { type } });
    await ada.client.call(createField, { params: { tableId: table.id }, body: { name: crypto.randomUUID(), type } });
  }
  end.abort();
  await Promise.all(writers);
  expect(faults).toEqual([]);
  const log = await weft.weft.db.data
    .selectFrom("changes")
    .select("number")
    .where("table_id", "=", table.id)
    .orderBy("number")
    .execute();
  expect(log.map((change) => change.number)).toEqual(log.map((_, index) => index + 1));
});
