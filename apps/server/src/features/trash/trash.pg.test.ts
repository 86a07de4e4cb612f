import { getBase } from "@weft/api/bases";
import { createTable, deleteBase, deleteTable, restoreTable } from "@weft/api/bases";
import { deleteField, restoreField } from "@weft/api/fields";
import { createRows } from "@weft/api/rows";
import pg from "pg";
import { expect, test, vi } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { emptyTrash } from "./trash.jobs.ts";

test("what has lain in the trash long enough is dropped for good, what has not stays", async () => {
  await using weft = await makeTestWeft();
  const { client, baseId } = await makePerson(weft);
  const make = (name: string) => client.call(createTable, { params: { baseId }, body: { name } });
  const [old, recent, kept] = [await make("Old"), await make("Recent"), await make("Kept")];
  for (const { id } of [old, recent]) await client.call(deleteTable, { params: { tableId: id } });
  const pool = weft.weft.db.peoplePool;
  await pool.query("update weft.tables set deleted_at = now() - interval '31 days' where id = $1", [old.id]);
  await pool.query("update weft.fields set deleted_at = now() - interval '31 days' where id = $1", [
    kept.fields[0]?.id,
  ]);

  await emptyTrash(weft.weft);
  await emptyTrash(weft.weft);

  const { rows: tables } = await pool.query(
    "select table_name from information_schema.tables where table_schema = $1",
    [baseId],
  );
  expect(tables.map(({ table_name }) => table_name).toSorted()).toEqual([recent.id, kept.id].toSorted());
  const { rows: columns } = await pool.query(
    "select column_name from information_schema.columns where table_name = $1 and column_name = $2",
    [kept.id, kept.fields[0]?.id],
  );
  expect(columns).toEqual([]);
  const base = await client.call(getBase, { params: { baseId } });
  expect(base.tables.map(({ name }) => name)).toEqual(["Kept"]);
});

test("a base goes with its schema", async () => {
  await using weft = await makeTestWeft();
  const { client, baseId } = await makePerson(weft);
  await client.call(createTable, { params: { baseId }, body: { name: "Old" } });
  await client.call(deleteBase, { params: { baseId } });
  const pool = weft.weft.db.peoplePool;
  await pool.query("update weft.bases set deleted_at = now() - interval '31 days'");

  await emptyTrash(weft.weft);

  expect((await pool.query("select from pg_namespace where nspname = $1", [baseId])).rowCount).toBe(0);
  expect((await pool.query("select from weft.bases where id = $1", [baseId])).rowCount).toBe(0);
});

test("a table and a field taken out of the trash while it is emptied stay", async () => {
  await using weft = await makeTestWeft();
  const { client, baseId } = await makePerson(weft);
  const make = (name: string) => client.call(createTable, { params: { baseId }, body: { name } });
  const [going, rescued, kept] = [await make("Going"), await make("Rescued"), await make("Kept")];
  const field = { tableId: kept.id, fieldId: kept.fields[0]?.id as string };
  for (const { id } of [going, rescued]) await client.call(deleteTable, { params: { tableId: id } });
  await client.call(deleteField, { params: field });
  const pool = weft.weft.db.peoplePool;
  await pool.query("update weft.tables set deleted_at = now() - interval '31 days' where deleted_at is not null");
  await pool.query("update weft.fields set deleted_at = now() - interval '31 days' where deleted_at is not null");
  const reader = new pg.Client({ connectionString: weft.weft.db.url });
  await reader.connect();
  await reader.query("begin");
  await reader.query(`lock table "${baseId}"."${going.id}" in access share mode`);
  const { processID } = reader as unknown as { processID: number };

  const emptying = emptyTrash(weft.weft);
  await vi.waitFor(async () => {
    const { rowCount } = await pool.query(
      "select from pg_locks where not granted and $1 = any(pg_blocking_pids(pid))",
      [processID],
    );
    expect(rowCount).toBe(1);
  });
  await client.call(restoreTable, { params: { tableId: rescued.id } });
  await client.call(restoreField, { params: field });
  await reader.end();
  await emptying;

  const base = await client.call(getBase, { params: { baseId } });
  expect(base.tables.map(({ name }) => name)).toEqual(["Rescued", "Kept"]);
  for (const { id } of base.tables)
    await client.call(createRows, { params: { tableId: id }, body: { rows: [{ cells: { Name: "still here" } }] } });
});
