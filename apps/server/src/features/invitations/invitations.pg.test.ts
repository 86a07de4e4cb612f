import { createClient } from "@weft/api/client";
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  readInvitation,
  resendInvitation,
  withdrawInvitation,
} from "@weft/api/invitations";
import { listMembers } from "@weft/api/members";
import { getSession, signUp } from "@weft/api/people";
import type { Role } from "@weft/model/permissions";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeSession } from "../people/people.make.ts";
import { mailedSecret } from "./invitations.make.ts";

const password = "correct horse battery";

/** A client with a session: accepting is for persons. */
async function browserOf(weft: TestWeft, { personId }: TestPerson) {
  return createClient({ url: weft.url, headers: { ...(await makeSession(weft, personId)) } });
}

const emailOf = ({ personId }: TestPerson) => `${personId}@example.org`;

function invite(by: TestPerson, email: string, role: Role = "editor") {
  return by.client.call(createInvitation, { params: { workspaceId: by.workspaceId }, body: { email, role } });
}

/** As if its last mail had gone out some days ago. */
async function age(weft: TestWeft, days: number) {
  const back = sql<Date>`expires_at - make_interval(days => ${days})`;
  const sent = sql<Date>`sent_at - make_interval(days => ${days})`;
  await weft.weft.db.people.updateTable("invitations").set({ expires_at: back, sent_at: sent }).execute();
}

test("the mail speaks the language of who invites, names role and end, as HTML and as text", async () => {
  await using weft = await makeTestWeft({ WEFT_PUBLIC_URL: "https://weft.example.org/" });
  const boss = await makePerson(weft);
  await weft.weft.db.people.updateTable("people").set({ language: "fr", name: "Zoé <b>" }).execute();
  await invite(boss, "Bob@Example.org", "viewer");
  const mail = await weft.weft.db.people.selectFrom("mails").selectAll().executeTakeFirstOrThrow();
  expect(mail).toMatchObject({ to: "bob@example.org", subject: "Zoé <b> vous invite dans Test workspace" });
  expect(mail.text).toContain("Votre rôle\u00a0: Lecteur");
  expect(mail.text).toMatch(/https:\/\/weft\.example\.org\/invitation#[\w-]{43}\n/);
  expect(mail.html).toContain("Zoé &lt;b&gt;");
  expect(mail.html).not.toContain("Zoé <b>");
  const kept = await weft.weft.db.people.selectFrom("invitations").selectAll().executeTakeFirstOrThrow();
  expect(JSON.stringify(kept)).not.toContain(await mailedSecret(weft, "bob@example.org"));
});

test("the link is told to who invites where no mail server brings it, and only there", async () => {
  await using weft = await makeTestWeft();
  const boss = await makePerson(weft);
  const { id, link } = await invite(boss, "bob@example.org");
  const [, secret] = (link ?? "").split("/invitation#");
  expect(secret).toBe(await mailedSecret(weft, "bob@example.org"));
  expect(await boss.client.call(readInvitation, { body: { secret: secret as string } })).toMatchObject({
    email: "bob@example.org",
  });
  await age(weft, 1);
  const params = { workspaceId: boss.workspaceId, invitationId: id };
  const again = await boss.client.call(resendInvitation, { params, body: {} });
  expect(again.link).toMatch(/\/invitation#[\w-]{43}$/);
  expect(again.link).not.toBe(link);
  const listed = await boss.client.call(listInvitations, { params: { workspaceId: boss.workspaceId } });
  expect(JSON.stringify(listed)).not.toContain("#");
  await using mailing = await makeTestWeft({ WEFT_SMTP_URL: "smtp://localhost:9" });
  const other = await makePerson(mailing);
  expect((await invite(other, "bob@example.org")).link).toBeNull();
});

test("an invitation proves the address it was mailed to, and none when somebody else held its link", async () => {
  for (const [smtp, isProven] of [
    [undefined, false],
    ["smtp://localhost:9", true],
  ] as const) {
    await using weft = await makeTestWeft(smtp ? { WEFT_SMTP_URL: smtp } : {});
    const boss = await makePerson(weft);
    const guest = await makePerson(weft);
    await invite(boss, emailOf(guest));
    const browser = await browserOf(weft, guest);
    await browser.call(acceptInvitation, { body: { secret: await mailedSecret(weft, emailOf(guest)) } });
    expect((await browser.call(getSession, {})).me?.isEmailVerified).toBe(isProven);
  }
});

test("who is signed in with the address becomes a member with the role, once", async () => {
  await using weft = await makeTestWeft();
  const boss = await makePerson(weft);
  const guest = await makePerson(weft);
  const invitation = await invite(boss, emailOf(guest));
  const secret = await mailedSecret(weft, emailOf(guest));
  const browser = await browserOf(weft, guest);
  expect(await browser.call(readInvitation, { body: { secret } })).toMatchObject({
    workspaceName: "Test workspace",
    email: emailOf(guest),
    role: "editor",
    hasAccount: true,
  });
  const body = { secret };
  const [first, second] = await Promise.allSettled([
    browser.call(acceptInvitation, { body }),
    browser.call(acceptInvitation, { body }),
  ]);
  expect([first.status, second.status].toSorted()).toEqual(["fulfilled", "rejected"]);
  await expect(browser.call(acceptInvitation, { body })).rejects.toMatchObject({ code: "invitation.over" });
  const params = { workspaceId: boss.workspaceId };
  expect((await boss.client.call(listMembers, { params })).members).toMatchObject([{}, { role: "editor" }]);
  expect((await boss.client.call(listInvitations, { params })).invitations).toMatchObject([
    { id: invitation.id, state: "accepted", email: emailOf(guest) },
  ]);
});

test("another person cannot accept it, signed in or signing up, and it stays open", async () => {
  await using weft = await makeTestWeft();
  const boss = await makePerson(weft, { isInstanceOwner: true });
  const other = await makePerson(weft);
  await invite(boss, "bob@example.org");
  const secret = await mailedSecret(weft, "bob@example.org");
  const refused = { code: "invitation.other_address", message: expect.stringContaining("bob@example.org") };
  const browser = await browserOf(weft, other);
  await expect(browser.call(acceptInvitation, { body: { secret } })).rejects.toMatchObject(refused);
  const body = { name: "Eve", email: "eve@example.org", password, invitation: secret };
  await expect(createClient({ url: weft.url }).call(signUp, { body })).rejects.toMatchObject(refused);
  const people = await weft.weft.db.people.selectFrom("people").select("email").execute();
  expect(people.map(({ email }) => email)).not.toContain("eve@example.org");
  expect(await browser.call(readInvitation, { body: { secret } })).toMatchObject({ hasAccount: false });
});

test("where accounts are made by invitation, who signs up by one is in that workspace, and nobody else signs up", async () => {
  await using weft = await makeTestWeft({ WEFT_SIGN_UP: "invitation" });
  const boss = await makePerson(weft, { isInstanceOwner: true });
  await invite(boss, "bob@example.org", "viewer");
  const invitation = await mailedSecret(weft, "bob@example.org");
  const person = { name: "Bob", email: "BOB@example.org", password };
  const visitor = createClient({ url: weft.url });
  await expect(visitor.call(signUp, { body: person })).rejects.toMatchObject({ code: "auth.sign_up_closed" });
  const { me } = await visitor.call(signUp, { body: { ...person, invitation } });
  const browser = await browserOf(weft, { personId: me?.id } as TestPerson);
  expect((await browser.call(getSession, {})).workspaces).toEqual([
    { id: boss.workspaceId, name: "Test workspace", role: "viewer" },
  ]);
});

test("an expired or withdrawn invitation opens nothing; sent again, only the new link works", async () => {
  await using weft = await makeTestWeft();
  const boss = await makePerson(weft);
  const { id } = await invite(boss, "bob@example.org");
  const old = await mailedSecret(weft, "bob@example.org");
  const read = (secret: string) => createClient({ url: weft.url }).call(readInvitation, { body: { secret } });
  const params = { workspaceId: boss.workspaceId, invitationId: id };
  await expect(boss.client.call(resendInvitation, { params, body: {} })).rejects.toMatchObject({
    code: "limit.reached",
  });
  await age(weft, 15);
  await expect(read(old)).rejects.toMatchObject({ code: "invitation.over" });
  expect(await boss.client.call(resendInvitation, { params, body: { days: 3 } })).toMatchObject({ state: "open" });
  const renewed = await mailedSecret(weft, "bob@example.org");
  await expect(read(old)).rejects.toMatchObject({ code: "invitation.not_found" });
  expect(Date.parse((await read(renewed)).expiresAt) / 86_400_000).toBeCloseTo(Date.now() / 86_400_000 + 3, 1);
  await boss.client.call(withdrawInvitation, { params });
  await expect(read(renewed)).rejects.toMatchObject({ code: "invitation.over" });
  await expect(boss.client.call(resendInvitation, { params, body: {} })).rejects.toMatchObject({
    code: "invitation.over",
  });
});

test("an address that is invited anew has one open invitation, of the newer role", async () => {
  await using weft = await makeTestWeft();
  const boss = await makePerson(weft);
  await Promise.all([invite(boss, "bob@example.org", "viewer"), invite(boss, "bob@example.org", "viewer")]);
  await invite(boss, "bob@example.org", "builder");
  const { invitations } = await boss.client.call(listInvitations, { params: { workspaceId: boss.workspaceId } });
  expect(invitations.filter(({ state }) => state === "open")).toMatchObject([{ role: "builder" }]);
});

test("a manager cannot invite above their own role, nor touch such an invitation; a member is not invited again", async () => {
  await using weft = await makeTestWeft();
  const boss = await makePerson(weft);
  const manager = await makePerson(weft, { workspaceId: boss.workspaceId, role: "manager" });
  await expect(invite(manager, "bob@example.org", "owner")).rejects.toMatchObject({ code: "auth.forbidden" });
  const { id } = await invite(boss, "bob@example.org", "owner");
  await age(weft, 1);
  const params = { workspaceId: boss.workspaceId, invitationId: id };
  for (const attempt of [
    () => manager.client.call(resendInvitation, { params, body: {} }),
    () => manager.client.call(withdrawInvitation, { params }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "auth.forbidden" });
  await expect(invite(boss, emailOf(manager))).rejects.toMatchObject({ code: "member.exists" });
});

test("an invitation of one workspace cannot be touched from another", async () => {
  await using weft = await makeTestWeft();
  const boss = await makePerson(weft);
  const stranger = await makePerson(weft);
  const { id } = await invite(boss, "bob@example.org");
  const params = { workspaceId: stranger.workspaceId, invitationId: id };
  await expect(stranger.client.call(withdrawInvitation, { params })).rejects.toMatchObject({
    code: "invitation.not_found",
  });
});

test("nobody sends more than 200 invitations within a day", async () => {
  await using weft = await makeTestWeft();
  const boss = await makePerson(weft);
  await sql`insert into weft.invitations (id, workspace_id, email, role, hash, invited_by, expires_at)
    select 'inv' || n, ${boss.workspaceId}, n || '@example.org', 'viewer', 'hash' || n, ${boss.personId}, now()
    from generate_series(1, 200) n`.execute(weft.weft.db.people);
  await expect(invite(boss, "bob@example.org")).rejects.toMatchObject({ code: "limit.reached" });
});
