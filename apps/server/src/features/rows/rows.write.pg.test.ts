import { listChanges } from "@weft/api/changes";
import { Problem } from "@weft/api/problems";
import { createRows, deleteRows, getRow, listRows, updateRow, updateRows } from "@weft/api/rows";
import { getTable } from "@weft/api/bases";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

const fields = [
  { name: "Name", type: "text" as const },
  { name: "Age", type: "number" as const, options: { decimals: 0 } },
  { name: "Extra", type: "json" as const },
  { name: "State", type: "choice" as const, options: { choices: [{ name: "Open", color: "blue" as const }] } },
];

async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  const error = await promise.then(
    () => new Error("nothing was refused"),
    (error: unknown) => error,
  );
  if (error instanceof Problem) return error;
  throw error;
}

test("a batch with faults writes nothing and names every fault of every cell", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields });
  const params = { tableId: table.id };
  const problem = await problemOf(
    person.client.call(createRows, {
      params,
      body: {
        rows: [
          { cells: { Name: "Ann", Age: 1.5 } },
          { cells: { Name: 7, Ages: 3 } },
          { cells: { State: "Shut", Extra: "\0" } },
        ],
      },
    }),
  );
  expect(problem.code).toBe("row.invalid");
  expect(problem.issues.map((issue) => issue.path)).toEqual([
    "rows.0.cells.Age",
    "rows.1.cells.Name",
    "rows.1.cells.Ages",
    "rows.2.cells.State",
    "rows.2.cells.Extra",
  ]);
  expect(await person.client.call(listRows, { params, query: { total: "exact" } })).toMatchObject({
    rows: [],
    total: { rows: 0, exact: true },
    change: 0,
  });
});

test("rows are created, updated and deleted, each as one change with before and after", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields });
  const [name, age, extra] = table.fields.map((field) => field.id) as [string, string, string];
  const params = { tableId: table.id };
  const created = await person.client.call(createRows, {
    params,
    body: { rows: [{ cells: { Name: "Ann", Age: "12345678901234567" } }, { cells: { [name]: "Ben", Extra: [1] } }] },
  });
  expect(created).toEqual({
    change: 1,
    rows: [
      { id: 1, change: 1, cells: { Name: "Ann", Age: "12345678901234567", Extra: null, State: null } },
      { id: 2, change: 1, cells: { Name: "Ben", Age: null, Extra: [1], State: null } },
    ],
  });
  await person.client.call(updateRows, {
    params,
    body: {
      rows: [
        { id: 2, cells: { Age: 5, Extra: null } },
        { id: 1, cells: { name: null } },
      ],
    },
  });
  await person.client.call(deleteRows, { params, body: { ids: [2, 2] } });
  const { changes, more, lastChange } = await person.client.call(listChanges, { params, query: { since: 0 } });
  expect({ more, lastChange }).toEqual({ more: false, lastChange: 3 });
  expect(changes.map(({ number, kind, rowIds }) => ({ number, kind, rowIds }))).toEqual([
    { number: 1, kind: "rows.created", rowIds: [1, 2] },
    { number: 2, kind: "rows.updated", rowIds: [2, 1] },
    { number: 3, kind: "rows.deleted", rowIds: [2] },
  ]);
  expect(changes[0]?.after).toEqual({
    1: { [name]: "Ann", [age]: "12345678901234567" },
    2: { [name]: "Ben", [extra]: [1] },
  });
  expect(changes[1]?.before).toEqual({ 2: { [age]: null, [extra]: [1] }, 1: { [name]: "Ann" } });
  expect(changes[1]?.after).toEqual({ 2: { [age]: 5, [extra]: null }, 1: { [name]: null } });
  expect(changes[2]?.before?.[2]).toMatchObject({ [name]: "Ben", [age]: 5, [extra]: null });
  expect(changes[2]?.personId).toBe(person.personId);
  expect((await person.client.call(getTable, { params })).rowEstimate).toBe(1);
});

test("an update that names an older state of its row is refused, naming who was faster", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const other = await makePerson(weft, { workspaceId: person.workspaceId, role: "editor" });
  const table = await makeTable(weft, person, { fields, rows: [{ Name: "Ann" }, { Name: "Ben" }] });
  const params = { tableId: table.id, rowId: 1 };
  const response = await person.client.open(getRow, { params });
  const etag = response.headers.get("etag") ?? "";
  expect(etag).toBe('"0"');
  const mine = await person.client.open(updateRow, {
    params,
    body: { cells: { Age: 1 } },
    headers: { "if-match": etag },
  });
  expect(mine.headers.get("etag")).toBe('"1"');
  const late = other.client.call(updateRow, { params, body: { cells: { Age: 2 } }, headers: { "if-match": etag } });
  const problem = await problemOf(late);
  expect([problem.code, problem.status]).toEqual(["row.changed", 412]);
  expect(problem.message).toMatch(/row 1 was changed by Person/);
  const batch = await problemOf(
    other.client.call(updateRows, {
      params: { tableId: table.id },
      body: {
        rows: [
          { id: 2, cells: { Age: 9 } },
          { id: 1, cells: { Age: 2 }, ifChange: 0 },
        ],
      },
    }),
  );
  expect(batch.issues.map((issue) => issue.path)).toEqual(["rows.1.cells"]);
  expect((await other.client.call(getRow, { params: { tableId: table.id, rowId: 2 } })).cells.Age).toBeNull();
});

test("a batch that names a row which is not there changes nothing and names it", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows: [{ Name: "Ann" }] });
  const params = { tableId: table.id };
  const rows = [
    { id: 1, cells: { Age: 3 } },
    { id: 9, cells: { Age: 3 } },
  ];
  const problem = await problemOf(person.client.call(updateRows, { params, body: { rows } }));
  expect(problem.code).toBe("row.not_found");
  expect(problem.issues).toEqual([{ path: "rows.1.id", message: "there is no row 9" }]);
  expect((await problemOf(person.client.call(deleteRows, { params, body: { ids: [1, 9] } }))).code).toBe(
    "row.not_found",
  );
  const list = await person.client.call(listRows, { params });
  expect(list).toMatchObject({ rows: [{ id: 1, cells: { Age: null } }], change: 0 });
});

test("50 writers at once leave changes numbered without a gap, each row written once", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields });
  const params = { tableId: table.id };
  const written = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      person.client.call(createRows, { params, body: { rows: [{ cells: { Name: `Writer ${index}` } }] } }),
    ),
  );
  const numbers = written.map((reply) => reply.change).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  expect(new Set(written.map((reply) => reply.rows[0]?.id)).size).toBe(50);
  const { changes } = await person.client.call(listChanges, { params, query: { since: 0 } });
  expect(changes.map((change) => change.number)).toEqual(numbers);
});

test("a write gives way to a load that holds the rows and waits for the table's number, and both succeed", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows: [{ Name: "Ann" }] });
  const pool = weft.weft.db.dataPool;
  const load = await pool.connect();
  await load.query(`begin; select * from "${table.baseId}"."${table.id}" for update`);
  const written = person.client.call(updateRow, {
    params: { tableId: table.id, rowId: 1 },
    body: { cells: { Age: 1 } },
  });
  const isWaiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  await expect.poll(async () => (await weft.weft.db.peoplePool.query(isWaiting)).rowCount, { interval: 20 }).toBe(1);
  await load.query("update weft.tables set last_change = last_change + 1 where id = $1", [table.id]);
  await load.query("insert into weft.changes (table_id, number, kind) values ($1, 1, 'rows.imported')", [table.id]);
  await load.query("commit");
  load.release();
  expect(await written).toMatchObject({ change: 2, cells: { Age: 1 } });
});

test("rows created again under the same Idempotency-Key are there once, and the answer is the same", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields });
  const params = { tableId: table.id };
  const create = () =>
    person.client.call(createRows, {
      params,
      body: { rows: [{ cells: { Name: "Ann" } }] },
      headers: { "idempotency-key": "once" },
    });
  const first = await create();
  expect(await create()).toEqual(first);
  expect((await person.client.call(listRows, { params })).rows).toEqual(first.rows);
});

test("an edit or a deletion sent again under its key, its answer lost, is one change and answered the same", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows: [{ Name: "Ann" }, { Name: "Ben" }] });
  const params = { tableId: table.id };
  const headers = { "idempotency-key": "edit" };
  const body = { rows: [{ id: 1, cells: { Name: "Anna" } }] };
  const edit = await person.client.call(updateRows, { params, body, headers });
  expect(await person.client.call(updateRows, { params, body, headers })).toEqual(edit);
  const removal = { params, body: { ids: [2] }, headers: { "idempotency-key": "removal" } };
  const removed = await person.client.call(deleteRows, removal);
  expect(await person.client.call(deleteRows, removal)).toEqual(removed);
  expect([edit.change, removed.change]).toEqual([1, 2]);
  expect(await person.client.call(listRows, { params })).toMatchObject({ change: 2, rows: edit.rows });
});

test("a row of too many short cells is refused in plain words, at creation and at an edit", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const wide = Array.from({ length: 600 }, (_, i) => ({ name: `c${i}`, type: "text" as const }));
  const table = await makeTable(weft, person, { fields: wide, rows: [{ c0: "short" }] });
  const cells = Object.fromEntries(wide.map(({ name }) => [name, "text of twenty-three ch"]));
  const params = { tableId: table.id };
  for (const write of [
    () => person.client.call(createRows, { params, body: { rows: [{ cells }] } }),
    () => person.client.call(updateRow, { params: { ...params, rowId: 1 }, body: { cells } }),
  ]) {
    const problem = await problemOf(write());
    expect(problem.code).toBe("row.invalid");
    expect(problem.message).toContain("too big for the database");
  }
  expect((await person.client.call(listRows, { params })).rows).toHaveLength(1);
});
