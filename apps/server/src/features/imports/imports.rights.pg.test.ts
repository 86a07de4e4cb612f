import * as api from "@weft/api/imports";
import { getTable } from "@weft/api/bases";
import { expect, test } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { runJobs } from "../../testing/jobs.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";
import { makeImport, readTable, runImport } from "./imports.make.ts";

const text = "Code\na\n";

/** An editor beside an owner, in the owner's base. */
async function makeEditor(test: TestWeft, owner: TestPerson): Promise<TestPerson> {
  const editor = await makePerson(test, { workspaceId: owner.workspaceId, role: "editor" });
  return { ...editor, baseId: owner.baseId };
}

test("who may not make tables makes none by importing, but leads the file into one that is there", async () => {
  await using weft = await makeTestWeft();
  const owner = await makePerson(weft);
  const editor = await makeEditor(weft, owner);
  const table = await makeTable(weft, owner, { fields: [{ name: "Code" }] });
  await expect(makeImport(editor, { text })).rejects.toMatchObject({ code: "auth.forbidden" });
  const draft = await runImport(weft, editor, { text, start: "review" });
  const params = { importId: draft.id };
  await expect(editor.client.call(api.startImport, { params })).rejects.toMatchObject({ code: "auth.forbidden" });
  await editor.client.call(api.updateImport, { params, body: { options: { mode: "append", tableId: table.id } } });
  await editor.client.call(api.startImport, { params });
  await runJobs(weft.weft);
  expect(await readTable(weft, owner, table.id)).toEqual(["a"]);
});

test("a token makes tables by importing only if it may build", async () => {
  await using weft = await makeTestWeft();
  const { workspaceId, baseId } = await makePerson(weft);
  const program = { ...(await makePerson(weft, { workspaceId, role: "owner", scopes: ["write"] })), baseId };
  await expect(makeImport(program, { text })).rejects.toMatchObject({ code: "auth.scope_missing" });
});

test("a table that somebody else's file became is not thrown away by an editor, one's own is", async () => {
  await using weft = await makeTestWeft();
  const owner = await makePerson(weft);
  const editor = await makeEditor(weft, owner);
  const { id, tableId } = await runImport(weft, owner, { text });
  const undo = () => editor.client.call(api.undoImport, { params: { importId: id } });
  await expect(undo()).rejects.toMatchObject({ code: "auth.forbidden" });
  expect(await owner.client.call(getTable, { params: { tableId: tableId as string } })).toBeDefined();
  await weft.weft.db.people.updateTable("imports").set({ person_id: editor.personId }).where("id", "=", id).execute();
  expect(await undo()).toMatchObject({ state: "undone" });
});
