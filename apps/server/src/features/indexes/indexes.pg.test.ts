import { deleteField, retypeField } from "@weft/api/fields";
import { findRows } from "@weft/api/finds";
import { listRows } from "@weft/api/rows";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { runJobs } from "../../testing/jobs.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { getCatalogTable } from "../tables/tables.catalog.ts";
import { runImport } from "../imports/imports.make.ts";
import { makeTable } from "../tables/tables.make.ts";
import { makeIndex, tendIndexes } from "./indexes.jobs.ts";
import { dropCopiedIndexes, listDisused, listOwnIndexes, ownIndexName } from "./indexes.store.ts";
import { noteLook } from "./indexes.uses.ts";
import type { IndexWant } from "./indexes.wants.ts";
import { resolveSelection } from "../rows/rows.selection.ts";
import { seenWhole } from "../rows/ruled.make.ts";

interface Id {
  id: string;
}

async function open() {
  const weft = await makeTestWeft();
  const person = await makePerson(weft);
  const fields = [
    { name: "Name" },
    { name: "Notes", type: "long_text" as const },
    { name: "Age", type: "number" as const },
  ];
  const rows = Array.from({ length: 200 }, (_, at) => ({
    Name: `Person ${at}`,
    Notes: at % 2 ? "likes Pears" : null,
    Age: at,
  }));
  const table = await makeTable(weft, person, { fields, rows });
  const [name, , age] = table.fields.map(({ id }) => ({ id })) as [Id, Id, Id];
  const read = () => getCatalogTable(weft.weft.db.data, table.id);
  return {
    weft,
    person,
    table,
    name,
    age,
    read,
    make: (want: IndexWant) => makeIndex(weft.weft, { tableId: table.id, want }),
    marks: async () =>
      (await listOwnIndexes(weft.weft.db.dataPool, table)).map(({ mark }) => mark.split(" ").slice(0, 2).join(" ")),
    /** The plan of a list on the understanding that reading all rows is dear. */
    async plan(where: string) {
      const client = await weft.weft.db.dataPool.connect();
      try {
        await client.query("set enable_seqscan = off");
        const { rows } = await client.query(
          `explain select t.id from "${table.baseId}"."${table.id}" t where ${where}`,
        );
        return JSON.stringify(rows);
      } finally {
        await client.query("reset enable_seqscan");
        client.release();
      }
    },
    [Symbol.asyncDispose]: () => weft[Symbol.asyncDispose](),
  };
}

test("what people sort and filter a big table by often gets an index by itself, and only that", async () => {
  await using it = await open();
  const table = { ...(await it.read()), rowEstimate: 1_000_000 };
  const selection = resolveSelection(seenWhole(table), {
    sort: "-Age",
    search: "pear",
    filter: { field: "Name", op: "is", value: "x" },
  });
  for (let look = 0; look < 3; look++) noteLook(it.weft.weft, table, selection, look * 60_000);
  for (let page = 0; page < 10; page++) noteLook(it.weft.weft, table, selection, 120_000 + page);
  await runJobs(it.weft.weft);
  expect(await it.marks()).toEqual([]);
  noteLook(it.weft.weft, table, selection, 200_000);
  await expect
    .poll(async () => {
      await runJobs(it.weft.weft);
      return (await it.marks()).toSorted();
    })
    .toEqual(["weft equal", "weft order", "weft words"]);
});

test("a small table gets none", async () => {
  await using it = await open();
  const table = await it.read();
  for (let look = 0; look < 9; look++)
    noteLook(it.weft.weft, table, resolveSelection(seenWhole(table), { sort: "Age" }), look * 60_000);
  await runJobs(it.weft.weft);
  expect(await it.marks()).toEqual([]);
});

test("the indexes serve what the compiler of filters writes; made twice, there is one", async () => {
  await using it = await open();
  for (const want of [
    { kind: "order", field: it.age.id },
    { kind: "words" },
    { kind: "equal", field: it.name.id },
  ] as const) {
    await it.make(want);
    await it.make(want);
  }
  expect(await it.marks()).toEqual(["weft order", "weft words", "weft equal"]);
  expect(await it.plan(`t."${it.age.id}" > 150::numeric`)).toContain("Index");
  expect(await it.plan(`t."${it.name.id}" = 'Person 7'::text`)).toContain("Index");
  const notes = (await it.read()).fields[1]!.id;
  const search = `(lower(t."${it.name.id}") like lower('%pear%') or lower(t."${notes}") like lower('%pear%'))`;
  expect(await it.plan(search)).toContain("BitmapOr");
  const found = await it.person.client.call(listRows, {
    params: { tableId: it.table.id },
    query: { search: "PEAR", limit: 1000 },
  });
  expect(found.rows).toHaveLength(100);
});

test("an index goes with its field, and one whose field was retyped is made anew", async () => {
  await using it = await open();
  const params = { tableId: it.table.id, fieldId: it.age.id };
  await it.make({ kind: "order", field: it.age.id });
  await it.person.client.call(retypeField, { params, body: { type: "long_text", lose: false } as never });
  await it.make({ kind: "words" });
  expect(await it.marks()).toEqual(["weft words"]);
  await it.person.client.call(deleteField, { params: { ...params, fieldId: it.name.id } });
  await it.make({ kind: "words" });
  expect(await it.marks()).toEqual(["weft words"]);
  await it.make({ kind: "order", field: it.name.id });
  expect(await it.marks()).toEqual(["weft words"]);
});

test("a copy of the table for a load has none of them: rows go in at full speed", async () => {
  await using it = await open();
  await it.make({ kind: "order", field: it.age.id });
  const copy = { baseId: it.table.baseId, id: "load_copy" };
  await it.weft.weft.db.data.transaction().execute(async (trx) => {
    const name = (id: string) => sql.id(copy.baseId, id);
    await sql`create table ${name(copy.id)} (like ${name(it.table.id)} including all)`.execute(trx);
    await dropCopiedIndexes(trx, copy);
  });
  expect(await listOwnIndexes(it.weft.weft.db.dataPool, copy)).toEqual([]);
  expect(await it.marks()).toEqual(["weft order"]);
});

test("a large load finds no index in its way, and those there were are made again after it", async () => {
  await using it = await open();
  await it.make({ kind: "words" });
  await it.make({ kind: "order", field: it.age.id });
  const text = `Name,Age\n${Array.from({ length: 50_000 }, (_, at) => `Added ${at},${at}`).join("\n")}`;
  const load = async (lines: string, mode: "append" | "replace") => {
    const done = await runImport(it.weft, it.person, { text: lines, options: { mode, tableId: it.table.id } });
    expect(done.state).toBe("done");
  };
  const made = async () => (await listOwnIndexes(it.weft.weft.db.dataPool, it.table)).map(({ name }) => name);
  const before = await made();
  await load("Name,Age\nfew,1\n", "append");
  expect(await made()).toEqual(before);
  await load(text, "append");
  const after = await made();
  expect(after).toHaveLength(2);
  expect(after).not.toEqual(expect.arrayContaining([before[0]]));
  expect(await it.marks()).toEqual(["weft words", "weft order"]);
  const found = await it.person.client.call(listRows, {
    params: { tableId: it.table.id },
    query: { search: "added 49999", limit: 10 },
  });
  expect(found.rows).toHaveLength(1);
  await load("Name,Age\nonly,1\n", "replace");
  expect(await it.marks()).toEqual(["weft words", "weft order"]);
});

test("an index that nobody has used for a month goes, one in use stays, and a new one is given its time", async () => {
  await using it = await open();
  await it.make({ kind: "order", field: it.age.id });
  await it.make({ kind: "equal", field: it.name.id });
  const pool = it.weft.weft.db.dataPool;
  const client = await pool.connect();
  await client.query("set enable_seqscan = off");
  await client.query(`select from "${it.table.baseId}"."${it.table.id}" where "${it.age.id}" between 50 and 60`);
  await client.query("select pg_stat_force_next_flush()");
  client.release(true);
  const [order, equal] = (await listOwnIndexes(pool, it.table)).map(({ name }) => name);
  const disused = async (days: number) => (await listDisused(pool, days)).map(({ name }) => name);
  await expect.poll(() => disused(0)).toEqual(expect.arrayContaining([order, equal]));
  expect(await disused(1)).toEqual([]);
  // One that was made long ago on a server that has run for a day, and was never used since.
  const old = ownIndexName(it.table.id, Date.now() - 40 * 24 * 3_600_000);
  await pool.query(`alter index "${it.table.baseId}"."${equal}" rename to "${old}"`);
  const { rows } = await pool.query<{ days: number }>(
    "select extract(epoch from now() - pg_postmaster_start_time()) / 86400 / 2 as days",
  );
  expect(await disused(Number(rows[0]?.days))).toEqual([old]);
  await tendIndexes(it.weft.weft);
  expect(await it.marks()).toEqual(["weft order", "weft equal"]);
});

test.each([
  [
    "is refused",
    `do $$ begin
      execute format('revoke create on database %I from %I, weft_data', current_database(), current_user);
    end $$`,
  ],
  ["lies elsewhere", "create extension pg_trgm schema public"],
])("where pg_trgm %s there is no index of words, and the same is found without", async (_, statement) => {
  await using it = await open();
  await it.weft.weft.db.peoplePool.query(statement);
  await it.make({ kind: "words" });
  expect(await it.marks()).toEqual([]);
  await it.weft.weft.db.dataPool.query("update weft.tables set row_estimate = 1000000 where id = $1", [it.table.id]);
  const filter = JSON.stringify({ field: "Notes", op: "contains", value: "PEARS" });
  for (const query of [{ search: "likes pears" }, { filter }]) {
    const found = await it.person.client.call(listRows, {
      params: { tableId: it.table.id },
      query: { ...query, limit: 1000, total: "exact", shape: "array" },
    });
    expect(found.rows.map((row) => (row as [number])[0])).toEqual(Array.from({ length: 100 }, (_, at) => 2 * at + 2));
    expect(found.total).toEqual({ rows: 100, exact: true });
  }
  const { total } = await it.person.client.call(findRows, {
    params: { tableId: it.table.id },
    query: { text: "pears" } as never,
  });
  expect(total).toBe(100);
});
