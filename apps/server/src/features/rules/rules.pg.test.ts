import { getTable } from "@weft/api/bases";
import { deleteField } from "@weft/api/fields";
import { explainAccess, putGrant } from "@weft/api/grants";
import { listMembers, putAttributes } from "@weft/api/members";
import { createRows } from "@weft/api/rows";
import { getRules, previewRules, putRules } from "@weft/api/rules";
import type { Role } from "@weft/model/permissions";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

let weft: TestWeft;
beforeAll(async () => {
  weft = await makeTestWeft();
});
afterAll(() => weft[Symbol.asyncDispose]());

/** A table of four rows, its owner, and one member of each role that is named. */
async function makeStation<Names extends Role>(...names: Names[]) {
  const owner = await makePerson(weft);
  const fields = [{ name: "Unit" }, { name: "Pay", type: "number" as const }, { name: "Note" }];
  const rows = ["Birds", "Birds", "Bats", "Fish"].map((Unit, index) => ({ Unit, Pay: index, Note: `n${index}` }));
  const table = await makeTable(weft, owner, { name: "Staff", fields, rows });
  const members = {} as Record<Names, TestPerson>;
  for (const role of names) members[role] = await makePerson(weft, { workspaceId: owner.workspaceId, role });
  const [unit, pay, note] = table.fields.map(({ id }) => id) as [string, string, string];
  return { owner, members, table, unit, pay, note, params: { tableId: table.id } };
}

const ofUnit = { field: "Unit", op: "is", value: { me: "unit" } };
const refused = (call: Promise<unknown>) =>
  call.then(
    () => "works",
    (error: { code: string; issues: { path: string }[] }) => [error.code, ...error.issues.map(({ path }) => path)],
  );

async function setUnit(owner: TestPerson, person: TestPerson, unit: string | string[]): Promise<void> {
  const params = { workspaceId: owner.workspaceId, personId: person.personId };
  await owner.client.call(putAttributes, { params, body: { attributes: { unit } } });
}

test("rules are set by name and told by id, and a set of rules replaces the one before", async () => {
  const { owner, params, unit, pay } = await makeStation();
  const body = {
    fields: [{ field: "Pay", sees: "manager" as const, changes: "owner" as const }],
    rows: [{ upTo: "editor" as const, rows: ofUnit }],
  };
  const told = await owner.client.call(putRules, { params, body });
  expect(told).toEqual({
    tableId: params.tableId,
    fields: [{ field: pay, name: "Pay", sees: "manager", changes: "owner", fixed: false }],
    rows: [{ upTo: "editor", rows: { ...ofUnit, field: unit }, fixed: false }],
    change: expect.any(Number),
    faults: [],
  });
  expect(await owner.client.call(getRules, { params })).toEqual(told);
  expect(await owner.client.call(putRules, { params, body: {} })).toMatchObject({ fields: [], rows: [] });
});

test("every fault of every part is told at once, and nothing is changed", async () => {
  const { owner, params } = await makeStation();
  const body = {
    fields: [{ field: "Gone" }, { field: "Pay", sees: "owner" as const, changes: "editor" as const }],
    rows: [
      { upTo: "owner" as const, rows: "own" },
      { upTo: "viewer" as const, rows: { field: "Pay", op: "is", value: { me: "pay" } } },
    ],
  };
  expect(await refused(owner.client.call(putRules, { params, body }))).toEqual([
    "request.invalid",
    "fields.0.field",
    "fields.1.changes",
    "rows.0.upTo",
    "rows.1.rows.value",
  ]);
  expect(await owner.client.call(getRules, { params })).toMatchObject({ fields: [], rows: [] });
});

test("a manager neither loosens what binds themselves nor hears of fields that are hidden from them", async () => {
  const { owner, members, params, unit, pay, note } = await makeStation("manager");
  const { client } = members.manager;
  const hidden = { field: "Pay", sees: "owner" as const, changes: "owner" as const };
  const locked = { field: "Unit", sees: "viewer" as const, changes: "owner" as const };
  const own = { upTo: "manager" as const, rows: "own" as const };
  const byPay = { upTo: "viewer" as const, rows: { field: "Pay", op: "less", value: 2 } };
  await owner.client.call(putRules, { params, body: { fields: [hidden, locked], rows: [own, byPay] } });
  expect(await client.call(getRules, { params })).toMatchObject({
    fields: [{ field: unit, fixed: true }],
    rows: [{ upTo: "manager", rows: "own", fixed: true }],
  });
  const loose = { fields: [{ ...locked, changes: "editor" as const }] };
  expect(await refused(client.call(putRules, { params, body: loose }))).toEqual(["auth.forbidden"]);
  const byHidden = { fields: [{ ...hidden, sees: "viewer" as const }] };
  expect(await refused(client.call(putRules, { params, body: byHidden }))).toEqual([
    "request.invalid",
    "fields.0.field",
  ]);
  await client.call(putRules, { params, body: { fields: [{ field: "Note", sees: "builder", changes: "builder" }] } });
  const { fields, rows } = await owner.client.call(getRules, { params });
  expect(fields.map(({ field, sees }) => [field, sees])).toEqual([
    [unit, "viewer"],
    [pay, "owner"],
    [note, "builder"],
  ]);
  expect(rows.map(({ upTo }) => upTo)).toEqual(["manager", "viewer"]);
});

test("of two managers who save rules at once the second is refused, hears what to do, and can save after reading anew", async () => {
  const { owner, members, params, unit, note } = await makeStation("manager");
  const { client } = members.manager;
  const read = await owner.client.call(getRules, { params });
  expect(read.change).toBe(0);
  const first = { fields: [{ field: unit, sees: "builder" as const, changes: "builder" as const }] };
  const second = { fields: [{ field: note, sees: "builder" as const, changes: "builder" as const }] };
  const save = (body: typeof first, ifChange: number) => client.call(putRules, { params, body: { ...body, ifChange } });
  const ends = await Promise.allSettled([save(first, read.change), save(second, read.change)]);
  expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const held = await owner.client.call(getRules, { params });
  expect(held.fields).toHaveLength(1);
  expect(held.change).toBeGreaterThan(read.change);
  const loser = held.fields[0]!.field === unit ? second : first;
  await expect(save(loser, read.change)).rejects.toMatchObject({
    status: 409,
    code: "rules.changed",
    message:
      "Nothing was saved: somebody else has set other rules for Staff since you read them. Read those that hold now, and set yours again.",
  });
  expect(await owner.client.call(getRules, { params })).toEqual(held);
  expect((await save(loser, held.change)).fields.map(({ field }) => field)).toEqual([loser.fields[0]!.field]);
});

test("who may not set rules hears nothing of whether they have changed", async () => {
  const { members, params } = await makeStation("builder");
  const body = { ifChange: 999 };
  expect(await refused(members.builder.client.call(putRules, { params, body }))).toEqual(["auth.forbidden"]);
});

test("a rule whose field is gone is told to those who look after the table", async () => {
  const { owner, params, unit } = await makeStation();
  await owner.client.call(putRules, { params, body: { rows: [{ upTo: "editor", rows: ofUnit }] } });
  await owner.client.call(deleteField, { params: { ...params, fieldId: unit } });
  expect(await owner.client.call(getRules, { params })).toMatchObject({ faults: [{ path: "rows.0.rows.field" }] });
});

test("whoever sets rules sees what they leave a person: how many rows, which fields", async () => {
  const { owner, members, params } = await makeStation("editor");
  await setUnit(owner, members.editor, "Birds");
  const fields = [
    { field: "Pay", sees: "manager" as const, changes: "manager" as const },
    { field: "Note", sees: "viewer" as const, changes: "manager" as const },
  ];
  await owner.client.call(putRules, { params, body: { fields, rows: [{ upTo: "editor", rows: ofUnit }] } });
  const query = { person: members.editor.personId };
  const preview = await owner.client.call(previewRules, { params, query });
  expect(preview).toMatchObject({ role: "editor", rows: 2, ofRows: 4, rules: [{ upTo: "editor" }] });
  expect(preview.fields.map(({ name, access }) => [name, access])).toEqual([
    ["Unit", "change"],
    ["Pay", "hidden"],
    ["Note", "read"],
  ]);
  const nobody = owner.client.call(previewRules, { params, query: { person: "nobody" } });
  expect(await refused(nobody)).toEqual(["person.not_found"]);
});

test("everybody is told which rows the rules leave them, so that nobody takes a table for empty", async () => {
  const { owner, members, params } = await makeStation("editor", "viewer");
  await setUnit(owner, members.editor, "Birds");
  const told = async (...people: TestPerson[]) =>
    Promise.all(people.map(async ({ client }) => (await client.call(getTable, { params })).rowsSeen));
  const everybody = [owner, members.editor, members.viewer];
  expect(await told(...everybody)).toEqual(["all", "all", "all"]);
  await owner.client.call(putRules, {
    params,
    body: {
      rows: [
        { upTo: "editor", rows: "own" },
        { upTo: "viewer", rows: ofUnit },
      ],
    },
  });
  expect(await told(...everybody)).toEqual(["all", "own", "some"]);
});

test("who sees only some rows is not told how many others see", async () => {
  const { owner, members, params } = await makeStation("manager", "editor");
  await owner.client.call(putRules, { params, body: { rows: [{ upTo: "manager", rows: "own" }] } });
  const query = { person: members.editor.personId };
  const preview = await members.manager.client.call(previewRules, { params, query });
  expect(preview).toMatchObject({ rows: null, ofRows: null });
});

test("an explanation says what the rules of a table hide from somebody, and hides it from themselves", async () => {
  const { owner, members, params, note, pay } = await makeStation("editor");
  const { editor } = members;
  const fields = [
    { field: "Pay", sees: "manager" as const, changes: "manager" as const },
    { field: "Note", sees: "viewer" as const, changes: "manager" as const },
  ];
  const byPay = { upTo: "editor" as const, rows: { field: "Pay", op: "less", value: 3 } };
  await owner.client.call(putRules, { params, body: { fields, rows: [byPay] } });
  const asked = { params: { thingId: params.tableId }, query: { person: editor.personId } };
  const locked = { field: note, name: "Note", access: "read" };
  expect((await owner.client.call(explainAccess, asked)).table).toEqual({
    fields: [{ field: pay, name: "Pay", access: "hidden" }, locked],
    rows: [{ upTo: "editor", rows: { ...byPay.rows, field: pay } }],
  });
  expect((await editor.client.call(explainAccess, asked)).table).toEqual({
    fields: [locked],
    rows: [{ upTo: "editor", rows: null }],
  });
});

test("who was made manager of one table alone sets its rules", async () => {
  const { owner, params } = await makeStation();
  const guest = await makePerson(weft);
  const body = { to: { personId: guest.personId }, role: "manager" as const };
  await owner.client.call(putGrant, { params: { thingId: params.tableId }, body });
  await guest.client.call(putRules, {
    params,
    body: { fields: [{ field: "Pay", sees: "manager", changes: "manager" }] },
  });
  expect((await guest.client.call(getTable, { params })).fields).toHaveLength(3);
});

test("attributes are set by who looks after the workspace, never one's own by a manager, and are not told to others", async () => {
  const { owner, members } = await makeStation("manager", "viewer");
  const { workspaceId } = owner;
  const { manager, viewer } = members;
  const set = (by: TestPerson, of: TestPerson, attributes: Record<string, string | string[]>) => {
    const params = { workspaceId, personId: of.personId };
    return refused(by.client.call(putAttributes, { params, body: { attributes } }));
  };
  expect(await set(manager, viewer, { unit: ["Birds", "Bats"] })).toBe("works");
  expect(await set(manager, manager, { unit: "Birds" })).toEqual(["auth.forbidden"]);
  expect(await set(manager, owner, { unit: "Birds" })).toEqual(["auth.forbidden"]);
  expect(await set(viewer, viewer, { unit: "Birds" })).toEqual(["auth.forbidden"]);
  expect(await set(owner, owner, { unit: "Fish" })).toBe("works");
  expect(await set(owner, viewer, { email: "boss@example.org" })).toMatchObject([
    "request.invalid",
    expect.any(String),
  ]);
  const seenBy = async ({ client }: TestPerson) => {
    const { members } = await client.call(listMembers, { params: { workspaceId } });
    return Object.fromEntries(members.map(({ role, attributes }) => [role, attributes]));
  };
  const ofViewer = { unit: ["Birds", "Bats"] };
  expect(await seenBy(manager)).toEqual({ owner: { unit: "Fish" }, manager: {}, viewer: ofViewer });
  expect(await seenBy(viewer)).toEqual({ owner: null, manager: null, viewer: ofViewer });
});

test("a rule that asks for an attribute follows it from the next call on", async () => {
  const { owner, members, params } = await makeStation("editor");
  await owner.client.call(putRules, { params, body: { rows: [{ upTo: "editor", rows: ofUnit }] } });
  const rowsOf = async () => {
    const query = { person: members.editor.personId };
    return (await owner.client.call(previewRules, { params, query })).rows;
  };
  expect(await rowsOf()).toBe(0);
  await setUnit(owner, members.editor, "Bats");
  expect(await rowsOf()).toBe(1);
  const body = { rows: [{ cells: { Unit: "Fish" } }] };
  const created = members.editor.client.call(createRows, { params, body });
  expect(await refused(created)).toMatchObject(["row.invalid", expect.stringMatching(/^rows\.0/)]);
});
