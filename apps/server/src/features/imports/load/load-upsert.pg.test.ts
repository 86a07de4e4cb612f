import { getImport, undoImport } from "@weft/api/imports";
import pg from "pg";
import { expect, test, vi } from "vitest";
import { runJobs } from "../../../testing/jobs.ts";
import type { TestWeft } from "../../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../../testing/weft.ts";
import { makeTable } from "../../tables/tables.make.ts";
import { makeImport, readTable } from "../imports.make.ts";

const within = { timeout: 30_000, interval: 20 };
const fields = [{ name: "Code" }, { name: "Count", type: "number" as const, options: { decimals: 0 } }];
const rows = [
  { Code: "a", Count: 1 },
  { Code: "b", Count: 2 },
];

/** Does something on a connection of its own that others then wait for, until it is let go. */
async function hold(test: TestWeft, ...statements: [string, unknown[]][]) {
  const client = new pg.Client({ connectionString: test.weft.db.url });
  await client.connect();
  await client.query("begin");
  for (const [statement, values] of statements) await client.query(statement, values);
  const { processID } = client as unknown as { processID: number };
  return {
    isWaitedFor: () =>
      vi.waitFor(async () => {
        const query = "select from pg_locks where not granted and $1 = any(pg_blocking_pids(pid))";
        expect((await test.weft.db.peoplePool.query(query, [processID])).rowCount).toBeGreaterThan(0);
      }, within),
    async commit() {
      await client.query("commit");
      await client.end();
    },
  };
}

test.each([
  {
    what: "a row edited while an update by key is about to write it comes back with that edit",
    set: (count: string) => `"${count}" = 11 where id = 1`,
    loaded: ["a,1", "b,20", "c,3"],
    undone: ["a,11", "b,2"],
    totals: { read: 3, created: 1, updated: 2, rejected: 0 },
  },
  {
    what: "a key that a row gets while an update by key is about to write is one that says not which row it means",
    set: (_: string, code: string) => `"${code}" = 'b' where id = 1`,
    loaded: ["b,1", "b,2", "a,1", "c,3"],
    undone: ["b,1", "b,2"],
    totals: { read: 3, created: 2, updated: 0, rejected: 1 },
  },
])("$what", async ({ set, loaded, undone, totals }) => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows });
  const [code, count] = table.fields.map(({ id }) => id) as [string, string];
  const begin = await hold(weft, ["select pg_advisory_xact_lock(hashtextextended($1, 0))", [`import ${table.id}`]]);
  const options = { mode: "upsert" as const, tableId: table.id, keys: ["Code"] };
  const { id } = await makeImport(person, { text: "Code,Count\na,1\nb,20\nc,3\n", options });
  const running = runJobs(weft.weft);
  await begin.isWaitedFor();
  // The edit has the table's number and row, and commits when the load has read its file.
  const edit = await hold(
    weft,
    ["update weft.tables set last_change = last_change + 1 where id = $1", [table.id]],
    [`update "${person.baseId}"."${table.id}" set ${set(count, code)}`, []],
  );
  await begin.commit();
  await edit.isWaitedFor();
  await edit.commit();
  await running;
  expect(await person.client.call(getImport, { params: { importId: id } })).toMatchObject({ state: "done", totals });
  expect(await readTable(weft, person, table.id)).toEqual(loaded);
  await person.client.call(undoImport, { params: { importId: id } });
  expect(await readTable(weft, person, table.id)).toEqual(undone);
});
