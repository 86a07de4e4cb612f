import { createBase, createTable } from "@weft/api/bases";
import type { Client } from "@weft/api/client";
import { putGrant } from "@weft/api/grants";
import { createImport, getImport } from "@weft/api/imports";
import { addTeamMember, createTeam } from "@weft/api/teams";
import { createUpload, downloadUpload, tusPath } from "@weft/api/uploads";
import type { Role } from "@weft/model/permissions";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runJobs } from "../../testing/jobs.ts";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";
import { withToken } from "./tokens.make.ts";

let weft: TestWeft;
beforeAll(async () => {
  weft = await makeTestWeft();
});
afterAll(() => weft[Symbol.asyncDispose]());

/** A base of the owner's with two tables, and another base. */
async function makePlaces() {
  const owner = await makePerson(weft);
  const table = await makeTable(weft, owner, { name: "Named" });
  const beside = await makeTable(weft, owner, { name: "Beside" });
  return { owner, table, beside, workspaceId: owner.workspaceId, baseId: owner.baseId };
}

type Places = Awaited<ReturnType<typeof makePlaces>>;

/** Ways in which somebody has come to be an editor of the table. */
const ways: Record<string, (places: Places) => Promise<TestPerson>> = {
  "as a member of the workspace": ({ workspaceId }) => makePerson(weft, { workspaceId, role: "editor" }),
  "by a role on the base": ({ owner, baseId }) => given(owner, baseId, "editor"),
  "by a role on the table": ({ owner, table }) => given(owner, table.id, "editor"),
  "by a team's role on the base, a viewer of the workspace": async ({ owner, workspaceId, baseId }) => {
    const person = await makePerson(weft, { workspaceId, role: "viewer" });
    const team = await owner.client.call(createTeam, { params: { workspaceId }, body: { name: "Ringers" } });
    await owner.client.call(addTeamMember, { params: { teamId: team.id, personId: person.personId } });
    const body = { to: { teamId: team.id }, role: "editor" as const };
    await owner.client.call(putGrant, { params: { thingId: baseId }, body });
    return person;
  },
};

async function given(owner: TestPerson, thingId: string, role: Role): Promise<TestPerson> {
  const person = await makePerson(weft);
  const body = { to: { personId: person.personId }, role };
  await owner.client.call(putGrant, { params: { thingId }, body });
  return person;
}

async function upload(client: Client, workspaceId: string): Promise<string> {
  const body = "Name\nAda\n";
  const headers = { "content-type": "application/octet-stream" };
  const answer = await client.open(createUpload, { params: { workspaceId }, query: { name: "a.csv" }, body, headers });
  return ((await answer.json()) as { id: string }).id;
}

async function codeOf(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => "done",
    (error: { code: string }) => error.code,
  );
}

test.each(Object.keys(ways))("a token of one table uploads for it where its person may append %s", async (way) => {
  const places = await makePlaces();
  const { table, beside, workspaceId, baseId, owner } = places;
  const person = await ways[way]!(places);
  const client = await withToken(weft, person, { scopes: ["write"], things: [table.id] });
  const uploadId = await upload(client, workspaceId);
  const into = (tableId: string) =>
    client.call(createImport, {
      params: { baseId },
      body: { source: { uploadId }, options: { mode: "append", tableId }, start: "now" },
    });
  const job = await into(table.id);
  await runJobs(weft.weft);
  const done = await client.call(getImport, { params: { importId: job.id } });
  expect(done).toMatchObject({ state: "done", totals: { loaded: 1 } });
  expect(await codeOf(client.open(downloadUpload, { params: { uploadId } }))).toBe("done");
  expect(await codeOf(into(beside.id))).toBe("table.not_found");
  const wider = await withToken(weft, person, { scopes: ["write"], things: [table.id] });
  const [theirs, ours] = [await upload(owner.client, workspaceId), await upload(wider, workspaceId)];
  for (const other of [theirs, ours])
    expect(await codeOf(client.open(downloadUpload, { params: { uploadId: other } }))).toBe("upload.not_found");
});

test("by tus too, a token of one table begins an upload where its person may append", async () => {
  const places = await makePlaces();
  const person = await makePerson(weft, { workspaceId: places.workspaceId, role: "editor" });
  const begin = async (things: string[], workspaceId: string) => {
    const { secret } = await withToken(weft, person, { scopes: ["write"], things });
    const said = (text: string) => Buffer.from(text).toString("base64");
    const headers = {
      authorization: `Bearer ${secret}`,
      "tus-resumable": "1.0.0",
      "upload-length": "9",
      "upload-metadata": `filename ${said("a.csv")},workspaceId ${said(workspaceId)}`,
    };
    return (await fetch(new URL(tusPath, weft.url), { method: "POST", headers })).status;
  };
  expect(await begin([places.table.id], places.workspaceId)).toBe(201);
  const elsewhere = await makePerson(weft);
  expect(await begin([places.table.id], elsewhere.workspaceId)).toBe(404);
});

test("a token of a table that its person only reads uploads nothing, were they editor of all around it", async () => {
  const { owner, table, workspaceId } = await makePlaces();
  const person = await makePerson(weft, { workspaceId, role: "editor" });
  const body = { to: { personId: person.personId }, role: "viewer" as const };
  await owner.client.call(putGrant, { params: { thingId: table.id }, body });
  const client = await withToken(weft, person, { scopes: ["write"], things: [table.id] });
  expect(await codeOf(upload(client, workspaceId))).toBe("auth.forbidden");
  const base = await owner.client.call(createBase, { params: { workspaceId }, body: { name: "Other" } });
  const fields = [{ name: "Name", type: "text" as const }];
  const open = await owner.client.call(createTable, { params: { baseId: base.id }, body: { name: "Open", fields } });
  const wider = await withToken(weft, person, { scopes: ["write"], things: [table.id, open.id] });
  expect(await codeOf(upload(wider, workspaceId))).toBe("done");
});
