import type { Change } from "@weft/api/changes";
import { listChanges, undoChange } from "@weft/api/changes";
import { deleteField, restoreField } from "@weft/api/fields";
import { Problem } from "@weft/api/problems";
import { createRows, deleteRows, listRows, updateRow, updateRows } from "@weft/api/rows";
import type { CellValue } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import type { TestPerson } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

const fields = [
  { name: "Name" },
  { name: "Price", type: "number" as const },
  { name: "Extra", type: "json" as const },
  { name: "Sent", type: "datetime" as const, options: { zoned: true } },
];
const rows: Record<string, CellValue>[] = [
  { Name: "Ann", Price: "12345678901234567.25", Extra: { a: 1 }, Sent: "2024-03-05T14:30:00+02:00" },
  { Name: "Ben", Price: 2.5 },
];

function undo(person: TestPerson, tableId: string, number: number): Promise<Change> {
  return person.client.call(undoChange, { params: { tableId, number } });
}

async function cellsOf(person: TestPerson, tableId: string) {
  const list = await person.client.call(listRows, { params: { tableId } });
  return list.rows.map((row) => ("cells" in row ? { id: row.id, ...row.cells } : row));
}

async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  const error = await promise.then(
    () => new Error("nothing was refused"),
    (error: unknown) => error,
  );
  if (error instanceof Problem) return error;
  throw error;
}

test("updates, deletions and creations are undone and redone to the last digit", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows });
  const params = { tableId: table.id };
  const original = await cellsOf(person, table.id);
  const cells = { Price: 1, Extra: [2], Sent: null };
  await person.client.call(updateRows, {
    params,
    body: {
      rows: [
        { id: 1, cells },
        { id: 2, cells: { Name: "B" } },
      ],
    },
  });
  const updated = await cellsOf(person, table.id);
  expect(await undo(person, table.id, 1)).toMatchObject({ number: 2, kind: "rows.updated", undoes: 1, rowIds: [1, 2] });
  expect(await cellsOf(person, table.id)).toEqual(original);
  await undo(person, table.id, 2);
  expect(await cellsOf(person, table.id)).toEqual(updated);
  await undo(person, table.id, 3);

  await person.client.call(deleteRows, { params, body: { ids: [1, 2] } });
  expect(await cellsOf(person, table.id)).toEqual([]);
  expect(await undo(person, table.id, 5)).toMatchObject({ number: 6, kind: "rows.restored" });
  expect(await cellsOf(person, table.id)).toEqual(original);
  await undo(person, table.id, 6);
  expect(await cellsOf(person, table.id)).toEqual([]);

  await person.client.call(createRows, { params, body: { rows: [{ cells: { Name: "Cleo" } }] } });
  expect(await undo(person, table.id, 8)).toMatchObject({ kind: "rows.deleted", undoes: 8 });
  expect(await cellsOf(person, table.id)).toEqual([]);
  await undo(person, table.id, 9);
  expect(await cellsOf(person, table.id)).toMatchObject([{ id: 3, Name: "Cleo" }]);
});

test("a cell that somebody changed since is not undone, and the refusal names row, field and person", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const other = await makePerson(weft, { workspaceId: person.workspaceId, role: "editor" });
  const table = await makeTable(weft, person, { fields, rows });
  const row = (rowId: number) => ({ tableId: table.id, rowId });
  const mine = [1, 2].map((id) => ({ id, cells: { Name: `Mine ${id}` } }));
  await person.client.call(updateRows, { params: { tableId: table.id }, body: { rows: mine } });
  await other.client.call(updateRow, { params: row(2), body: { cells: { Name: "Theirs" } } });
  await person.client.call(updateRow, { params: row(2), body: { cells: { Price: 9 } } });
  const problem = await problemOf(undo(person, table.id, 1));
  expect(problem.code).toBe("row.changed");
  const [name] = await weft.weft.db.people
    .selectFrom("people")
    .select("name")
    .where("id", "=", other.personId)
    .execute();
  expect(problem.issues).toEqual([
    { path: "rows.2.cells.Name", message: `Name of row 2 was changed since by ${name?.name}` },
  ]);
  expect(await cellsOf(person, table.id)).toMatchObject([{ Name: "Mine 1" }, { Name: "Theirs" }]);
  await other.client.call(deleteRows, { params: { tableId: table.id }, body: { ids: [2] } });
  expect((await problemOf(undo(person, table.id, 3))).message).toContain(
    `row 2 was changed or deleted since by ${name?.name}`,
  );
});

test("only one's own changes are undone, and each only once", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const other = await makePerson(weft, { workspaceId: person.workspaceId, role: "owner" });
  const table = await makeTable(weft, person, { fields, rows });
  const [name] = table.fields;
  const params = { tableId: table.id };
  await person.client.call(updateRow, { params: { ...params, rowId: 1 }, body: { cells: { Name: "A" } } });
  expect((await problemOf(undo(other, table.id, 1))).code).toBe("change.undone");
  expect((await problemOf(undo(person, table.id, 7))).code).toBe("change.not_found");
  await undo(person, table.id, 1);
  expect((await problemOf(undo(person, table.id, 1))).message).toContain("undone already, by change 2");
  await person.client.call(deleteField, { params: { ...params, fieldId: name?.id ?? "" } });
  expect(await undo(person, table.id, 3)).toMatchObject({ kind: "fields.restored", undoes: 3 });
});

test("a number the log does not reach back to, or that never was, is answered with expired", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows });
  const params = { tableId: table.id };
  for (const Name of ["A", "B", "C"])
    await person.client.call(updateRow, { params: { ...params, rowId: 1 }, body: { cells: { Name } } });
  await weft.weft.db.people.deleteFrom("changes").where("number", "=", 1).execute();
  for (const since of [0, 4]) {
    const problem = await problemOf(person.client.call(listChanges, { params, query: { since } }));
    expect([problem.code, problem.status]).toEqual(["changes.expired", 410]);
  }
  const rest = await person.client.call(listChanges, { params, query: { since: 1, limit: 1 } });
  expect([rest.changes.map((change) => change.number), rest.more, rest.lastChange]).toEqual([[2], true, 3]);
});

test("a row deleted while a field lay in the trash comes back with that field's cell, whichever is restored first", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  for (const isFieldFirst of [true, false]) {
    const table = await makeTable(weft, person, { fields, rows });
    const original = await cellsOf(person, table.id);
    const params = { tableId: table.id, fieldId: table.fields[1]?.id ?? "" };
    await person.client.call(deleteField, { params });
    await person.client.call(deleteRows, { params: { tableId: table.id }, body: { ids: [1] } });
    if (isFieldFirst) await person.client.call(restoreField, { params });
    await undo(person, table.id, 2);
    if (!isFieldFirst) await person.client.call(restoreField, { params });
    expect(await cellsOf(person, table.id)).toEqual(original);
  }
});
