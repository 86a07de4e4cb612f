import { getTable, listBases } from "@weft/api/bases";
import { createExport } from "@weft/api/exports";
import * as fieldDoors from "@weft/api/fields";
import { groupRows, summarizeRows } from "@weft/api/figures";
import { findRows } from "@weft/api/finds";
import type { Problem } from "@weft/api/problems";
import { createRows, getRow, listRows, updateRow } from "@weft/api/rows";
import { locateRow, seekRow } from "@weft/api/seeks";
import type { CellValue } from "@weft/model/fields/field";
import type { Filter } from "@weft/model/filter";
import { makeId } from "@weft/model/ids";
import { expect, test } from "vitest";
import type { TestPerson } from "../../testing/weft.ts";
import type { Ruled } from "./ruled.make.ts";
import { makeRuled, setAttributes } from "./ruled.make.ts";

const fields = [
  { name: "Name" },
  { name: "Age", type: "number" as const, options: { decimals: 0 } },
  { name: "Unit" },
  { name: "Pay", type: "number" as const },
];
const rows: Record<string, CellValue>[] = [
  { Name: "Ann", Age: 1, Unit: "Birds", Pay: 10 },
  { Name: "Bob", Age: 2, Unit: "Bats", Pay: 20 },
  { Name: "Cid", Age: 3, Unit: "Birds", Pay: 30 },
  { Name: "Dot", Age: 4, Unit: "Bats", Pay: 40 },
  { Name: "Eve", Age: 5, Unit: null, Pay: 50 },
  { Name: "Fay", Age: 6, Unit: "Birds", Pay: 60 },
];

const ofUnit = (field: Record<string, string>): Filter => ({ field: field.Unit!, op: "is", value: { me: "unit" } });

/** Editors see the rows of their unit, and no pay. */
async function open() {
  const it = await makeRuled({
    fields,
    rows,
    rules: (field) => ({
      fields: { [field.Pay!]: { sees: "manager", changes: "manager" } },
      rows: [{ upTo: "editor", rows: ofUnit(field) }],
    }),
  });
  const editor = await it.join("editor", { unit: "Birds" });
  return { ...it, editor, list: openList(it, editor), listAll: openList(it, it.owner) };
}

function openList({ params }: Ruled, person: TestPerson) {
  return async (query: object = {}) => {
    const { rows, total } = await person.client.call(listRows, { params, query: { total: "exact", ...query } });
    return { ids: rows.map((row) => ("id" in row ? row.id : row[0])), rows, total };
  };
}

async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  return promise.then(
    () => Promise.reject(new Error("nothing was refused")),
    (error: unknown) => error as Problem,
  );
}

/** A problem with the name that was asked for left out, so that two can be compared. */
async function told(promise: Promise<unknown>, name: string) {
  const { code, status, message, issues } = await problemOf(promise);
  return JSON.stringify({ code, status, message, issues }).replaceAll(name, "…");
}

test("every list holds the rows that pass the rule, with whatever filter, sort, group or search", async () => {
  await using it = await open();
  expect(await it.list()).toMatchObject({ ids: [1, 3, 6], total: { rows: 3, exact: true } });
  expect((await it.listAll()).ids).toEqual([1, 2, 3, 4, 5, 6]);
  expect((await it.list({ sort: "-Name" })).ids).toEqual([6, 3, 1]);
  expect((await it.list({ group: "Unit", sort: "-Name" })).ids).toEqual([6, 3, 1]);
  expect((await it.list({ search: "o" })).ids).toEqual([]);
  expect((await it.list({ filter: JSON.stringify({ not: { field: "Name", op: "is", value: "Cid" } }) })).ids).toEqual([
    1, 6,
  ]);
  expect((await it.list({ filter: JSON.stringify({ field: "Unit", op: "is", value: "Bats" }) })).total).toEqual({
    rows: 0,
    exact: true,
  });
  expect((await it.list({ offset: 1, limit: 1 })).ids).toEqual([3]);
  expect(Object.keys(((await it.list()).rows[0] as { cells: object }).cells)).toEqual(["Name", "Age", "Unit"]);
});

test("a list is paged over the rows that are seen, and a cursor made of a row that is not seen is none", async () => {
  await using it = await open();
  const page = async (query: object) => it.editor.client.call(listRows, { params: it.params, query });
  const first = await page({ limit: 2, sort: "Name" });
  const second = await page({ limit: 2, sort: "Name", cursor: first.next! });
  expect([...first.rows, ...second.rows]).toMatchObject([{ id: 1 }, { id: 3 }, { id: 6 }]);
  expect(second.next).toBeNull();
  const long = "x".repeat(3000);
  await it.owner.client.call(updateRow, { params: { ...it.params, rowId: 2 }, body: { cells: { Name: long } } });
  const theirs = await it.owner.client.call(listRows, { params: it.params, query: { sort: "-Name", limit: 1 } });
  expect(theirs.rows).toMatchObject([{ id: 2 }]);
  const problem = await problemOf(page({ limit: 1, sort: "-Name", cursor: theirs.next! }));
  expect(problem.code).toBe("cursor.invalid");
});

test("a row that is not seen is not found, exactly as one that is not there", async () => {
  await using it = await open();
  const { client } = it.editor;
  for (const door of [
    (rowId: number) => client.call(getRow, { params: { ...it.params, rowId } }),
    (rowId: number) => client.call(locateRow, { params: { ...it.params, rowId } }),
    (rowId: number) =>
      client.call(seekRow, { params: { ...it.params, rowId }, query: { field: "Name", to: "filled" as const } }),
  ])
    expect(await told(door(2), "2")).toBe(await told(door(99), "99"));
  expect(await client.call(getRow, { params: { ...it.params, rowId: 3 } })).toMatchObject({
    cells: { Name: "Cid", Age: 3, Unit: "Birds" },
  });
});

test("figures, groups, finds and places are of the rows that are seen", async () => {
  await using it = await open();
  const { client } = it.editor;
  const { params } = it;
  const figures = JSON.stringify({ Age: ["count", "sum", "median", "histogram"], Unit: "unique" });
  expect(await client.call(summarizeRows, { params, query: { figures } })).toMatchObject({
    rows: 3,
    figures: { Age: { count: 3, sum: 10, median: 3, histogram: { least: 1, greatest: 6 } }, Unit: { unique: 1 } },
  });
  const stretch = { figures: JSON.stringify({ Age: "max" }), offset: 0, limit: 2 };
  expect((await client.call(summarizeRows, { params, query: stretch })).figures).toEqual({ Age: { max: 3 } });
  const { groups } = await client.call(groupRows, { params, query: { group: "Unit" } });
  expect(groups).toEqual([{ keys: ["Birds"], rows: 3 }]);
  expect(await client.call(findRows, { params, query: { text: "b" } })).toMatchObject({ rows: [0, 1, 2], total: 3 });
  expect(await client.call(findRows, { params, query: { text: "Bob" } })).toMatchObject({ rows: [], total: 0 });
  expect((await client.call(locateRow, { params: { ...params, rowId: 6 } })).row).toBe(2);
  const seek = { field: "Name", to: "filled", way: "down" } as const;
  expect((await client.call(seekRow, { params: { ...params, rowId: 1 }, query: seek })).steps).toBe(1);
});

test("how many rows there are is not told by an estimate, not even of the table in a list of bases", async () => {
  await using it = await open();
  const { client } = it.editor;
  const wide = Array.from({ length: 900 }, (_, at) => ({ cells: { Name: `n${at}`, Unit: "Bats" } }));
  await it.owner.client.call(createRows, { params: it.params, body: { rows: wide } });
  await it.weft.weft.db.dataPool.query(`analyze "${it.owner.baseId}"."${it.table.id}"`);
  const { total } = await client.call(listRows, { params: it.params, query: { total: "estimate", limit: 2 } });
  expect(total!.rows).toBeLessThan(50);
  expect((await client.call(getTable, { params: it.params })).rowEstimate).toBeLessThan(50);
  const { bases } = await client.call(listBases, { params: { workspaceId: it.owner.workspaceId } });
  expect(bases.flatMap(({ tables }) => tables)[0]!.rowEstimate).toBeLessThan(50);
  expect((await it.owner.client.call(getTable, { params: it.params })).rowEstimate).toBe(906);
});

test("a hidden field is asked for in vain, exactly as one that does not exist", async () => {
  await using it = await open();
  const builder = await it.join("builder", { unit: "Birds" });
  await it.setRules({ fields: { [it.field.Pay!]: { sees: "manager", changes: "manager" } } });
  const { params } = it;
  const filter = (field: string) => JSON.stringify({ field, op: "is_empty" });
  const list = (query: object) => builder.client.call(listRows, { params, query });
  const doors: Record<string, (field: string) => Promise<unknown>> = {
    fields: (field) => list({ fields: `Name,${field}` }),
    filter: (field) => list({ filter: filter(field) }),
    sort: (field) => list({ sort: `-${field}` }),
    group: (field) => list({ group: field }),
    figures: (field) =>
      builder.client.call(summarizeRows, { params, query: { figures: JSON.stringify({ [field]: "count" }) } }),
    groups: (field) => builder.client.call(groupRows, { params, query: { group: field } }),
    find: (field) => builder.client.call(findRows, { params, query: { text: "x", sort: field } }),
    seek: (field) =>
      builder.client.call(seekRow, { params: { ...params, rowId: 1 }, query: { field, to: "filled", way: "down" } }),
    exportFields: (field) => builder.client.call(createExport, { params, body: { fields: [field] } }),
    exportFilter: (field) => builder.client.call(createExport, { params, body: { filter: { field, op: "is_empty" } } }),
    exportSort: (field) => builder.client.call(createExport, { params, body: { sort: field } }),
    create: (field) => builder.client.call(createRows, { params, body: { rows: [{ cells: { [field]: 1 } }] } }),
    update: (field) =>
      builder.client.call(updateRow, { params: { ...params, rowId: 1 }, body: { cells: { [field]: 1 } } }),
  };
  for (const [door, ask] of Object.entries(doors)) {
    expect([door, await told(ask("Pay"), "Pay")]).toEqual([door, await told(ask("Nope"), "Nope")]);
    const [hidden, none] = [it.field.Pay!, makeId("field")];
    expect([door, await told(ask(hidden), hidden)]).toEqual([door, await told(ask(none), none)]);
  }
  const shape = { type: "text", options: {} } as const;
  const byId: Record<string, (fieldId: string) => Promise<unknown>> = {
    update: (fieldId) =>
      builder.client.call(fieldDoors.updateField, { params: { ...params, fieldId }, body: { name: "X" } }),
    moveBefore: (fieldId) =>
      builder.client.call(fieldDoors.updateField, {
        params: { ...params, fieldId: it.field.Name! },
        body: { before: fieldId },
      }),
    delete: (fieldId) => builder.client.call(fieldDoors.deleteField, { params: { ...params, fieldId } }),
    restore: (fieldId) => builder.client.call(fieldDoors.restoreField, { params: { ...params, fieldId } }),
    preview: (fieldId) =>
      builder.client.call(fieldDoors.previewRetype, { params: { ...params, fieldId }, body: shape as never }),
    retype: (fieldId) =>
      builder.client.call(fieldDoors.retypeField, { params: { ...params, fieldId }, body: shape as never }),
    duplicate: (fieldId) =>
      builder.client.call(fieldDoors.duplicateField, { params: { ...params, fieldId }, body: {} as never }),
  };
  for (const [door, ask] of Object.entries(byId)) {
    const [hidden, none] = [it.field.Pay!, makeId("field")];
    expect([door, await told(ask(hidden), hidden)]).toEqual([door, await told(ask(none), none)]);
  }
  const table = await builder.client.call(getTable, { params });
  expect(table.fields.map(({ name }) => name)).toEqual(["Name", "Age", "Unit"]);
  expect((await list({ search: "60" })).rows).toEqual([]);
});

test("who is bound by a rule on what they lack sees nothing, and owners see all whatever the rules", async () => {
  await using it = await open();
  const nobody = openList(it, await it.join("editor"));
  expect((await nobody()).ids).toEqual([]);
  await it.setRules({ rows: [{ upTo: "manager", rows: { not: ofUnit(it.field) } }] });
  expect((await nobody()).ids).toEqual([]);
  expect((await it.listAll()).ids).toHaveLength(6);
});

test("a rule on a field that is deleted or gets another type shows no row, and all again when it is put right", async () => {
  await using it = await open();
  const place = { params: { ...it.params, fieldId: it.field.Unit! } };
  await it.owner.client.call(fieldDoors.deleteField, place);
  expect((await it.list()).ids).toEqual([]);
  await it.owner.client.call(fieldDoors.restoreField, place);
  expect((await it.list()).ids).toEqual([1, 3, 6]);
  await it.owner.client.call(fieldDoors.retypeField, {
    ...place,
    body: { type: "number", options: { decimals: null }, lose: true },
  });
  expect((await it.list()).ids).toEqual([]);
});

test("what is remembered of a list for one person is not told to another; rules and attributes hold as soon as they are set", async () => {
  await using it = await open();
  const bats = openList(it, await it.join("editor", { unit: "Bats" }));
  for (let round = 0; round < 2; round++) {
    // Of a page that does not hold them all: such a total is counted, and remembered.
    expect((await it.list({ limit: 1 })).total!.rows).toBe(3);
    expect((await bats({ limit: 1 })).total!.rows).toBe(2);
    expect((await it.listAll({ limit: 1 })).total!.rows).toBe(6);
    expect((await it.list({ search: "10" })).total!.rows).toBe(0);
    expect((await it.listAll({ search: "0", limit: 1 })).total!.rows).toBe(6);
    expect((await it.list({ search: "0", limit: 1 })).total!.rows).toBe(0);
    expect((await it.list({ search: "b", limit: 1 })).total!.rows).toBe(3);
    expect((await it.listAll({ search: "b", limit: 1 })).total!.rows).toBe(5);
  }
  await setAttributes(it.weft, it.editor, { unit: "Bats" });
  expect((await it.list()).ids).toEqual([2, 4]);
  await it.setRules(null);
  expect((await bats()).ids).toHaveLength(6);
  await it.setRules({ rows: [{ upTo: "editor", rows: { field: it.field.Name!, op: "is", value: "Eve" } }] });
  expect((await bats()).ids).toEqual([5]);
  expect((await bats()).total).toEqual({ rows: 1, exact: true });
});
