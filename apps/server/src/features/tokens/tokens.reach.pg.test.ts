import { createBase, createTable, getBase, listBases } from "@weft/api/bases";
import type { Client } from "@weft/api/client";
import { createField } from "@weft/api/fields";
import { putGrant } from "@weft/api/grants";
import { listMembers } from "@weft/api/members";
import { getSession } from "@weft/api/people";
import { Problem } from "@weft/api/problems";
import { createRows, listRows } from "@weft/api/rows";
import { createWorkspace, getWorkspace, listWorkspaces } from "@weft/api/workspaces";
import type { TokenScope } from "@weft/model/permissions";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { withToken } from "./tokens.make.ts";

let weft: TestWeft;
let owner: TestPerson;
/** Two bases of one workspace; the first has two tables, the second one. */
let places: Record<"base1" | "base2" | "table1" | "table2" | "table3", string>;

beforeAll(async () => {
  weft = await makeTestWeft();
  owner = await makePerson(weft);
  const params = { workspaceId: owner.workspaceId };
  const base2 = (await owner.client.call(createBase, { params, body: { name: "B2" } })).id;
  places = {
    base1: owner.baseId,
    base2,
    table1: await newTable(owner.baseId, "T1"),
    table2: await newTable(owner.baseId, "T2"),
    table3: await newTable(base2, "T3"),
  };
});
afterAll(() => weft[Symbol.asyncDispose]());

async function newTable(baseId: string, name: string): Promise<string> {
  const body = { name, fields: [{ name: "A", type: "text" as const }] };
  return (await owner.client.call(createTable, { params: { baseId }, body })).id;
}

const actions: Record<string, { scopes: TokenScope[]; ask: (client: Client, tableId: string) => Promise<unknown> }> = {
  "read rows": {
    scopes: ["read", "write", "build", "manage"],
    ask: (client, tableId) => client.call(listRows, { params: { tableId }, query: {} }),
  },
  "write rows": {
    scopes: ["write", "build", "manage"],
    ask: (client, tableId) =>
      client.call(createRows, { params: { tableId }, query: {}, body: { rows: [{ cells: { A: "x" } }] } }),
  },
  "make fields": {
    scopes: ["build", "manage"],
    ask: (client, tableId) =>
      client.call(createField, { params: { tableId }, body: { name: crypto.randomUUID(), type: "text" } }),
  },
};

type Place = keyof typeof places;
const baseOf: Record<string, Place> = { table1: "base1", table2: "base1", table3: "base2" };
const limits: (Place[] | null)[] = [null, ["base1"], ["table1"], ["table1", "base2"], ["base1", "table1"]];
const scopes: TokenScope[][] = [["read"], ["write"], ["build"], ["read", "manage"]];
const kinds = limits.flatMap((things) => scopes.map((scopes) => ({ things, scopes })));

test.each(kinds)("a token of $things that may $scopes does just that, there alone", async ({ things, scopes }) => {
  const client = await withToken(weft, owner, { scopes, things: things && things.map((place) => places[place]) });
  const expected: Record<string, string> = {};
  const got: Record<string, string> = {};
  for (const table of ["table1", "table2", "table3"] as const)
    for (const [action, { scopes: enough, ask }] of Object.entries(actions)) {
      const isReached = !things || things.includes(table) || things.includes(baseOf[table] as Place);
      const isScoped = enough.some((scope) => scopes.includes(scope));
      // The door asks for the scope before anything is looked for.
      expected[`${action} of ${table}`] = !isScoped ? "auth.scope_missing" : isReached ? "done" : "table.not_found";
      got[`${action} of ${table}`] = await codeOf(ask(client, places[table]));
    }
  expect(got).toEqual(expected);
});

async function codeOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return "done";
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.code;
  }
}

test("lists leave out what a token does not reach, and what lies around is known by name only", async () => {
  const client = await withToken(weft, owner, { things: [places.table1, places.base2] });
  const params = { workspaceId: owner.workspaceId };
  const { bases } = await client.call(listBases, { params });
  const shown = bases.map(({ name, tables }) => ({ name, tables: tables.map((table) => table.name) }));
  expect(shown).toEqual([
    { name: "Test base", tables: ["T1"] },
    { name: "B2", tables: ["T3"] },
  ]);
  const base = await client.call(getBase, { params: { baseId: places.base1 } });
  expect(base.tables.map(({ name }) => name)).toEqual(["T1"]);
  expect(await client.call(getWorkspace, { params })).toMatchObject({ role: "none" });
  const lacks = { code: "auth.scope_missing" };
  await expect(client.call(listMembers, { params })).rejects.toMatchObject(lacks);
  await expect(client.call(createBase, { params, body: { name: "B" } })).rejects.toMatchObject(lacks);
  await expect(client.call(createWorkspace, { body: { name: "W" } })).rejects.toMatchObject(lacks);
  const body = { name: "T4", fields: [] };
  await expect(client.call(createTable, { params: { baseId: places.base1 }, body })).rejects.toMatchObject(lacks);
});

test("a token sees none of its person's other workspaces, and does not run the instance", async () => {
  const person = await makePerson(weft, { isInstanceOwner: true });
  const workspace = await person.client.call(createWorkspace, { body: { name: "Other" } });
  const client = await withToken(weft, person, { things: [person.baseId] });
  const ids = (list: { id: string }[]) => list.map(({ id }) => id);
  expect(ids((await client.call(listWorkspaces, {})).workspaces)).toEqual([person.workspaceId]);
  expect(ids((await client.call(getSession, {})).workspaces)).toEqual([person.workspaceId]);
  const params = { workspaceId: workspace.id };
  await expect(client.call(getWorkspace, { params })).rejects.toMatchObject({ code: "workspace.not_found" });
});

test("a token reaches nothing that is shut to its person, now or later", async () => {
  const viewer = await makePerson(weft, { workspaceId: owner.workspaceId, role: "editor" });
  const client = await withToken(weft, viewer, { things: [places.base2] });
  expect(await codeOf(client.call(listRows, { params: { tableId: places.table3 }, query: {} }))).toBe("done");
  const shut = { to: { personId: viewer.personId }, role: "none" as const };
  await owner.client.call(putGrant, { params: { thingId: places.table3 }, body: shut });
  const asked = client.call(listRows, { params: { tableId: places.table3 }, query: {} });
  await expect(asked).rejects.toMatchObject({ code: "table.not_found" });
  const [base] = (await client.call(listBases, { params: { workspaceId: owner.workspaceId } })).bases;
  expect(base).toMatchObject({ id: places.base2, tables: [] });
  const wanted = withToken(weft, viewer, { things: [places.table3] });
  await expect(wanted).rejects.toMatchObject({ code: "table.not_found" });
});
