import { listImports } from "@weft/api/imports";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";
import { makeImport, runImport } from "./imports.make.ts";

let weft: TestWeft;
beforeAll(async () => {
  weft = await makeTestWeft();
});
afterAll(() => weft[Symbol.asyncDispose]());

test("the imports of a workspace are found by state, person and table, and by all of them at once", async () => {
  const owner = await makePerson(weft);
  const { workspaceId, baseId } = owner;
  const member = { ...(await makePerson(weft, { workspaceId, role: "editor" })), baseId };
  const table = await makeTable(weft, owner, { fields: [{ name: "a" }] });
  const intoTable = { text: "a\n1\n", options: { mode: "append" as const, tableId: table.id } };
  const first = await runImport(weft, owner, intoTable);
  const second = await runImport(weft, member, intoTable);
  const waiting = await makeImport(member, { ...intoTable, start: "review" });
  const other = await runImport(weft, owner, { text: "b\n1\n" });
  const find = async (query: Record<string, string>) =>
    (await owner.client.call(listImports, { params: { workspaceId }, query })).imports.map(({ id }) => id);
  expect(await find({})).toEqual([other, waiting, second, first].map(({ id }) => id));
  expect(await find({ state: "done" })).toEqual([other, second, first].map(({ id }) => id));
  expect(await find({ personId: member.personId })).toEqual([waiting.id, second.id]);
  expect(await find({ tableId: table.id, personId: owner.personId })).toEqual([first.id]);
  expect(await find({ tableId: table.id, personId: member.personId, state: "done" })).toEqual([second.id]);
});
