import {
  createBase,
  deleteBase,
  duplicateBase,
  getBase,
  getTable,
  listBases,
  restoreBase,
  updateBase,
  updateTable,
} from "@weft/api/bases";
import { listChanges } from "@weft/api/changes";
import { undoImport } from "@weft/api/imports";
import { listRows, updateRow } from "@weft/api/rows";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { openLive } from "../../live/live.make.ts";
import { runImport } from "../imports/imports.make.ts";
import { makeTable } from "../tables/tables.make.ts";

let weft: TestWeft;
let ada: TestPerson;
beforeAll(async () => {
  weft = await makeTestWeft();
  ada = await makePerson(weft);
});
afterAll(() => weft[Symbol.asyncDispose]());

test("a new base is empty, has a schema the data role owns, and can be renamed", async () => {
  const params = { workspaceId: ada.workspaceId };
  const base = await ada.client.call(createBase, { params, body: { name: "Stock" } });
  expect(base).toMatchObject({ name: "Stock", tables: [], workspaceId: ada.workspaceId });
  const { rows } = await weft.weft.db.peoplePool.query(
    "select nspowner::regrole::text as owner from pg_namespace where nspname = $1",
    [base.id],
  );
  expect(rows).toEqual([{ owner: "weft_data" }]);
  await ada.client.call(updateBase, { params: { baseId: base.id }, body: { name: "Stores" } });
  expect((await ada.client.call(getBase, { params: { baseId: base.id } })).name).toBe("Stores");
});

test("a base in the trash hides its tables, and comes back with them; each table's log tells it", async () => {
  const table = await makeTable(weft, ada, { name: "Inside", rows: [{ Name: "x" }] });
  const params = { baseId: ada.baseId };
  await ada.client.call(deleteBase, { params });
  await expect(ada.client.call(deleteBase, { params })).rejects.toMatchObject({ code: "base.not_found" });
  const { bases } = await ada.client.call(listBases, { params: { workspaceId: ada.workspaceId } });
  expect(bases.map((base) => base.id)).not.toContain(ada.baseId);
  await expect(ada.client.call(getTable, { params: { tableId: table.id } })).rejects.toMatchObject({
    code: "table.not_found",
  });
  const restored = await ada.client.call(restoreBase, { params });
  expect(restored.tables).toMatchObject([{ name: "Inside", rowEstimate: 1 }]);
  const log = await ada.client.call(listChanges, { params: { tableId: table.id }, query: { since: 0 } });
  expect(log.changes.map((change) => change.kind)).toEqual(["table.deleted", "table.restored"]);
});

test("bases stand in the order people give them, new ones and copies last", async () => {
  const { client, workspaceId, baseId } = await makePerson(weft);
  const make = (name: string) => client.call(createBase, { params: { workspaceId }, body: { name } });
  const [a, b] = [await make("A"), await make("B")];
  const order = async () => (await client.call(listBases, { params: { workspaceId } })).bases.map((base) => base.id);
  expect(await order()).toEqual([baseId, a.id, b.id]);
  await client.call(updateBase, { params: { baseId: b.id }, body: { before: baseId } });
  await client.call(updateBase, { params: { baseId }, body: { before: null } });
  expect(await order()).toEqual([b.id, a.id, baseId]);
  const copy = await client.call(duplicateBase, { params: { baseId: a.id }, body: {} });
  expect(copy.name).toBe("A copy");
  expect(await order()).toEqual([b.id, a.id, baseId, copy.id]);
});

test("a copy of a base has its tables in their order with their rows, and is a base of its own", async () => {
  const person = await makePerson(weft);
  const sites = await makeTable(weft, person, { name: "Sites", rows: [{ Name: "North" }, { Name: "South" }] });
  const visits = await makeTable(weft, person, { name: "Visits", rows: [{ Name: "first" }] });
  await person.client.call(updateTable, { params: { tableId: visits.id }, body: { before: sites.id } });
  const params = { baseId: person.baseId };
  const copy = await person.client.call(duplicateBase, { params, body: { name: "Next year" } });
  expect(copy.tables).toMatchObject([
    { name: "Visits", rowEstimate: 1 },
    { name: "Sites", rowEstimate: 2 },
  ]);
  const tableId = copy.tables[1]?.id as string;
  await person.client.call(updateRow, { params: { tableId, rowId: 1 }, body: { cells: { Name: "East" } } });
  const namesOf = async (tableId: string) =>
    (await person.client.call(listRows, { params: { tableId } })).rows.map((row) => "cells" in row && row.cells.Name);
  expect([await namesOf(tableId), await namesOf(sites.id)]).toEqual([
    ["East", "South"],
    ["North", "South"],
  ]);
  const bare = await person.client.call(duplicateBase, { params, body: { rows: false } });
  expect(bare.tables.map((table) => table.rowEstimate)).toEqual([0, 0]);
});

test("a base says when something in it was last changed", async () => {
  const person = await makePerson(weft);
  const changedAt = async () =>
    Date.parse((await person.client.call(getBase, { params: { baseId: person.baseId } })).changedAt);
  const made = await changedAt();
  const table = await makeTable(weft, person, { rows: [{ Name: "a" }] });
  const grown = await changedAt();
  expect(grown).toBeGreaterThan(made);
  await person.client.call(updateRow, { params: { tableId: table.id, rowId: 1 }, body: { cells: { Name: "b" } } });
  const log = await person.client.call(listChanges, { params: { tableId: table.id }, query: { since: 0 } });
  expect(await changedAt()).toBe(Date.parse(log.changes[0]?.at ?? ""));
  expect(await changedAt()).toBeGreaterThan(grown);
});

test("who looks at a workspace is told when its bases and tables become others, and nobody else is", async () => {
  const [person, stranger] = [await makePerson(weft), await makePerson(weft)];
  const table = await makeTable(weft, person);
  await using live = await openLive(weft.url, person.token);
  await using other = await openLive(weft.url, stranger.token);
  const { workspaceId } = person;
  live.say({ type: "watch_bases", workspaceId });
  other.say({ type: "watch_bases", workspaceId });
  expect((await other.until("problem"))[0]).toMatchObject({ code: "workspace.not_found" });
  live.say({ type: "ping" });
  await live.until("pong");
  const params = { tableId: table.id };
  await person.client.call(updateTable, { params, body: { name: "Renamed" } });
  expect(await live.until("bases")).toEqual([{ type: "bases", workspaceId }]);
  await person.client.call(updateTable, { params, body: { before: null } });
  await live.until("bases", 2);
  const loaded = await runImport(weft, person, { text: "Name\na\n" });
  await live.until("bases", 3);
  await person.client.call(undoImport, { params: { importId: loaded.id } });
  await live.until("bases", 4);
  expect(other.heard.filter(({ type }) => type === "bases")).toEqual([]);
});
