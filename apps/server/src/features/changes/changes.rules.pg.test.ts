import { listChanges, undoChange } from "@weft/api/changes";
import { updateField } from "@weft/api/fields";
import type { Problem } from "@weft/api/problems";
import { createRows, deleteRows, getRow, updateRow, updateRows, writeRows } from "@weft/api/rows";
import type { Filter } from "@weft/model/filter";
import { expect, test } from "vitest";
import type { TestPerson } from "../../testing/weft.ts";
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
  for (const hidden of ["n2", "Bob", "c3"]) expect(text).not.toContain(hidden);
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
