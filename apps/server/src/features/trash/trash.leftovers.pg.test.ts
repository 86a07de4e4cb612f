import { getTable } from "@weft/api/bases";
import { deleteField, retypeField } from "@weft/api/fields";
import { getImport, undoImport } from "@weft/api/imports";
import { makeId } from "@weft/model/ids";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { readTable, runImport } from "../imports/imports.make.ts";
import { makeSession } from "../people/people.make.ts";
import { makeTable } from "../tables/tables.make.ts";
import { emptyTrash } from "./trash.jobs.ts";

test("the old values of a retype are kept as long as the trash, then dropped", async () => {
  await using weft = await makeTestWeft();
  const ada = await makePerson(weft);
  const table = await makeTable(weft, ada, { rows: [{ Name: "1" }] });
  const params = { tableId: table.id, fieldId: table.fields[0]?.id as string };
  await ada.client.call(retypeField, { params, body: { type: "number" } });
  const pool = weft.weft.db.peoplePool;
  const countColumns = async () => {
    const query = "select from information_schema.columns where table_name = $1";
    return (await pool.query(query, [table.id])).rowCount;
  };
  await emptyTrash(weft.weft);
  expect(await countColumns()).toBe(4);
  await pool.query("update weft.changes set at = now() - interval '31 days'");
  await emptyTrash(weft.weft);
  expect(await countColumns()).toBe(3);
  expect((await ada.client.call(getTable, { params })).fields).toHaveLength(1);
});

test("a column that a killed load has added, and that is no field, goes; those of fields in the trash stay", async () => {
  await using weft = await makeTestWeft();
  const ada = await makePerson(weft);
  const table = await makeTable(weft, ada, { fields: [{ name: "Name" }, { name: "Old" }], rows: [{ Name: "1" }] });
  const fieldId = table.fields[1]?.id as string;
  await ada.client.call(deleteField, { params: { tableId: table.id, fieldId } });
  const pool = weft.weft.db.dataPool;
  const listColumns = async () => {
    const query = "select column_name as name from information_schema.columns where table_name = $1 order by 1";
    return (await pool.query(query, [table.id])).rows;
  };
  const columns = await listColumns();
  await pool.query(`alter table "${ada.baseId}"."${table.id}" add column "${makeId("field")}" text`);
  await emptyTrash(weft.weft);
  expect(await listColumns()).toEqual(columns);
  expect(columns).toContainEqual({ name: fieldId });
});

test("sessions and keys that have run out are forgotten, others stay", async () => {
  await using weft = await makeTestWeft();
  const ada = await makePerson(weft);
  await makeSession(weft, ada.personId);
  await makeSession(weft, ada.personId);
  const pool = weft.weft.db.peoplePool;
  await pool.query("update weft.sessions set expires_at = now() where id = (select min(id) from weft.sessions)");
  for (const [key, age] of [
    ["old", "25 hours"],
    ["new", "23 hours"],
  ])
    await pool.query("insert into weft.idempotency_keys values ($1, $2, '', null, null, now() - $3::interval)", [
      ada.personId,
      key,
      age,
    ]);
  await emptyTrash(weft.weft);
  expect((await pool.query("select from weft.sessions")).rowCount).toBe(1);
  expect((await pool.query("select key from weft.idempotency_keys")).rows).toEqual([{ key: "new" }]);
});

test.each(["replace", "upsert"] as const)(
  "what an import by %s has kept goes after the time of the trash, and then it cannot be taken back",
  async (mode) => {
    await using weft = await makeTestWeft();
    const ada = await makePerson(weft);
    const pool = weft.weft.db.peoplePool;
    const table = await makeTable(weft, ada, { rows: [{ Name: "a" }] });
    const options = { mode, tableId: table.id, keys: ["Name"] };
    const [old, recent] = [
      await runImport(weft, ada, { text: "Name\na\nb\n", options }),
      await runImport(weft, ada, { text: "Name\na\nc\n", options }),
    ];
    await pool.query("update weft.imports set ended_at = now() - interval '31 days' where id = $1", [old.id]);
    const find = (importId: string) => ada.client.call(getImport, { params: { importId } });
    expect([(await find(old.id)).canUndo, (await find(recent.id)).canUndo]).toEqual([true, true]);

    await emptyTrash(weft.weft);

    expect([(await find(old.id)).canUndo, (await find(recent.id)).canUndo]).toEqual([false, true]);
    const { rows } = await pool.query("select tablename from pg_tables where tablename like 'undo%'");
    expect(rows).toEqual([{ tablename: `undo_${recent.id}` }]);
    await ada.client.call(undoImport, { params: { importId: recent.id } });
    await expect(ada.client.call(undoImport, { params: { importId: old.id } })).rejects.toMatchObject({
      code: "import.wrong_state",
      message: expect.stringContaining("not kept any more"),
    });
    expect(await readTable(weft, ada, table.id)).toEqual(["a", "b"]);
  },
);
