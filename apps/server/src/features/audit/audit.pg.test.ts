import { listAudit, listWorkspaceAudit, verifyAudit } from "@weft/api/audit";
import { createBase, createTable, deleteTable, getTable } from "@weft/api/bases";
import { createClient } from "@weft/api/client";
import { createField } from "@weft/api/fields";
import { signIn, signUp, updateProfile } from "@weft/api/people";
import { createToken, deleteToken } from "@weft/api/tokens";
import { updateWorkspace } from "@weft/api/workspaces";
import { makeId } from "@weft/model/ids";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { openLive } from "../../live/live.make.ts";
import { makeSession } from "../people/people.make.ts";
import { sendTus, tusMetadata } from "../uploads/uploads.make.ts";
import { actionsOf, listOf, makeEntries, makeOwner } from "./audit.make.ts";

const password = "correct horse battery";
const missing = { code: "table.not_found" };

test("an edit of the schema is told with who, what, before, after, from where and in which request", async () => {
  await using made = await makeOwner();
  const { owner } = made;
  await owner.client.call(updateWorkspace, { params: { workspaceId: owner.workspaceId }, body: { name: "Station" } });
  const base = await owner.client.call(createBase, {
    params: { workspaceId: owner.workspaceId },
    body: { name: "Birds" },
  });
  const table = await owner.client.call(createTable, { params: { baseId: base.id }, body: { name: "Owls" } });
  const tableId = table.id;
  await owner.client.call(createField, { params: { tableId }, body: { name: "Weight", type: "number" } });
  await owner.client.call(deleteTable, { params: { tableId } });
  const entries = await listOf(owner);
  expect(actionsOf(entries)).toEqual([
    "workspace.updated",
    "base.created",
    "table.created",
    "field.created",
    "table.deleted",
  ]);
  expect(entries.at(-1)).toMatchObject({
    number: 1,
    actor: { person: owner.personId, name: expect.stringMatching(/^Person /), token: expect.stringMatching(/^tok/) },
    thing: { kind: "workspace", id: owner.workspaceId, name: "Station" },
    before: { name: "Test workspace" },
    after: { name: "Station" },
    address: "127.0.0.1",
    agent: expect.any(String),
    request: expect.stringMatching(/^req/),
    count: 1,
  });
  expect(entries[1]).toMatchObject({
    thing: { kind: "field", name: "Weight" },
    workspace: owner.workspaceId,
    before: null,
    after: { name: "Weight", type: "number" },
  });
  expect(entries[0]).toMatchObject({
    thing: { kind: "table", id: tableId, name: "Owls" },
    workspace: owner.workspaceId,
  });
});

test("signing up, in, wrongly and out, a profile's change and tokens are told, and never a secret", async () => {
  await using weft = await makeTestWeft();
  const nobody = createClient({ url: weft.url });
  const ada = { name: "Ada", email: "ada@example.org", password };
  const wrong = { code: "auth.wrong_credentials" };
  await nobody.call(signUp, { body: ada });
  await expect(nobody.call(signIn, { body: { ...ada, password: "wrong horse" } })).rejects.toMatchObject(wrong);
  const unknown = { email: "my-password-here@example.org", password };
  await expect(nobody.call(signIn, { body: unknown })).rejects.toMatchObject(wrong);
  const { me } = await nobody.call(signIn, { body: ada });
  const headers = await makeSession(weft, me?.id ?? "");
  const browser = createClient({ url: weft.url, headers });
  await browser.call(updateProfile, { body: { name: "Ada King", language: "fr" } });
  const { token, secret } = await browser.call(createToken, { body: { name: "nightly", scopes: ["manage"] } });
  const { entries } = await createClient({ url: weft.url, token: secret }).call(listAudit, { query: {} });
  await browser.call(deleteToken, { params: { tokenId: token.id } });
  expect(actionsOf(entries)).toEqual([
    "person.signed_up",
    "person.signed_in",
    "person.sign_in_failed",
    "person.sign_in_failed",
    "person.signed_in",
    "person.updated",
    "token.created",
  ]);
  expect(entries[1]).toMatchObject({ before: { name: "Ada", language: "en" }, after: { name: "Ada King" } });
  expect(entries[4]).toMatchObject({ actor: null, thing: { kind: "person", id: me?.id }, address: "127.0.0.1" });
  expect(entries[3]).toMatchObject({ actor: null, thing: null });
  const { rows } = await weft.weft.db.peoplePool.query(
    "select jsonb_agg(to_jsonb(a)) || (select jsonb_agg(to_jsonb(p)) from weft.audit_personal p) as kept from weft.audit a",
  );
  const kept = JSON.stringify(rows[0].kept);
  for (const never of [password, "wrong horse", "my-password-here", secret]) expect(kept).not.toContain(never);
});

test("managers read what happened in their workspace and nothing else; others are refused", async () => {
  await using made = await makeOwner();
  const { weft, owner } = made;
  const { workspaceId } = owner;
  const [manager, viewer] = [
    await makePerson(weft, { workspaceId, role: "manager" }),
    await makePerson(weft, { workspaceId, role: "viewer" }),
  ];
  const stranger = await makePerson(weft);
  await makeEntries(owner, 1);
  await makeEntries(stranger, 1);
  const { entries } = await manager.client.call(listWorkspaceAudit, { params: { workspaceId }, query: {} });
  expect(entries.map(({ workspace }) => workspace)).toEqual([workspaceId]);
  await expect(manager.client.call(listAudit, { query: {} })).rejects.toMatchObject({ code: "auth.forbidden" });
  const ask = { params: { workspaceId }, query: {} };
  await expect(viewer.client.call(listWorkspaceAudit, ask)).rejects.toMatchObject({ code: "auth.forbidden" });
  await expect(stranger.client.call(listWorkspaceAudit, ask)).rejects.toMatchObject({ code: "workspace.not_found" });
  expect(await listOf(owner, { workspaceId, action: "access.refused" })).toHaveLength(2);
});

test("entries are found by person, action, thing, request and time, and paged without a gap", async () => {
  await using made = await makeOwner();
  const { weft, owner } = made;
  await makeEntries(owner, 5);
  const other = await makePerson(weft);
  await makeEntries(other, 2);
  const [last] = await listOf(owner);
  const found = async (query: object) => (await listOf(owner, query)).map(({ number }) => number);
  expect(await found({ person: other.personId })).toEqual([7, 6]);
  expect(await found({ thing: owner.baseId })).toEqual([5, 4, 3, 2, 1]);
  expect(await found({ request: last?.request })).toEqual([7]);
  expect(await found({ action: "base.deleted" })).toEqual([]);
  expect(await found({ from: last?.at })).toContain(7);
  expect(await found({ to: "2020-01-01T00:00:00Z" })).toEqual([]);
  const pages: number[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await owner.client.call(listAudit, { query: { limit: 3, cursor } });
    pages.push(...page.entries.map(({ number }) => number));
    cursor = page.next;
  }
  expect(pages).toEqual([7, 6, 5, 4, 3, 2, 1]);
});

test("the same refusal of the same person is told once a minute, with how often it came", async () => {
  await using made = await makeOwner();
  const { weft, owner } = made;
  const stranger = await makePerson(weft);
  const tryOnce = () =>
    expect(stranger.client.call(getTable, { params: { tableId: makeId("table") } })).rejects.toMatchObject(missing);
  await tryOnce();
  await Promise.all(Array.from({ length: 20 }, tryOnce));
  const refused = () => listOf(owner, { action: "access.refused" });
  expect(await refused()).toMatchObject([
    { actor: { person: stranger.personId }, after: { code: "table.not_found", call: "tables.get" }, count: 1 },
  ]);
  await weft.weft.db.peoplePool.query("update weft.audit_refusals set since = since - interval '2 minutes'");
  expect(await refused()).toMatchObject([{ count: 20 }, { count: 1 }]);
  await tryOnce();
  expect(await refused()).toHaveLength(3);
  expect(await owner.client.call(verifyAudit, {})).toMatchObject({ broken: null });
});

test("what a live connection and an upload are refused is told as what a call is", async () => {
  await using made = await makeOwner();
  const { weft, owner } = made;
  const stranger = await makePerson(weft);
  await using live = await openLive(weft.url, stranger.token);
  live.say({ type: "watch_bases", workspaceId: owner.workspaceId });
  await live.until("problem");
  const metadata = tusMetadata({ filename: "x.csv", workspaceId: owner.workspaceId });
  const headers = { "upload-length": "100", "upload-metadata": metadata };
  expect(await sendTus(weft.url, (await makePerson(weft)).token, { method: "POST", headers })).toMatchObject({
    status: 404,
  });
  expect(await listOf(owner, { action: "access.refused" })).toMatchObject([
    { after: { call: "uploads.tus", code: "workspace.not_found" } },
    { after: { call: "live.watch_bases", code: "workspace.not_found" }, thing: { id: owner.workspaceId } },
  ]);
});

test("refusals of ever new callers are told for sixty of them a minute, then all others together", async () => {
  await using made = await makeOwner();
  const { weft, owner } = made;
  const people = await Promise.all(Array.from({ length: 65 }, () => makePerson(weft)));
  const params = { tableId: makeId("table") };
  for (const person of people) await expect(person.client.call(getTable, { params })).rejects.toMatchObject(missing);
  const entries = await listOf(owner, { action: "access.refused" });
  // Unless the minute turned over in mid-test.
  const others = entries.filter(({ actor }) => actor === null);
  expect([61, 65]).toContain(entries.length);
  expect(others).toHaveLength(entries.length === 61 ? 1 : 0);
});
