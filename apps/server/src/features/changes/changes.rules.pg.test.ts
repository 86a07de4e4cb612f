import { listChanges, undoChange } from "@weft/api/changes";
import { retypeField, updateField } from "@weft/api/fields";
import type { Problem } from "@weft/api/problems";
import { createRows, deleteRows, getRow, updateRow, updateRows, writeRows } from "@weft/api/rows";
import type { Filter } from "@weft/model/filter";
import { expect, test } from "vitest";
import type { TestPerson } from "../../testing/weft.ts";
import { runImport } from "../imports/imports.make.ts";
import type { Ruled } from "../rows/ruled.make.ts";
import { makeRuled } from "../rows/ruled.make.ts";

const fields = [{ name: "Name" }, { name: "Unit" }, { name: "Pay", type: "number" as const }];
const rows = [
  { Name: "Ann", Unit: "Birds", Pay: 10 },
  { Name: "Bob", Unit: "Bats", Pay: 20 },
];
const ofUnit = (field: Record<string, string>): Filter => ({ field: field.Unit!, op: "is", value: { me: "unit" } });
const hidePay = (field: Record<string, string>) => ({ [field.Pay!]: { sees: "manager", changes: "manager" } as const });

async function changesOf({ params }: Ruled, person: TestPerson, since = 0) {
  return (await person.client.call(listChanges, { params, query: { since } })).changes;
}

async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  return promise.then(
    () => Promise.reject(new Error("nothing was refused")),
    (error: unknown) => error as Problem,
  );
}

test("the log tells nothing of hidden fields: no cells, no name, no edit of theirs; its numbers stay gapless", async () => {
  await using it = await makeRuled({ fields, rows, rules: (field) => ({ fields: hidePay(field) }) });
  const builder = await it.join("builder");
  const { params, field, owner } = it;
  await owner.client.call(updateRow, { params: { ...params, rowId: 1 }, body: { cells: { Name: "A", Pay: 771234 } } });
  await owner.client.call(updateRow, { params: { ...params, rowId: 1 }, body: { cells: { Pay: 781234 } } });
  await owner.client.call(updateField, { params: { ...params, fieldId: field.Pay! }, body: { name: "Wages" } });
  await owner.client.call(updateField, { params: { ...params, fieldId: field.Name! }, body: { before: field.Pay! } });
  await owner.client.call(deleteRows, { params, body: { ids: [2] } });
  const told = await changesOf(it, builder);
  expect(told.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(told[1]).toMatchObject({ rowIds: [1], before: { 1: { [field.Name!]: "Ann" } } });
  expect(told[2]).toMatchObject({ kind: "rows.updated", rowIds: [1], before: { 1: {} }, after: { 1: {} } });
  expect(told[3]).toMatchObject({ kind: "fields.updated", detail: null });
  expect(told[5]!.before).toEqual({ 2: { [field.Name!]: "Bob", [field.Unit!]: "Bats" } });
  const text = JSON.stringify(told);
  for (const hidden of ["771234", "781234", "Pay", "Wages", field.Pay!]) expect(text).not.toContain(hidden);
  expect(JSON.stringify(await changesOf(it, owner))).toContain("Wages");
});

test("the log tells of rows those that are seen now, with their ids and cells, and nothing of others", async () => {
  await using it = await makeRuled({ fields, rows, rules: (f) => ({ rows: [{ upTo: "editor", rows: ofUnit(f) }] }) });
  const editor = await it.join("editor", { unit: "Birds" });
  const { params, field, owner } = it;
  const both = [1, 2].map((id) => ({ id, cells: { Name: `n${id}` } }));
  await owner.client.call(updateRows, { params, body: { rows: both } });
  await owner.client.call(writeRows, {
    params,
    body: {
      create: [{ cells: { Name: "c3", Unit: "Bats" } }, { cells: { Name: "c4", Unit: "Birds" } }],
      update: [],
      delete: [2],
    },
  });
  const told = (await changesOf(it, editor)).slice(1);
  expect(told[0]).toMatchObject({
    rowIds: [1],
    before: { 1: { [field.Name!]: "Ann" } },
    after: { 1: { [field.Name!]: "n1" } },
  });
  expect(told[1]).toMatchObject({ rowIds: [4], detail: { created: [4], updated: [], deleted: [], moved: [] } });
  const text = JSON.stringify(told.map(({ before, after }) => [before, after]));
  for (const hidden of ["n2", "Bob", "c3"]) expect(text).not.toContain(`"${hidden}"`);
});

test("one's own change is undone when all it touched is still one's own, and else refused in words", async () => {
  await using it = await makeRuled({ fields, rows });
  const editor = await it.join("editor", { unit: "Birds" });
  const { params, field } = it;
  const undo = (number: number) => editor.client.call(undoChange, { params: { ...params, number } });
  const write = (id: number, cells: Record<string, string | number>) =>
    editor.client.call(updateRows, { params, body: { rows: [{ id, cells }] } });
  const paid = (await write(1, { Pay: 11 })).change;
  const named = (await write(1, { Name: "A" })).change;
  const theirs = (await write(2, { Name: "B" })).change;
  await it.setRules({ fields: hidePay(field), rows: [{ upTo: "editor", rows: ofUnit(field) }] });
  for (const number of [paid, theirs])
    expect(await problemOf(undo(number))).toMatchObject({
      code: "change.undone",
      message: `Change ${number} touched rows or fields that are not yours to change any more: ask somebody who may.`,
    });
  expect(await undo(named)).toMatchObject({ kind: "rows.updated", rowIds: [1] });
  await it.setRules({ fields: { [field.Pay!]: { sees: "viewer", changes: "manager" } } });
  expect((await problemOf(undo(paid))).code).toBe("change.undone");
});

test("an undo brings back a row with its hidden cells, never one that is not seen, and names nothing hidden", async () => {
  await using it = await makeRuled({
    fields,
    rows,
    rules: (field) => ({ fields: hidePay(field), rows: [{ upTo: "editor", rows: ofUnit(field) }] }),
  });
  const editor = await it.join("editor", { unit: "Birds" });
  const { params, owner } = it;
  const undo = (number: number) => editor.client.call(undoChange, { params: { ...params, number } });
  const gone = await editor.client.call(deleteRows, { params, body: { ids: [1] } });
  const back = await undo(gone.change);
  expect(JSON.stringify(back)).not.toContain(it.field.Pay);
  expect(await owner.client.call(getRow, { params: { ...params, rowId: 1 } })).toMatchObject({ cells: { Pay: 10 } });
  const again = await editor.client.call(deleteRows, { params, body: { ids: [1] } });
  await it.setRules({ rows: [{ upTo: "editor", rows: { field: it.field.Name!, op: "is", value: "Zoe" } }] });
  expect((await problemOf(undo(again.change))).code).toBe("row.invalid");
  await it.setRules({ fields: hidePay(it.field) });
  const created = await editor.client.call(createRows, { params, body: { rows: [{ cells: { Name: "new" } }] } });
  const rowId = created.rows[0]!.id;
  await owner.client.call(updateRow, { params: { ...params, rowId }, body: { cells: { Pay: 99 } } });
  const problem = await problemOf(undo(created.change));
  expect(problem.code).toBe("row.changed");
  expect(JSON.stringify([problem.message, problem.issues])).not.toMatch(/Pay|fld/);
});

test("of rows that are gone, the log tells those that one would see if they came back: one's own delete shows, and is undone", async () => {
  await using it = await makeRuled({ fields, rows, rules: (f) => ({ rows: [{ upTo: "editor", rows: ofUnit(f) }] }) });
  const editor = await it.join("editor", { unit: "Birds" });
  const { params, field, owner } = it;
  const own = await editor.client.call(deleteRows, { params, body: { ids: [1] } });
  const theirs = await owner.client.call(deleteRows, { params, body: { ids: [2] } });
  const [mine, hidden] = await changesOf(it, editor, own.change - 1);
  expect(mine).toMatchObject({ kind: "rows.deleted", rowIds: [1], before: { 1: { [field.Name!]: "Ann" } } });
  expect(hidden).toMatchObject({ number: theirs.change, rowIds: [], before: {} });
  const undone = await editor.client.call(undoChange, { params: { ...params, number: own.change } });
  expect(undone).toMatchObject({ kind: "rows.restored", rowIds: [1] });
  // It leaves their sight and goes from there: nothing of it is told any more, not even how it was before.
  await owner.client.call(updateRow, { params: { ...params, rowId: 1 }, body: { cells: { Unit: "Bats" } } });
  await owner.client.call(deleteRows, { params, body: { ids: [1] } });
  expect(JSON.stringify(await changesOf(it, editor))).not.toMatch(/Ann|"rowIds":\[1/);
});

test("own rows that are gone are told to whoever made them, and to nobody else whom the rule binds", async () => {
  await using it = await makeRuled({ fields, rules: () => ({ rows: [{ upTo: "editor", rows: "own" }] }) });
  const [ann, bob] = [await it.join("editor"), await it.join("editor")];
  const { params } = it;
  const add = async ({ client }: TestPerson, Name: string) =>
    (await client.call(createRows, { params, body: { rows: [{ cells: { Name } }] } })).rows[0]!.id;
  const [a, b] = [await add(ann, "a"), await add(bob, "b")];
  await it.owner.client.call(writeRows, {
    params,
    body: { create: [{ cells: { Name: "o" } }], update: [], delete: [a, b] },
  });
  const last = async (person: TestPerson) => (await changesOf(it, person)).at(-1);
  expect(await last(ann)).toMatchObject({ rowIds: [a], detail: { created: [], deleted: [a] } });
  expect(await last(bob)).toMatchObject({ rowIds: [b], detail: { created: [], deleted: [b] } });
});

test("a row that an import took away is judged by nothing that the log holds of it", async () => {
  await using it = await makeRuled({ fields, rows });
  const editor = await it.join("editor", { unit: "Birds" });
  const { params, field, owner } = it;
  const body = { create: [{ cells: { Name: "new" } }], update: [{ id: 2, cells: { Name: "B" } }], delete: [] };
  await owner.client.call(writeRows, { params, body });
  await runImport(it.weft, owner, {
    text: "Name\nz\n",
    options: { mode: "replace", tableId: it.table.id },
    start: "now",
  });
  // Of row 2 the log holds a name alone: without a unit it would pass.
  await it.setRules({ rows: [{ upTo: "editor", rows: { field: field.Unit!, op: "is_not", value: "Bats" } }] });
  expect(JSON.stringify(await changesOf(it, editor))).not.toMatch(/Bob|new/);
});

test("what a gone row held that does not fit its field any more is told to nobody whom a rule on it binds", async () => {
  await using it = await makeRuled({ fields, rows });
  const editor = await it.join("editor");
  const { params, field, owner } = it;
  await owner.client.call(deleteRows, { params, body: { ids: [1] } });
  const body = { type: "number" as const, lose: true };
  await owner.client.call(retypeField, { params: { ...params, fieldId: field.Unit! }, body });
  await it.setRules({ rows: [{ upTo: "editor", rows: { field: field.Unit!, op: "is_empty" } }] });
  expect(JSON.stringify(await changesOf(it, editor))).not.toContain("Ann");
  expect(JSON.stringify(await changesOf(it, owner))).toContain("Ann");
});
