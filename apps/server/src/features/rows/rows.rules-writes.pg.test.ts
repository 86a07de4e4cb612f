import { duplicateTable, getTable } from "@weft/api/bases";
import { listChanges, undoChange } from "@weft/api/changes";
import { duplicateField } from "@weft/api/fields";
import type { Problem } from "@weft/api/problems";
import { createRows, deleteRows, listRows, moveRows, updateRow, updateRows, writeRows } from "@weft/api/rows";
import type { Filter } from "@weft/model/filter";
import { expect, test } from "vitest";
import type { TestPerson } from "../../testing/weft.ts";
import { runImport } from "../imports/imports.make.ts";
import type { Ruled } from "./ruled.make.ts";
import { makeRuled } from "./ruled.make.ts";

const fields = [{ name: "Name" }, { name: "Unit" }, { name: "Pay", type: "number" as const }];
const rows = [
  { Name: "Ann", Unit: "Birds", Pay: 10 },
  { Name: "Bob", Unit: "Bats", Pay: 20 },
  { Name: "Cid", Unit: "Birds", Pay: 30 },
];
const ofUnit = (field: Record<string, string>): Filter => ({ field: field.Unit!, op: "is", value: { me: "unit" } });

async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  return promise.then(
    () => Promise.reject(new Error("nothing was refused")),
    (error: unknown) => error as Problem,
  );
}

async function namesOf({ params }: Pick<Ruled, "params">, person: TestPerson): Promise<string> {
  const { rows } = await person.client.call(listRows, { params });
  return rows.map((row) => ("cells" in row ? row.cells["Name"] : row)).join(" ");
}

test("a read-only field is told, is a fault in each cell that would change it, and stays when others are written", async () => {
  await using it = await makeRuled({
    fields,
    rows,
    rules: (field) => ({ fields: { [field.Pay!]: { sees: "viewer", changes: "builder" } } }),
  });
  const editor = await it.join("editor");
  const { params } = it;
  expect((await editor.client.call(getTable, { params })).readOnlyFieldIds).toEqual([it.field.Pay]);
  expect((await it.owner.client.call(getTable, { params })).readOnlyFieldIds).toEqual([]);
  const cells = { Name: "A", Pay: 1 };
  for (const refused of [
    () => editor.client.call(updateRows, { params, body: { rows: [{ id: 1, cells }] } }),
    () => editor.client.call(createRows, { params, body: { rows: [{ cells }] } }),
  ])
    expect(await problemOf(refused())).toMatchObject({
      code: "row.invalid",
      issues: [{ path: "rows.0.cells.Pay", message: "Pay is read-only for you" }],
    });
  const updated = await editor.client.call(updateRow, {
    params: { ...params, rowId: 1 },
    body: { cells: { Name: "A" } },
  });
  expect(updated.cells).toEqual({ Name: "A", Unit: "Birds", Pay: 10 });
});

test("rows that are not seen are neither changed, deleted nor moved, exactly as if they were not there", async () => {
  await using it = await makeRuled({
    fields,
    rows,
    rules: (field) => ({ rows: [{ upTo: "editor", rows: ofUnit(field) }] }),
  });
  const { client } = await it.join("editor", { unit: "Birds" });
  const { params } = it;
  const doors: ((id: number) => Promise<unknown>)[] = [
    (id) => client.call(updateRow, { params: { ...params, rowId: id }, body: { cells: { Name: "X" } } }),
    (id) => client.call(updateRows, { params, body: { rows: [{ id, cells: { Name: "X" }, ifChange: 7 }] } }),
    (id) => client.call(deleteRows, { params, body: { ids: [1, id] } }),
    (id) => client.call(moveRows, { params, body: { ids: [id], before: 1 } }),
    (id) => client.call(moveRows, { params, body: { ids: [3], before: id } }),
    (id) => client.call(writeRows, { params, body: { create: [{ cells: {}, before: id }], update: [], delete: [] } }),
    (id) => client.call(writeRows, { params, body: { create: [], update: [], delete: [id] } }),
  ];
  for (const [index, door] of doors.entries()) {
    const [hidden, none] = [await problemOf(door(2)), await problemOf(door(9))];
    const text = ({ code, message, issues }: Problem) => JSON.stringify([index, code, message, issues]);
    expect(text(hidden).replaceAll("2", "9")).toBe(text(none).replaceAll("2", "9"));
    expect(hidden.code).toBe("row.not_found");
  }
  expect(await namesOf(it, it.owner)).toBe("Ann Bob Cid");
});

const withThis = "by the rules of this table you would not see the row with this Unit; give it one whose rows you see";
const without =
  "by the rules of this table you would not see the row without a fitting Unit; give it one whose rows you see";
const rowAlone = "by the rules of this table you would not see the row; ask somebody who sees all rows to write it";

test("nobody writes a row that they would not see, hears which field of it decides, and then nothing is written at all", async () => {
  await using it = await makeRuled({
    fields,
    rows,
    rules: (field) => ({ rows: [{ upTo: "editor", rows: ofUnit(field) }] }),
  });
  const { client } = await it.join("editor", { unit: "Birds" });
  const { params, field } = it;
  const bats = { Name: "Own", Unit: "Bats" };
  const birds = { Unit: "Birds" };
  const byId = { [field.Unit!]: "Bats" };
  const doors: [string, string, () => Promise<unknown>][] = [
    [
      "rows.1.cells.Unit",
      withThis,
      () => client.call(createRows, { params, body: { rows: [{ cells: birds }, { cells: bats }] } }),
    ],
    ["rows.0.cells", without, () => client.call(createRows, { params, body: { rows: [{ cells: { Name: "New" } }] } })],
    [
      "rows.0.cells.Unit",
      withThis,
      () => client.call(updateRows, { params, body: { rows: [{ id: 1, cells: bats }] } }),
    ],
    [
      `cells.${field.Unit}`,
      withThis,
      () => client.call(updateRow, { params: { ...params, rowId: 1 }, body: { cells: byId } }),
    ],
    [
      "create.0.cells.Unit",
      withThis,
      () => client.call(writeRows, { params, body: { create: [{ cells: bats }], update: [], delete: [1] } }),
    ],
  ];
  for (const [path, message, door] of doors)
    expect(await problemOf(door())).toMatchObject({
      code: "row.invalid",
      message: `Nothing was written to ${it.table.name}: ${message}.`,
      issues: [{ path, message }],
    });
  expect(await namesOf(it, it.owner)).toBe("Ann Bob Cid");
  await client.call(createRows, { params, body: { rows: [{ cells: { Name: "Dot", Unit: "Birds" } }] } });
  expect(await namesOf(it, it.owner)).toBe("Ann Bob Cid Dot");
});

test("a field that is hidden, locked, or one of several that decide is not named where a row would not be seen", async () => {
  await using it = await makeRuled({ fields, rows });
  const { client } = await it.join("editor", { unit: "Birds" });
  const { params, field } = it;
  const pay: Filter = { field: field.Pay!, op: "less", value: 50 };
  const create = (cells: Record<string, string | number>) =>
    problemOf(client.call(createRows, { params, body: { rows: [{ cells }] } }));
  const shut = { sees: "manager", changes: "manager" } as const;
  const locked = { sees: "viewer", changes: "manager" } as const;
  const alone = { code: "row.invalid", issues: [{ path: "rows.0.cells", message: rowAlone }] };
  await it.setRules({ fields: { [field.Pay!]: shut }, rows: [{ upTo: "editor", rows: pay }] });
  expect(await create({ Unit: "Birds" })).toMatchObject(alone);
  await it.setRules({ fields: { [field.Pay!]: locked }, rows: [{ upTo: "editor", rows: pay }] });
  expect(await create({ Unit: "Birds" })).toMatchObject(alone);
  await it.setRules({ rows: [{ upTo: "editor", rows: { any: [pay, ofUnit(field)] } }] });
  expect(await create({ Unit: "Bats", Pay: 60 })).toMatchObject(alone);
  await it.setRules({ rows: [{ upTo: "editor", rows: { all: [pay, ofUnit(field)] } }] });
  expect(await create({ Unit: "Bats", Pay: 60 })).toMatchObject(alone);
  expect(await create({ Unit: "Bats", Pay: 40 })).toMatchObject({ issues: [{ path: "rows.0.cells.Unit" }] });
});

test("people move their rows among others that they do not see", async () => {
  await using it = await makeRuled({
    fields,
    rows,
    rules: (field) => ({ rows: [{ upTo: "editor", rows: ofUnit(field) }] }),
  });
  const editor = await it.join("editor", { unit: "Birds" });
  await editor.client.call(moveRows, { params: it.params, body: { ids: [3], before: 1 } });
  expect(await namesOf(it, editor)).toBe("Cid Ann");
  expect(await namesOf(it, it.owner)).toBe("Cid Ann Bob");
});

test("own rows are those one made, from before the rule was set too, and those one's imports brought", async () => {
  await using it = await makeRuled({ fields: [{ name: "Name" }] });
  const [ann, bob] = [await it.join("editor"), await it.join("editor")];
  const { params } = it;
  const create = (person: TestPerson, ...names: string[]) =>
    person.client.call(createRows, { params, body: { rows: names.map((Name) => ({ cells: { Name } })) } });
  await create(ann, "a1", "a2");
  await create(bob, "b1");
  const options = { mode: "append", tableId: it.table.id } as const;
  await runImport(it.weft, bob, { text: "Name\nb2\n", options, start: "now" });
  await it.setRules({ rows: [{ upTo: "editor", rows: "own" }] });
  expect([await namesOf(it, ann), await namesOf(it, bob)]).toEqual(["a1 a2", "b1 b2"]);
  await create(ann, "a3");
  await runImport(it.weft, it.owner, { text: "Name\no1\n", options, start: "now" });
  expect([await namesOf(it, ann), await namesOf(it, bob)]).toEqual(["a1 a2 a3", "b1 b2"]);
  expect(await namesOf(it, it.owner)).toBe("a1 a2 b1 b2 a3 o1");
  await it.setRules(null);
  await it.setRules({ rows: [{ upTo: "editor", rows: "own" }] });
  expect(await namesOf(it, ann)).toBe("a1 a2 a3");
  const first = await ann.client.call(listRows, { params });
  expect(Object.keys((first.rows[0] as { cells: object }).cells)).toEqual(["Name"]);
});

test("a row that is deleted and comes back is whose it was, whoever brings it back, from before the rule too", async () => {
  await using it = await makeRuled({ fields: [{ name: "Name" }] });
  const ann = await it.join("editor");
  const { params } = it;
  const undo = (person: TestPerson, number: number) =>
    person.client.call(undoChange, { params: { ...params, number } });
  await ann.client.call(createRows, { params, body: { rows: [{ cells: { Name: "a1" } }, { cells: { Name: "a2" } }] } });
  const gone = await it.owner.client.call(deleteRows, { params, body: { ids: [1] } });
  await it.setRules({ rows: [{ upTo: "editor", rows: "own" }] });
  const after = await it.owner.client.call(deleteRows, { params, body: { ids: [2] } });
  expect(await namesOf(it, ann)).toBe("");
  await undo(it.owner, gone.change);
  await undo(it.owner, after.change);
  expect(await namesOf(it, ann)).toBe("a1 a2");
  const own = await ann.client.call(deleteRows, { params, body: { ids: [2] } });
  await undo(ann, own.change);
  expect(await namesOf(it, ann)).toBe("a1 a2");
  const { changes } = await it.owner.client.call(listChanges, { params, query: { since: 0 } });
  expect(JSON.stringify(changes)).not.toContain("_author");
});

test("a copy of a table hides the same, a copy of a field too, and who sees a part copies nothing", async () => {
  await using it = await makeRuled({
    fields,
    rows,
    rules: (field) => ({
      fields: { [field.Pay!]: { sees: "manager", changes: "manager" } },
      rows: [
        { upTo: "builder", rows: ofUnit(field) },
        { upTo: "viewer", rows: "own" },
      ],
    }),
  });
  const builder = await it.join("builder", { unit: "Birds" });
  const { params } = it;
  const refused = await problemOf(builder.client.call(duplicateTable, { params, body: {} }));
  expect(refused).toMatchObject({ code: "auth.forbidden", message: expect.stringContaining("only a part of") });
  await it.owner.client.call(duplicateField, { params: { ...params, fieldId: it.field.Pay! }, body: {} as never });
  expect((await builder.client.call(getTable, { params })).fields.map(({ name }) => name)).toEqual(["Name", "Unit"]);
  const copy = await it.owner.client.call(duplicateTable, { params, body: {} });
  const seen = await builder.client.call(getTable, { params: { tableId: copy.id } });
  expect(seen.fields.map(({ name }) => name)).toEqual(["Name", "Unit"]);
  expect(await namesOf({ params: { tableId: copy.id } }, builder)).toBe("Ann Cid");
});
