import { createBase, updateTable } from "@weft/api/bases";
import { createExport, listExports } from "@weft/api/exports";
import { putGrant } from "@weft/api/grants";
import { createImport, getImport, listImports } from "@weft/api/imports";
import { downloadUpload } from "@weft/api/uploads";
import type { GrantedRole } from "@weft/model/permissions";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLive } from "../../live/live.make.ts";
import { runJobs } from "../../testing/jobs.ts";
import { refused } from "../../testing/refused.ts";
import type { TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeUpload } from "../hand-ins/hand-ins.make.ts";
import { runImport } from "../imports/imports.make.ts";
import { makeTable } from "../tables/tables.make.ts";

let weft: TestWeft;
beforeAll(async () => {
  weft = await makeTestWeft();
});
afterAll(() => weft[Symbol.asyncDispose]());

/** Somebody of no workspace, who was given a role on one table of the owner's. */
async function makeGuest(role: GrantedRole) {
  const owner = await makePerson(weft);
  const guest = await makePerson(weft);
  const table = await makeTable(weft, owner, { name: "Open" });
  const other = await makeTable(weft, owner, { name: "Shut" });
  const body = { to: { personId: guest.personId }, role };
  await owner.client.call(putGrant, { params: { thingId: table.id }, body });
  return { owner, guest, table, other, workspaceId: owner.workspaceId, baseId: owner.baseId };
}

test("a guest who may write one table uploads a file and imports it into that table, and into nothing else", async () => {
  const { owner, guest, table, other, workspaceId, baseId } = await makeGuest("editor");
  const uploadId = await makeUpload(guest, workspaceId, "Name\nAda\n");
  const into = (options: object) =>
    guest.client.call(createImport, { params: { baseId }, body: { source: { uploadId }, options } });
  const job = await into({ mode: "append", tableId: table.id });
  await runJobs(weft.weft);
  expect(await guest.client.call(getImport, { params: { importId: job.id } })).toMatchObject({
    state: "done",
    totals: { loaded: 1 },
  });
  expect(await refused(into({ mode: "append", tableId: other.id }))).toBe("table.not_found");
  expect(await refused(into({ mode: "new" }))).toBe("auth.forbidden");
  const elsewhere = await owner.client.call(createBase, { params: { workspaceId }, body: { name: "Elsewhere" } });
  const misled = guest.client.call(createImport, {
    params: { baseId: elsewhere.id },
    body: { source: { uploadId }, options: { mode: "append", tableId: table.id } },
  });
  expect(await refused(misled)).toBe("import.options_invalid");
});

test("a guest sees their own files and the imports of their table, not those of others", async () => {
  const { owner, guest, table, workspaceId } = await makeGuest("editor");
  const theirs = await makeUpload(owner, workspaceId, "Name\nAda\n");
  const open = (uploadId: string) => guest.client.open(downloadUpload, { params: { uploadId } });
  expect(await refused(open(theirs))).toBe("upload.not_found");
  expect(await refused(open(await makeUpload(guest, workspaceId, "Name\nBea\n")))).toBe("works");
  await runImport(weft, owner, { text: "x\n1\n" });
  const seen = await runImport(weft, owner, { text: "Name\nCy\n", options: { mode: "append", tableId: table.id } });
  const { imports } = await guest.client.call(listImports, { params: { workspaceId } });
  expect(imports.map(({ id }) => id)).toEqual([seen.id]);
});

test("a guest who only reads cannot upload, but lists the exports they made", async () => {
  const { owner, guest, table, workspaceId } = await makeGuest("viewer");
  expect(await refused(makeUpload(guest, workspaceId, "Name\n"))).toBe("auth.forbidden");
  const { id } = await guest.client.call(createExport, { params: { tableId: table.id }, body: {} });
  await owner.client.call(createExport, { params: { tableId: table.id }, body: {} });
  const { exports: listed } = await guest.client.call(listExports, { params: { workspaceId } });
  expect(listed.map((job) => job.id)).toEqual([id]);
});

test("a guest is told live that a table they know is called otherwise, and stays so when rights are looked at again", async () => {
  const { owner, guest, table, workspaceId } = await makeGuest("viewer");
  await using live = await openLive(weft.url, guest.token);
  live.say({ type: "watch_bases", workspaceId });
  live.say({ type: "ping" });
  await live.until("pong");
  const body = { to: { personId: guest.personId }, role: "editor" as const };
  await owner.client.call(putGrant, { params: { thingId: table.id }, body });
  await owner.client.call(updateTable, { params: { tableId: table.id }, body: { name: "Open still" } });
  await expect.poll(() => live.heard.filter(({ type }) => type === "bases").length).toBeGreaterThanOrEqual(2);
  expect(live.heard.filter(({ type }) => type === "problem")).toEqual([]);
});
