import type { Change } from "@weft/api/changes";
import { undoChange } from "@weft/api/changes";
import { getTable } from "@weft/api/bases";
import { createField, deleteField, retypeField, updateField } from "@weft/api/fields";
import type { Problem } from "@weft/api/problems";
import { createRows, deleteRows, listRows, updateRow } from "@weft/api/rows";
import type { CellValue } from "@weft/model/fields/field";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";
import { emptyTrash } from "../trash/trash.jobs.ts";

let weft: TestWeft;
let ada: TestPerson;
beforeAll(async () => {
  weft = await makeTestWeft();
  ada = await makePerson(weft);
});
afterAll(() => weft[Symbol.asyncDispose]());

function undo(tableId: string, number: number | null, person = ada): Promise<Change> {
  return person.client.call(undoChange, { params: { tableId, number: number ?? 0 } });
}

function refusalOf(promise: Promise<unknown>): Promise<Problem> {
  return promise.then(
    () => Promise.reject(new Error("nothing was refused")),
    (problem: Problem) => problem,
  );
}

async function fieldsOf(tableId: string) {
  return (await ada.client.call(getTable, { params: { tableId } })).fields;
}

async function namesOf(tableId: string): Promise<string[]> {
  return (await fieldsOf(tableId)).map((field) => field.name);
}

/** The cells of the only field, by row id. */
async function cellsOf(tableId: string): Promise<Record<number, CellValue>> {
  const { rows } = await ada.client.call(listRows, { params: { tableId } });
  return Object.fromEntries(rows.map((row) => ("cells" in row ? [row.id, Object.values(row.cells)[0] ?? null] : [])));
}

/** A table with one text field whose cells are these, in the rows 1, 2, 3 … */
async function makeTexts(cells: CellValue[]) {
  const table = await makeTable(weft, ada, { rows: cells.map((Name) => ({ Name })) });
  const params = { tableId: table.id, fieldId: table.fields[0]?.id as string };
  const write = (rowId: number, Name: CellValue) =>
    ada.client.call(updateRow, { params: { tableId: table.id, rowId }, body: { cells: { Name } } });
  return { tableId: table.id, params, write };
}

test("making, renaming, describing, moving and deleting a field are undone and redone", async () => {
  const table = await makeTable(weft, ada, { fields: ["A", "B", "C"].map((name) => ({ name })), rows: [{ B: "b" }] });
  const [a, b] = table.fields.map((field) => field.id) as [string, string];
  const params = { tableId: table.id, fieldId: b };
  const body = { name: "Beta", description: "The second." };
  const renamed = await ada.client.call(updateField, { params, body });
  const back = await undo(table.id, renamed.change);
  expect(back).toMatchObject({ kind: "fields.updated", undoes: renamed.change });
  expect(await fieldsOf(table.id)).toEqual(table.fields);
  await undo(table.id, back.number);
  expect((await fieldsOf(table.id))[1]).toMatchObject(body);

  const moved = await ada.client.call(updateField, { params, body: { before: a } });
  expect(await namesOf(table.id)).toEqual(["Beta", "A", "C"]);
  const movedBack = await undo(table.id, moved.change);
  expect(await namesOf(table.id)).toEqual(["A", "Beta", "C"]);
  await undo(table.id, movedBack.number);
  expect(await namesOf(table.id)).toEqual(["Beta", "A", "C"]);

  const deleted = await ada.client.call(deleteField, { params });
  const restored = await undo(table.id, deleted.change);
  expect(await namesOf(table.id)).toEqual(["Beta", "A", "C"]);
  expect((await cellsOf(table.id))[1]).toBe("b");
  await undo(table.id, restored.number);
  expect(await namesOf(table.id)).toEqual(["A", "C"]);

  const made = await ada.client.call(createField, { params: { tableId: table.id }, body: { name: "D", type: "date" } });
  const gone = await undo(table.id, made.change);
  expect(await namesOf(table.id)).toEqual(["A", "C"]);
  await undo(table.id, gone.number);
  expect(await namesOf(table.id)).toEqual(["A", "C", "D"]);
});

test("an edit of a field that somebody edited since, or one undone already, is not undone", async () => {
  const { tableId, params } = await makeTexts(["x"]);
  const other = await makePerson(weft, { workspaceId: ada.workspaceId, role: "builder" });
  const renamed = await ada.client.call(updateField, { params, body: { name: "Mine" } });
  await other.client.call(updateField, { params, body: { name: "Theirs" } });
  expect((await refusalOf(undo(tableId, renamed.change))).message).toContain("Theirs has got another name since");
  expect((await refusalOf(undo(tableId, renamed.change, other))).message).toContain("somebody else");
  const editor = await makePerson(weft, { workspaceId: ada.workspaceId, role: "editor" });
  await weft.weft.db.people.updateTable("changes").set({ person_id: editor.personId }).execute();
  expect((await refusalOf(undo(tableId, 2, editor))).code).toBe("auth.forbidden");
  expect(await namesOf(tableId)).toEqual(["Theirs"]);
});

test("a retype is undone to the last character, though it emptied and cut cells, and redone", async () => {
  const texts = ["007", "abc", " 12 ", "1.50", null];
  const { tableId, params } = await makeTexts(texts);
  const before = await cellsOf(tableId);
  const { change } = await ada.client.call(retypeField, { params, body: { type: "number", lose: true } });
  const numbers = await cellsOf(tableId);
  expect(numbers).toMatchObject({ 1: 7, 2: null, 3: 12 });
  const back = await undo(tableId, change);
  expect(back).toMatchObject({ kind: "fields.retyped", undoes: change });
  expect(await cellsOf(tableId)).toEqual(before);
  expect((await fieldsOf(tableId))[0]).toMatchObject({ type: "text" });
  const again = await undo(tableId, back.number);
  expect(await cellsOf(tableId)).toEqual(numbers);
  await undo(tableId, again.number);
  expect(await cellsOf(tableId)).toEqual(before);
  expect((await refusalOf(undo(tableId, change))).message).toContain("undone already");
});

test("cells written after a retype keep the newer value when it is undone, the others the old one", async () => {
  const { tableId, params, write } = await makeTexts(["007", "abc", "5", "6"]);
  const { change } = await ada.client.call(retypeField, { params, body: { type: "number", lose: true } });
  await write(1, 8);
  await write(3, null);
  await ada.client.call(createRows, { params: { tableId }, body: { rows: [{ cells: { Name: 9 } }] } });
  const back = await undo(tableId, change);
  expect(await cellsOf(tableId)).toEqual({ 1: "8", 2: "abc", 3: null, 4: "6", 5: "9" });
  await write(4, "x");
  expect((await refusalOf(undo(tableId, back.number))).message).toContain("“x” in row 4");
  await write(4, "60");
  await undo(tableId, back.number);
  expect(await cellsOf(tableId)).toEqual({ 1: 8, 2: null, 3: null, 4: 60, 5: 9 });
});

test("an undo of a retype that would lose what was written since is refused, naming the rows", async () => {
  const table = await makeTable(weft, ada, {
    fields: [{ name: "Day", type: "date" }],
    rows: [{ Day: "2024-02-29" }, { Day: "2024-03-01" }],
  });
  const params = { tableId: table.id, fieldId: table.fields[0]?.id as string };
  const { change } = await ada.client.call(retypeField, { params, body: { type: "text" } });
  const row = { tableId: table.id, rowId: 2 };
  await ada.client.call(updateRow, { params: row, body: { cells: { Day: "in spring" } } });
  const problem = await refusalOf(undo(table.id, change));
  expect(problem.code).toBe("change.undone");
  expect(problem.issues).toMatchObject([{ path: "rows.2.cells.Day" }]);
  expect(await cellsOf(table.id)).toEqual({ 1: "2024-02-29", 2: "in spring" });
  await ada.client.call(updateRow, { params: row, body: { cells: { Day: "2024-03-20" } } });
  await undo(table.id, change);
  expect(await cellsOf(table.id)).toEqual({ 1: "2024-02-29", 2: "2024-03-20" });
});

test("what a row held before a lossy retype is never lost by undoing it after the row was away", async () => {
  const { tableId, params } = await makeTexts(["abc", "7"]);
  const { change } = await ada.client.call(retypeField, { params, body: { type: "number", lose: true } });
  const deleted = await ada.client.call(deleteRows, { params: { tableId }, body: { ids: [1] } });
  await undo(tableId, deleted.change);
  expect((await refusalOf(undo(tableId, change))).message).toContain("come back since");
});

test("choices taken away, and choices that cells brought since, are all there after the undo", async () => {
  const choices = ["red", "green"].map((name) => ({ name, color: "gray" as const }));
  const table = await makeTable(weft, ada, {
    fields: [{ name: "Colour", type: "choice", options: { choices } }],
    rows: [{ Colour: "red" }, { Colour: "green" }],
  });
  const params = { tableId: table.id, fieldId: table.fields[0]?.id as string };
  const body = { type: "choice" as const, options: { choices: choices.slice(0, 1) }, lose: true };
  const { change } = await ada.client.call(retypeField, { params, body });
  const query = { parse: true };
  const row = { tableId: table.id, rowId: 1 };
  await ada.client.call(updateRow, { params: row, query, body: { cells: { Colour: "blue" } } });
  await undo(table.id, change);
  expect(await cellsOf(table.id)).toEqual({ 1: "blue", 2: "green" });
  const [field] = await fieldsOf(table.id);
  expect(field?.options).toMatchObject({ choices: [{ name: "red" }, { name: "green" }, { name: "blue" }] });
});

test("a retype that moved nothing is undone in place, and one whose old values are gone is refused", async () => {
  const { tableId, params } = await makeTexts(["a"]);
  const long = await ada.client.call(retypeField, { params, body: { type: "long_text" } });
  await undo(tableId, long.change);
  expect((await fieldsOf(tableId))[0]).toMatchObject({ type: "text" });
  const json = await ada.client.call(retypeField, { params, body: { type: "json" } });
  await weft.weft.db.people
    .updateTable("changes")
    .set({ at: new Date(Date.now() - 40 * 86_400_000) })
    .execute();
  await emptyTrash(weft.weft);
  expect((await refusalOf(undo(tableId, json.change))).message).toContain("not kept any more");
  expect(await cellsOf(tableId)).toEqual({ 1: "a" });
});
