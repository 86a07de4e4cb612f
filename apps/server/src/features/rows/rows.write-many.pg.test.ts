import { listChanges, undoChange } from "@weft/api/changes";
import { deleteField, retypeField } from "@weft/api/fields";
import { Problem } from "@weft/api/problems";
import { deleteRows, getRow, listRows, updateRow, writeRows } from "@weft/api/rows";
import { limits } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import type { TestPerson } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

const fields = [{ name: "Name" }, { name: "Age", type: "number" as const }];
const rows = ["Ann", "Ben", "Cleo", "Dan"].map((Name, index) => ({ Name, Age: index }));

async function open(wanted: Parameters<typeof makeTable>[2] = { fields, rows }) {
  const weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, wanted);
  return {
    weft,
    person,
    table,
    params: { tableId: table.id },
    [Symbol.asyncDispose]: () => weft[Symbol.asyncDispose](),
  };
}

async function shown(person: TestPerson, tableId: string) {
  const list = await person.client.call(listRows, { params: { tableId } });
  return list.rows.map((row) => ("cells" in row ? [row.id, ...Object.values(row.cells)] : row));
}

async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  const error = await promise.then(
    () => new Error("nothing was refused"),
    (error: unknown) => error,
  );
  if (error instanceof Problem) return error;
  throw error;
}

test("rows are created, changed and deleted as one change that tells all its cells, and undone and redone in one step", async () => {
  await using weft = await open();
  const { person, table, params } = weft;
  const before = await shown(person, table.id);
  const body = {
    create: [{ cells: { Name: "Eve" } }],
    update: [
      { id: 1, cells: { Age: 40 } },
      { id: 2, cells: { Name: "B", Age: null } },
    ],
    delete: [3],
  };
  const written = await person.client.call(writeRows, { params, body });
  expect(written).toMatchObject({
    change: 1,
    created: [5],
    rows: [{ id: 1 }, { id: 2 }, { id: 5, cells: { Name: "Eve" } }],
  });
  const after = await shown(person, table.id);
  expect(after).toEqual([
    [1, "Ann", 40],
    [2, "B", null],
    [4, "Dan", 3],
    [5, "Eve", null],
  ]);
  const { changes } = await person.client.call(listChanges, { params, query: { since: 0 } });
  const [name, age] = table.fields.map(({ id }) => id) as [string, string];
  expect(changes).toMatchObject([
    {
      kind: "rows.written",
      detail: { created: [5], updated: [1, 2], deleted: [3] },
      before: { 1: { [age]: 0 }, 2: { [name]: "Ben", [age]: 1 }, 3: { [name]: "Cleo", [age]: 2 } },
      after: { 1: { [age]: 40 }, 2: { [name]: "B", [age]: null }, 5: { [name]: "Eve" } },
    },
  ]);
  await person.client.call(undoChange, { params: { ...params, number: 1 } });
  expect(await shown(person, table.id)).toEqual(before);
  await person.client.call(undoChange, { params: { ...params, number: 2 } });
  expect(await shown(person, table.id)).toEqual(after);
});

test("a write of one kind is a change of that kind", async () => {
  await using weft = await open();
  const { person, params } = weft;
  await person.client.call(writeRows, { params, body: { delete: [1] } });
  await person.client.call(writeRows, { params, body: { update: [{ id: 2, cells: { Age: 1 } }] } });
  await person.client.call(writeRows, { params, body: { create: [{ cells: {} }] } });
  const { changes } = await person.client.call(listChanges, { params, query: { since: 0 } });
  expect(changes.map(({ kind }) => kind)).toEqual(["rows.deleted", "rows.updated", "rows.created"]);
});

test("an undo of many cells is refused by name when one was changed since, and nothing is undone", async () => {
  await using weft = await open();
  const { person, table, params } = weft;
  await person.client.call(writeRows, {
    params,
    body: { create: [{ cells: { Name: "Eve" } }], update: [{ id: 1, cells: { Age: 40 } }] },
  });
  await person.client.call(updateRow, { params: { ...params, rowId: 5 }, body: { cells: { Age: 7 } } });
  const after = await shown(person, table.id);
  const problem = await problemOf(person.client.call(undoChange, { params: { ...params, number: 1 } }));
  expect(problem).toMatchObject({ code: "row.changed", issues: [{ path: "rows.5.cells.Age" }] });
  expect(await shown(person, table.id)).toEqual(after);
});

test("a row that was added and typed into can be taken back step by step", async () => {
  await using weft = await open();
  const { person, table, params } = weft;
  const before = await shown(person, table.id);
  await person.client.call(writeRows, { params, body: { create: [{ cells: {} }] } });
  await person.client.call(updateRow, { params: { ...params, rowId: 5 }, body: { cells: { Name: "Eve" } } });
  await person.client.call(undoChange, { params: { ...params, number: 2 } });
  await person.client.call(undoChange, { params: { ...params, number: 1 } });
  expect(await shown(person, table.id)).toEqual(before);
});

test("every fault of a big write is told with its place, and nothing is written", async () => {
  await using weft = await open();
  const { person, table, params } = weft;
  const faulty = {
    create: [{ cells: { Age: "old" } }],
    update: [
      { id: 1, cells: { Name: 1 } },
      { id: 2, cells: { Height: 1 } },
    ],
  };
  expect(await problemOf(person.client.call(writeRows, { params, body: faulty as never }))).toMatchObject({
    code: "row.invalid",
    issues: [{ path: "update.0.cells.Name" }, { path: "update.1.cells.Height" }, { path: "create.0.cells.Age" }],
  });
  const twice = { update: [{ id: 1, cells: { Age: 1 } }], delete: [1] };
  expect(await problemOf(person.client.call(writeRows, { params, body: twice }))).toMatchObject({
    code: "row.invalid",
    issues: [{ path: "update.0.cells" }],
  });
  expect(await problemOf(person.client.call(writeRows, { params, body: {} }))).toMatchObject({
    code: "request.invalid",
  });
  expect(await shown(person, table.id)).toHaveLength(4);
});

test("a row that somebody deleted meanwhile refuses the whole write and is named", async () => {
  await using weft = await open();
  const { person, params } = weft;
  await person.client.call(deleteRows, { params, body: { ids: [2] } });
  const update = [1, 2, 3].map((id) => ({ id, cells: { Age: 9 } }));
  const problem = await problemOf(person.client.call(writeRows, { params, body: { update } }));
  expect(problem).toMatchObject({ code: "row.not_found", issues: [{ path: "update.1.id" }] });
  expect(problem.message).toContain("has no row 2");
  const gone = await problemOf(person.client.call(writeRows, { params, body: { delete: [1, 2] } }));
  expect(gone.issues).toMatchObject([{ path: "delete.1" }]);
  expect(await person.client.call(getRow, { params: { ...params, rowId: 1 } })).toMatchObject({ cells: { Age: 0 } });
});

test("a field that was retyped or deleted meanwhile refuses the write, naming the field", async () => {
  await using weft = await open();
  const { person, table, params } = weft;
  const [name, age] = table.fields.map(({ id }) => id) as [string, string];
  await person.client.call(retypeField, {
    params: { ...params, fieldId: age },
    body: { type: "date", options: {}, lose: true },
  });
  const update = [{ id: 1, cells: { [age]: "41" } }];
  const retyped = await problemOf(person.client.call(writeRows, { params, query: { parse: true }, body: { update } }));
  expect(retyped).toMatchObject({ code: "row.invalid" });
  expect(retyped.message).toContain("Age");
  await person.client.call(deleteField, { params: { ...params, fieldId: name } });
  const gone = await problemOf(
    person.client.call(writeRows, { params, body: { update: [{ id: 1, cells: { [name]: "x" } }] } }),
  );
  expect(gone).toMatchObject({ code: "row.invalid" });
  expect(gone.message).toContain("Name");
});

test("a cell of one byte more than 1 MB is refused in words, one of exactly 1 MB is kept", async () => {
  await using weft = await open();
  const { person, params } = weft;
  const write = (bytes: number) =>
    person.client.call(writeRows, { params, body: { update: [{ id: 1, cells: { Name: "x".repeat(bytes) } }] } });
  const problem = await problemOf(write(limits.cellBytesMax + 1));
  expect(problem.code).toBe("row.invalid");
  expect(problem.message).toMatch(/Name .*(MB|bytes|long)/);
  await write(limits.cellBytesMax);
  const { cells } = await person.client.call(getRow, { params: { ...params, rowId: 1 } });
  expect((cells.Name as string).length).toBe(limits.cellBytesMax);
});

test("a write sent again under its key is done once and answered the same", async () => {
  await using weft = await open();
  const { person, table, params } = weft;
  const body = { create: [{ cells: { Name: "Eve" } }], delete: [1] };
  const headers = { "idempotency-key": "paste" };
  const first = await person.client.call(writeRows, { params, body, headers });
  expect(await person.client.call(writeRows, { params, body, headers })).toEqual(first);
  expect(await shown(person, table.id)).toHaveLength(4);
});

test("50,000 cells of 5,000 rows are one change and one undo, rows of other shapes among them", async () => {
  const wide = Array.from({ length: 10 }, (_, i) => ({
    name: `c${i}`,
    type: i % 2 ? ("number" as const) : ("text" as const),
  }));
  const many = Array.from({ length: 5000 }, (_, row) =>
    Object.fromEntries(wide.map(({ name, type }, i) => [name, type === "number" ? row + i : `r${row}`])),
  );
  await using weft = await open({ fields: wide, rows: many });
  const { person, table, params } = weft;
  const before = await shown(person, table.id);
  const update = many.map((_, row) => ({
    id: row + 1,
    cells: Object.fromEntries(
      wide.slice(0, row === 7 ? 3 : 10).map(({ name, type }) => [name, type === "number" ? row : `n${row}`]),
    ),
  }));
  const written = await person.client.call(writeRows, { params, body: { update } });
  expect(written).toMatchObject({ change: 1, rows: null });
  const { cells } = await person.client.call(getRow, { params: { ...params, rowId: 8 } });
  expect(cells).toMatchObject({ c0: "n7", c1: 7, c2: "n7", c3: 10 });
  await person.client.call(undoChange, { params: { ...params, number: 1 } });
  expect(await shown(person, table.id)).toEqual(before);
});
