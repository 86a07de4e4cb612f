import { verifyAudit } from "@weft/api/audit";
import { createClient } from "@weft/api/client";
import { eraseMyself, erasePerson, lookAtErasure, lookAtErasureOf } from "@weft/api/erasure";
import { acceptSubmission, getSubmission, openNextRound, sendBackSubmission } from "@weft/api/hand-ins";
import { createInvitation } from "@weft/api/invitations";
import { updateMember } from "@weft/api/members";
import { askPasswordLink } from "@weft/api/password-links";
import { enablePerson } from "@weft/api/people-access";
import { getSession, signIn, signUp, updateProfile } from "@weft/api/people";
import { updateRows } from "@weft/api/rows";
import { createTakeAlong } from "@weft/api/take-along";
import { createToken } from "@weft/api/tokens";
import { updateWorkspace } from "@weft/api/workspaces";
import { expect, test } from "vitest";
import { runJobs } from "../../testing/jobs.ts";
import type { TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { listOf } from "../audit/audit.make.ts";
import { makeExport } from "../exports/exports.make.ts";
import { handInText, makeHandIn, readSubmissions } from "../hand-ins/hand-ins.make.ts";
import { readTable, runImport } from "../imports/imports.make.ts";
import { makeReader } from "../notices/notices.make.ts";
import { makeSession } from "../people/people.make.ts";
import { makeTable } from "../tables/tables.make.ts";
import { searchEverything } from "./erasure.make.ts";

const ada = { name: "Ada Lovelace-Quux", email: "ada.quux@example.org", password: "correct horse battery" };

/** Signs up through the door, so that all is written that Weft writes of somebody. */
async function makeAda(test: TestWeft) {
  await createClient({ url: test.url }).call(signUp, { body: ada });
  const { id } = await test.weft.db.people
    .selectFrom("people")
    .select("id")
    .where("email", "=", ada.email)
    .executeTakeFirstOrThrow();
  const browser = createClient({ url: test.url, headers: await makeSession(test, id) });
  const { workspaces } = await browser.call(getSession, {});
  return { id, browser, workspaceId: workspaces[0]?.id as string };
}

test("after erasing, name and address stand in no column of any table, the audit trail still holds, and ids stay", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeReader(weft, { isInstanceOwner: true });
  const { id, browser, workspaceId } = await makeAda(weft);
  const { db } = weft.weft;
  // She lives in Weft: writes rows, asks people, is asked, fails to sign in, calls a workspace after herself.
  await db.people
    .insertInto("members")
    .values({ workspace_id: owner.workspaceId, person_id: id, role: "manager" })
    .execute();
  const { secret } = await browser.call(createToken, {
    body: { name: `${ada.name}'s laptop`, scopes: ["read", "write"] },
  });
  const program = createClient({ url: weft.url, token: secret });
  const table = await makeTable(weft, owner, { rows: [{ Name: "x" }] });
  await program.call(updateRows, {
    params: { tableId: table.id },
    query: {},
    body: { rows: [{ id: 1, cells: { Name: "hers" } }] },
  });
  await runImport(weft, { ...owner, client: browser }, { text: "a\n1\n", name: "hers.csv" });
  await browser.call(updateWorkspace, { params: { workspaceId }, body: { name: `The house of ${ada.name}` } });
  const body = { email: `${owner.personId}@example.org`, role: "viewer" as const };
  await browser.call(createInvitation, { params: { workspaceId }, body });
  const host = await makeReader(weft);
  await host.browser.call(createInvitation, {
    params: { workspaceId: host.workspaceId },
    body: { email: ada.email, role: "viewer" },
  });
  await owner.browser.call(updateMember, {
    params: { workspaceId: owner.workspaceId, personId: id },
    body: { role: "editor" },
  });
  await createClient({ url: weft.url }).call(askPasswordLink, { body: { email: ada.email } });
  const wrong = { email: ada.email, password: "wrong" };
  await createClient({ url: weft.url })
    .call(signIn, { body: wrong })
    .catch(() => {});
  await browser.call(updateProfile, { body: { name: ada.name } });
  await browser.call(createTakeAlong, {});
  await runJobs(weft.weft);
  expect((await searchEverything(weft, [ada.email])).length).toBeGreaterThan(2);
  expect((await searchEverything(weft, [ada.name])).length).toBeGreaterThan(4);

  await browser.call(eraseMyself, { body: { email: "ADA.quux@example.org", password: ada.password } });
  expect(await searchEverything(weft, [ada.email, ada.name])).toEqual([]);
  expect(await owner.client.call(verifyAudit, {})).toMatchObject({ broken: null });
  const entries = await listOf(owner);
  expect(entries.filter(({ action }) => action === "person.erased")).toMatchObject([
    { thing: { kind: "invitation", name: null } },
    { thing: { kind: "person", id, name: null }, actor: { person: id, name: null }, address: null, agent: null },
  ]);
  expect(entries.filter(({ action }) => action === "invitation.created")).toMatchObject([
    { thing: { name: null } },
    { thing: { name: body.email } },
  ]);
  expect(entries.filter(({ actor }) => actor?.person === id).length).toBeGreaterThan(3);
  const [former] = await db.people.selectFrom("people").select(["name", "erased_at"]).where("id", "=", id).execute();
  expect(former?.name).toMatch(/^Former person [0-9a-f]{4}$/);
  const changes = await db.people.selectFrom("changes").select("kind").where("person_id", "=", id).execute();
  expect(changes.length).toBeGreaterThan(0);
  expect(await db.people.selectFrom("members").selectAll().where("person_id", "=", id).execute()).toEqual([]);
  // The trail goes on, also about them, and still holds.
  await owner.browser.call(enablePerson, { params: { personId: id } }).catch(() => {});
  await owner.browser.call(updateWorkspace, { params: { workspaceId: owner.workspaceId }, body: { name: "W" } });
  expect(await owner.client.call(verifyAudit, {})).toMatchObject({ broken: null });
});

test("who is erased owes nothing any more and is named in no word about their hand-ins; what they handed in can still be accepted", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeReader(weft, { isInstanceOwner: true });
  const { id, browser } = await makeAda(weft);
  const { workspaceId } = owner;
  const { db } = weft.weft;
  await db.people.insertInto("members").values({ workspace_id: workspaceId, person_id: id, role: "editor" }).execute();
  const { secret } = await browser.call(createToken, { body: { name: "t", scopes: ["read", "write"] } });
  const person = { ...owner, personId: id, client: createClient({ url: weft.url, token: secret }) };
  const handIn = await makeHandIn(weft, owner, { debtors: [{ personId: id }] });
  const submissionId = (await readSubmissions(owner, handIn))[0]?.id as string;
  await handInText(weft, person, { workspaceId, submissionId, text: "Site,Count\nA,3\n" });
  const comment = `${ada.name}, line 2 is empty (${ada.email}).`;
  await owner.client.call(sendBackSubmission, { params: { submissionId }, body: { comment } });
  await handInText(weft, person, { workspaceId, submissionId, text: "Site,Count\nA,4\n" });
  await owner.client.call(openNextRound, { params: { handInId: handIn.id } });
  expect(await readSubmissions(owner, handIn)).toHaveLength(2);
  await owner.browser.call(erasePerson, { params: { personId: id }, body: { email: ada.email } });
  expect(await searchEverything(weft, [ada.email, ada.name])).toEqual([]);
  expect(await owner.client.call(verifyAudit, {})).toMatchObject({ broken: null });
  const left = await readSubmissions(owner, handIn);
  expect(left).toMatchObject([
    { id: submissionId, state: "handed_in", debtor: { id, name: expect.stringMatching(/^Former person /) } },
  ]);
  const { steps } = await owner.client.call(getSubmission, { params: { submissionId } });
  expect(steps[1]?.comment).toMatch(/^Former person [0-9a-f]{4}, line 2 is empty \(Former person [0-9a-f]{4}\)\.$/);
  await owner.client.call(acceptSubmission, { params: { submissionId } });
  await runJobs(weft.weft);
  expect(await readTable(weft, owner, handIn.tableId)).toEqual(["A,4"]);
});

test("nobody comes in any more as who is erased, and the address may make a new account", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeReader(weft, { isInstanceOwner: true });
  const { id, browser } = await makeAda(weft);
  const { secret } = await browser.call(createToken, { body: { name: "t", scopes: ["read"] } });
  const answer = await fetch(`${weft.url}/api/v1/profile/erasure`, {
    method: "POST",
    headers: { ...(await makeSession(weft, id)), "content-type": "application/json" },
    body: JSON.stringify({ email: ada.email, password: ada.password }),
  });
  expect(answer.status).toBe(204);
  expect(answer.headers.get("set-cookie")).toMatch(/Max-Age=0/);
  expect((await browser.call(getSession, {})).me).toBeNull();
  expect((await createClient({ url: weft.url, token: secret }).call(getSession, {})).me).toBeNull();
  await expect(owner.browser.call(enablePerson, { params: { personId: id } })).rejects.toMatchObject({
    code: "person.not_found",
  });
  await expect(createClient({ url: weft.url }).call(signIn, { body: ada })).rejects.toMatchObject({ status: 401 });
  expect((await createClient({ url: weft.url }).call(signUp, { body: ada })).me).toMatchObject({ name: ada.name });
});

test("it takes the address typed and the right password; an account without one must have signed in just now", async () => {
  await using weft = await makeTestWeft();
  const { browser } = await makeAda(weft);
  const erase = (body: { email: string; password?: string }) => browser.call(eraseMyself, { body });
  await expect(erase({ email: "eve@example.org", password: ada.password })).rejects.toMatchObject({
    issues: [{ path: "email" }],
  });
  for (const password of ["wrong", undefined])
    await expect(erase({ email: ada.email, password })).rejects.toMatchObject({ code: "auth.wrong_credentials" });
  const other = await makeReader(weft);
  expect(await other.browser.call(lookAtErasure, {})).toMatchObject({ proof: "fresh_sign_in" });
  const body = { email: `${other.personId}@example.org` };
  await weft.weft.db.peoplePool.query("update weft.sessions set created_at = now() - interval '11 minutes'");
  await expect(other.browser.call(eraseMyself, { body })).rejects.toMatchObject({ code: "auth.wrong_credentials" });
  await weft.weft.db.peoplePool.query("update weft.sessions set created_at = now() - interval '9 minutes'");
  await other.browser.call(eraseMyself, { body });
  expect((await other.browser.call(getSession, {})).me).toBeNull();
});

test("whose workspaces would be left without an owner is refused, with their names; those with nobody else go to the trash", async () => {
  await using weft = await makeTestWeft();
  const [owner, person] = [await makeReader(weft, { isInstanceOwner: true }), await makeReader(weft)];
  const params = { personId: person.personId };
  const body = { email: `${person.personId}@example.org` };
  const member = await makePerson(weft, { workspaceId: person.workspaceId, role: "viewer" });
  expect(await owner.browser.call(lookAtErasureOf, { params })).toMatchObject({
    blockedBy: [{ id: person.workspaceId, name: "Test workspace" }],
    goes: [],
    isLastInstanceOwner: false,
  });
  await expect(owner.browser.call(erasePerson, { params, body })).rejects.toMatchObject({
    code: "person.owns_workspaces",
    message: expect.stringContaining("Test workspace"),
  });
  expect((await person.browser.call(getSession, {})).me).not.toBeNull();
  await weft.weft.db.people.deleteFrom("members").where("person_id", "=", member.personId).execute();
  expect(await owner.browser.call(lookAtErasureOf, { params })).toMatchObject({
    blockedBy: [],
    goes: [{ id: person.workspaceId }],
  });
  await owner.browser.call(erasePerson, { params, body });
  const kept = await weft.weft.db.people
    .selectFrom("workspaces")
    .select("deleted_at")
    .where("id", "=", person.workspaceId)
    .executeTakeFirst();
  expect(kept?.deleted_at).not.toBeNull();
});

test("the last owner of the instance is not erased, and nobody but an owner erases others", async () => {
  await using weft = await makeTestWeft();
  const [owner, person] = [await makeReader(weft, { isInstanceOwner: true }), await makeReader(weft)];
  expect(await owner.browser.call(lookAtErasure, {})).toMatchObject({ isLastInstanceOwner: true });
  await expect(
    owner.browser.call(eraseMyself, { body: { email: `${owner.personId}@example.org` } }),
  ).rejects.toMatchObject({ code: "person.last_owner" });
  await expect(
    person.browser.call(erasePerson, {
      params: { personId: owner.personId },
      body: { email: `${owner.personId}@example.org` },
    }),
  ).rejects.toMatchObject({ code: "auth.forbidden" });
});

test("files that nobody else has go with their person", async () => {
  await using weft = await makeTestWeft();
  const person = await makeReader(weft);
  const table = await makeTable(weft, person, { rows: [{ Name: "x" }] });
  await makeExport(weft, person, table.id, {});
  await person.browser.call(createTakeAlong, {});
  await runJobs(weft.weft);
  const keys = async () => {
    const found: string[] = [];
    for await (const { key } of weft.weft.objects.list()) found.push(key.split("/")[0] as string);
    return found.sort();
  };
  expect(await keys()).toEqual(["exports", "take-along"]);
  await person.browser.call(eraseMyself, { body: { email: `${person.personId}@example.org` } });
  expect(await keys()).toEqual([]);
});
