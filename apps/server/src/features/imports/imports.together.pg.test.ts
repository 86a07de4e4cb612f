import { getTable } from "@weft/api/bases";
import { deleteField } from "@weft/api/fields";
import * as api from "@weft/api/imports";
import { listRows } from "@weft/api/rows";
import pg from "pg";
import { expect, test, vi } from "vitest";
import { hurryJobs, runJobs } from "../../testing/jobs.ts";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";
import { loadImport } from "./imports.jobs.ts";
import { makeImport, readTable } from "./imports.make.ts";

const fields = [{ name: "Code" }, { name: "Note" }];
const text = "Code,Note\na,x\nb,y\n";

/** Long enough for a machine that does much besides. */
const within = { timeout: 30_000, interval: 20 };

/** Who waits for a lock like ours in this database: the server has those of other tests too. */
const waiting = `select pid from pg_locks join pg_database d on d.oid = database
  where locktype = 'advisory' and not granted and datname = current_database()`;

/** Holds what a load needs, so that it stands still in mid-transaction until let go. */
async function holdLoads(test: TestWeft, what: string) {
  const client = new pg.Client({ connectionString: test.weft.db.url });
  await client.connect();
  await client.query("select pg_advisory_lock(hashtextextended($1, 0))", [what]);
  return {
    /** Resolves when so many loads wait. */
    isWaitedFor: (loads = 1) =>
      vi.waitFor(async () => {
        const { rows } = await client.query(waiting);
        expect(rows.length).toBeGreaterThanOrEqual(loads);
      }, within),
    release: () => client.end(),
  };
}

/** Holds the table's row in the catalog, which a load takes when its file has been read. */
async function holdCatalogRow(test: TestWeft, tableId: string) {
  const client = new pg.Client({ connectionString: test.weft.db.url });
  await client.connect();
  await client.query("begin");
  await client.query("select from weft.tables where id = $1 for update", [tableId]);
  return {
    /** Resolves when a load waits. */
    isWaitedFor: () =>
      vi.waitFor(async () => {
        const { rows } = await client.query(
          "select from pg_locks where not granted and $1 = any(pg_blocking_pids(pid))",
          [(client as unknown as { processID: number }).processID],
        );
        expect(rows).not.toHaveLength(0);
      }, within),
    release: () => client.end(),
  };
}

const find = (person: TestPerson, importId: string) => person.client.call(api.getImport, { params: { importId } });

test("two people importing into one table at once: both succeed, one after the other", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const other = await makePerson(weft, { workspaceId: person.workspaceId, role: "editor" });
  const table = await makeTable(weft, person, { fields });
  const hold = await holdLoads(weft, `import ${table.id}`);
  const options = { mode: "append" as const, tableId: table.id };
  const first = await makeImport(person, { text, options });
  const second = await makeImport({ ...other, baseId: person.baseId }, { text, options });
  const running = Promise.all([runJobs(weft.weft), runJobs(weft.weft)]);
  await hold.isWaitedFor();
  await hold.release();
  await running;
  await runJobs(weft.weft);
  expect([(await find(person, first.id)).state, (await find(person, second.id)).state]).toEqual(["done", "done"]);
  expect(await readTable(weft, person, table.id)).toEqual(["a,x", "b,y", "a,x", "b,y"]);
});

test("two files that bring choices of their own to one field: it offers them all", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const choices = [{ name: "Red", color: "red" as const }];
  const table = await makeTable(weft, person, { fields: [{ name: "Hue", type: "choice", options: { choices } }] });
  const hold = await holdLoads(weft, `import ${table.id}`);
  const options = { mode: "append" as const, tableId: table.id };
  const made = [];
  for (const hue of ["Blue", "Green"]) made.push(await makeImport(person, { text: `Hue\nRed\n${hue}\n`, options }));
  const running = Promise.all([runJobs(weft.weft), runJobs(weft.weft)]);
  await hold.isWaitedFor(2);
  await hold.release();
  await running;
  await runJobs(weft.weft);
  for (const { id } of made) expect(await find(person, id)).toMatchObject({ state: "done", totals: { loaded: 2 } });
  const { fields: after } = await person.client.call(getTable, { params: { tableId: table.id } });
  const offered = after.flatMap((field) => (field.type === "choice" ? field.options.choices : []));
  expect(offered.map(({ name }) => name).toSorted()).toEqual(["Blue", "Green", "Red"]);
});

test("a load that comes twice at the same time leaves the file of its rejects", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const hold = await holdLoads(weft, `table names ${person.baseId}`);
  const columns = [{ index: 0, shape: { type: "number" as const, options: { decimals: 0 } } }];
  const { id } = await makeImport(person, { text: "n\n1\nx\n", options: { columns } });
  const running = runJobs(weft.weft);
  await hold.isWaitedFor();
  const { signal } = new AbortController();
  const again = loadImport(weft.weft, { importId: id }, { id: "again", attempts: 1, attemptsMax: 25, signal });
  await hold.isWaitedFor(2);
  await hold.release();
  await Promise.all([running, again]);
  expect(await find(person, id)).toMatchObject({ state: "done", totals: { loaded: 1, rejected: 1 } });
  const file = await person.client.open(api.downloadRejects, { params: { importId: id } });
  expect(await file.text()).toContain("x");
});

test("a field deleted while its import runs: it fails, names the field, and nothing is loaded", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields });
  const hold = await holdLoads(weft, `import ${table.id}`);
  const { id } = await makeImport(person, { text, options: { mode: "append", tableId: table.id } });
  const running = runJobs(weft.weft);
  await hold.isWaitedFor();
  await person.client.call(deleteField, { params: { tableId: table.id, fieldId: table.fields[1]?.id as string } });
  await hold.release();
  await running;
  const failed = await find(person, id);
  expect(failed).toMatchObject({ state: "failed", failure: { code: "import.failed" } });
  expect(failed.failure?.text).toContain("“Note”");
  expect(await readTable(weft, person, table.id)).toEqual([]);
});

/** Holds an import's row, which its load writes last of all. */
async function holdEnd(test: TestWeft, importId: string) {
  const client = new pg.Client({ connectionString: test.weft.db.url });
  await client.connect();
  await client.query("begin");
  await client.query("select from weft.imports where id = $1 for update", [importId]);
  return {
    /** Resolves when all of the load's rows are in the table and nothing is left but its report. */
    isWaitedFor: () =>
      vi.waitFor(async () => {
        // Asked over another connection: a transaction sees what others do only as it was at first.
        const { rowCount } = await test.weft.db.peoplePool.query(
          `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
               and (state = 'idle in transaction' and query ilike 'drop table%load_%'
                 or wait_event_type = 'Lock' and query like 'update%imports%set "table_id"%')`,
        );
        expect(rowCount).toBe(1);
      }, within),
    release: () => client.end(),
  };
}

async function countColumns(test: TestWeft, person: TestPerson): Promise<number> {
  const query = "select from information_schema.columns where table_schema = $1";
  return (await test.weft.db.dataPool.query(query, [person.baseId])).rowCount ?? 0;
}

const more = { columns: [{ index: 2, fieldId: null }] };
const moreText = "Code,Note,More\na,x,1\nb,y,2\n";

test.each([
  { mode: "append" as const, rows: ["a,old,", "a,x,1", "b,y,2"] },
  { mode: "upsert" as const, rows: ["a,x,1", "b,y,2"] },
])(
  "rows can be read while a file with a new column is loaded by $mode, until its very commit",
  async ({ mode, rows: expected }) => {
    await using weft = await makeTestWeft();
    const person = await makePerson(weft);
    const table = await makeTable(weft, person, { fields, rows: [{ Code: "a", Note: "old" }] });
    const read = () => person.client.call(listRows, { params: { tableId: table.id } });
    const before = await read();
    const hold = await holdLoads(weft, `import ${table.id}`);
    const options = { mode, tableId: table.id, keys: mode === "upsert" ? ["Code"] : [], ...more };
    const { id } = await makeImport(person, { text: moreText, options });
    const running = runJobs(weft.weft);
    await hold.isWaitedFor();
    const end = await holdEnd(weft, id);
    await hold.release();
    await end.isWaitedFor();
    expect(await read()).toEqual(before);
    await end.release();
    await running;
    expect(await find(person, id)).toMatchObject({ state: "done", totals: { read: 2, loaded: 2 } });
    expect(await readTable(weft, person, table.id)).toEqual(expected);
    const { rows: tables } = await weft.weft.db.dataPool.query(
      "select from pg_tables where schemaname = $1 and tablename not like 'undo%'",
      [person.baseId],
    );
    expect(tables).toHaveLength(1);
  },
);

test("a load with a new column that fails after its file was read leaves no column behind", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields });
  const columns = await countColumns(weft, person);
  const hold = await holdLoads(weft, `import ${table.id}`);
  const options = { mode: "append" as const, tableId: table.id, ...more };
  const { id } = await makeImport(person, { text: moreText, options });
  const running = runJobs(weft.weft);
  await hold.isWaitedFor();
  const atEntry = await holdCatalogRow(weft, table.id);
  await hold.release();
  await atEntry.isWaitedFor();
  expect(await countColumns(weft, person)).toBe(columns + 1);
  await weft.weft.db.peoplePool.query("update weft.fields set deleted_at = now() where name = 'Note'");
  await atEntry.release();
  await running;
  expect(await find(person, id)).toMatchObject({ state: "failed", failure: { code: "import.failed" } });
  expect(await countColumns(weft, person)).toBe(columns);
});

test("a load cancelled in the middle ends within a second and leaves nothing behind", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const hold = await holdLoads(weft, `table names ${person.baseId}`);
  const { id } = await makeImport(person, { text });
  const running = runJobs(weft.weft);
  await hold.isWaitedFor();
  const cancelledAt = Date.now();
  await person.client.call(api.cancelImport, { params: { importId: id } });
  await running;
  expect(Date.now() - cancelledAt).toBeLessThan(2000);
  await hold.release();
  expect(await find(person, id)).toMatchObject({ state: "cancelled", tableId: null, totals: null });
  const { rows } = await weft.weft.db.dataPool.query(
    "select from pg_tables where schemaname = $1 union all select from weft.tables where base_id = $1",
    [person.baseId],
  );
  expect(rows).toHaveLength(0);
});

test("a database connection lost in the middle: the job is tried again and the table holds the file once", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const hold = await holdLoads(weft, `table names ${person.baseId}`);
  const { id } = await makeImport(person, { text });
  const running = runJobs(weft.weft);
  await hold.isWaitedFor();
  await weft.weft.db.peoplePool.query(`select pg_terminate_backend(pid) from (${waiting}) as loads`);
  await running;
  await hold.release();
  expect((await find(person, id)).state).toBe("loading");
  await hurryJobs(weft.weft);
  await runJobs(weft.weft);
  const done = await find(person, id);
  expect(done).toMatchObject({ state: "done", totals: { read: 2, loaded: 2 } });
  expect(await readTable(weft, person, done.tableId as string)).toEqual(["a,x", "b,y"]);
});

test("a table deleted while its import runs: it fails and says so", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields });
  const hold = await holdLoads(weft, `import ${table.id}`);
  const { id } = await makeImport(person, { text, options: { mode: "append", tableId: table.id } });
  const running = runJobs(weft.weft);
  await hold.isWaitedFor();
  await weft.weft.db.peoplePool.query("update weft.tables set deleted_at = now() where id = $1", [table.id]);
  await hold.release();
  await running;
  expect(await find(person, id)).toMatchObject({ state: "failed", failure: { code: "table.not_found" } });
});
