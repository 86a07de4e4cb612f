import { listAudit } from "@weft/api/audit";
import { createClient } from "@weft/api/client";
import { setPassword } from "@weft/api/password-links";
import { getSession, signIn, signUp } from "@weft/api/people";
import {
  disablePerson,
  endPersonSessions,
  listPeople,
  resetSecondFactor,
  sendPasswordLink,
  setInstanceOwner,
  unlockPerson,
} from "@weft/api/people-access";
import { expect, test } from "vitest";
import type { TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeSession } from "./people.make.ts";

const password = "correct horse battery";

async function makeOwner(weft: TestWeft) {
  const { personId } = await makePerson(weft, { isInstanceOwner: true });
  return { personId, client: createClient({ url: weft.url, headers: await makeSession(weft, personId) }) };
}

/** Somebody with a password, and how they come in. */
async function makeAccount(weft: TestWeft, name: string) {
  const anonymous = createClient({ url: weft.url });
  const email = `${name.toLowerCase()}@example.org`;
  const { me } = await anonymous.call(signUp, { body: { name, email, password } });
  const personId = me?.id as string;
  const client = createClient({ url: weft.url, headers: await makeSession(weft, personId) });
  return { personId, email, client, anonymous };
}

test("those who run the instance find people by part of a name or e-mail and by state, in pages that leave nobody out", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  const ada = await makeAccount(weft, "Ada_Byron");
  const grace = await makeAccount(weft, "Grace");
  await owner.client.call(disablePerson, { params: { personId: grace.personId } });
  const find = async (query: object) => (await owner.client.call(listPeople, { query })).people.map(({ id }) => id);
  expect(await find({ search: "BYRON" })).toEqual([ada.personId]);
  expect(await find({ search: "grace@exam" })).toEqual([grace.personId]);
  // Signs that mean something in a pattern are looked for as they are.
  expect(await find({ search: "%" })).toEqual([]);
  expect(await find({ search: "a_b" })).toEqual([ada.personId]);
  expect(await find({ state: "disabled" })).toEqual([grace.personId]);
  expect(await find({ state: "owner" })).toEqual([owner.personId]);
  expect(new Set(await find({ state: "active" }))).toEqual(new Set([owner.personId, ada.personId]));
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await owner.client.call(listPeople, { query: { limit: 1, cursor } });
    seen.push(...page.people.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(seen.toSorted()).toEqual([owner.personId, ada.personId, grace.personId].toSorted());
});

test("an account that wrong passwords have shut stands as locked until it is opened, and the trail tells who opened it", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  const { personId, email, anonymous } = await makeAccount(weft, "Ada");
  for (let count = 0; count < 10; count++)
    await anonymous.call(signIn, { body: { email, password: "wrong wrong wrong" } }).catch(() => {});
  const locked = async () => (await owner.client.call(listPeople, { query: { state: "locked" } })).people;
  expect(await locked()).toMatchObject([{ id: personId, state: "locked" }]);
  await owner.client.call(unlockPerson, { body: { email } });
  expect(await locked()).toEqual([]);
  const { entries } = await owner.client.call(listAudit, { query: { action: "person.unlocked" } });
  expect(entries).toMatchObject([{ actor: { person: owner.personId }, thing: { kind: "person", id: personId } }]);
});

test("ended sessions are over at once, and the list says how many somebody has", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  const ada = await makeAccount(weft, "Ada");
  const sessionsOf = async () =>
    (await owner.client.call(listPeople, { query: { search: "ada@" } })).people[0]?.sessions;
  expect(await sessionsOf()).toBe(2);
  await owner.client.call(endPersonSessions, { params: { personId: ada.personId } });
  expect((await ada.client.call(getSession, {})).me).toBeNull();
  expect(await sessionsOf()).toBe(0);
  await expect(owner.client.call(endPersonSessions, { params: { personId: "nobody" } })).rejects.toMatchObject({
    code: "person.not_found",
  });
});

test("a reset second factor is asked for no more, ends the sessions, is told to its person by mail and stands in the trail", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  const ada = await makeAccount(weft, "Ada");
  const db = weft.weft.db.people;
  await db
    .insertInto("second_factors")
    .values({ person_id: ada.personId, secret: "sealed", confirmed_at: new Date() })
    .execute();
  const credentials = { body: { email: ada.email, password } };
  await expect(ada.anonymous.call(signIn, credentials)).rejects.toMatchObject({ code: "auth.second_factor" });
  const listed = async () => (await owner.client.call(listPeople, { query: { search: "ada@" } })).people[0];
  expect(await listed()).toMatchObject({ hasSecondFactor: true });
  await owner.client.call(resetSecondFactor, { params: { personId: ada.personId } });
  expect(await listed()).toMatchObject({ hasSecondFactor: false, sessions: 0 });
  expect((await ada.client.call(getSession, {})).me).toBeNull();
  expect((await ada.anonymous.call(signIn, credentials)).me.id).toBe(ada.personId);
  const mails = await db.selectFrom("mails").select(["to", "subject"]).execute();
  expect(mails).toEqual([{ to: ada.email, subject: "Your second factor was turned off" }]);
  const { entries } = await owner.client.call(listAudit, { query: { action: "person.second_factor_changed" } });
  expect(entries).toMatchObject([{ actor: { person: owner.personId }, thing: { id: ada.personId } }]);
});

test("an owner makes another and may then step down; the last one can neither step down nor be put out", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  const ada = await makeAccount(weft, "Ada");
  const set = (client: typeof owner.client, personId: string, isInstanceOwner: boolean) =>
    client.call(setInstanceOwner, { params: { personId }, body: { isInstanceOwner } });
  await expect(set(owner.client, owner.personId, false)).rejects.toMatchObject({ code: "person.last_owner" });
  await expect(set(ada.client, ada.personId, true)).rejects.toMatchObject({ code: "auth.forbidden" });
  await set(owner.client, ada.personId, true);
  expect((await ada.client.call(getSession, {})).me?.isInstanceOwner).toBe(true);
  // One who may not come in does not count.
  await ada.client.call(disablePerson, { params: { personId: owner.personId } });
  await expect(set(ada.client, ada.personId, false)).rejects.toMatchObject({ code: "person.last_owner" });
  expect((await ada.client.call(getSession, {})).me?.isInstanceOwner).toBe(true);
});

test("of two owners who put each other out at the same moment one stays", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  const ada = await makeAccount(weft, "Ada");
  await owner.client.call(setInstanceOwner, { params: { personId: ada.personId }, body: { isInstanceOwner: true } });
  const outcomes = await Promise.allSettled([
    owner.client.call(disablePerson, { params: { personId: ada.personId } }),
    ada.client.call(disablePerson, { params: { personId: owner.personId } }),
  ]);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const { rows } = await weft.weft.db.peoplePool.query(
    "select count(*) as owners from weft.people where is_instance_owner and disabled_at is null",
  );
  expect(rows).toEqual([{ owners: 1 }]);
});

test("a link for a new password is told to whoever runs the instance where no mail server brings it, works once, and stands in the trail", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  const ada = await makeAccount(weft, "Ada");
  const { link } = await owner.client.call(sendPasswordLink, { params: { personId: ada.personId } });
  const secret = (link ?? "").split("/new-password#")[1] as string;
  const next = "a wholly new horse";
  await ada.anonymous.call(setPassword, { body: { secret, password: next } });
  await expect(ada.anonymous.call(setPassword, { body: { secret, password: next } })).rejects.toThrow(/link/);
  await expect(ada.anonymous.call(signIn, { body: { email: ada.email, password } })).rejects.toThrow(/password/);
  const { me } = await ada.anonymous.call(signIn, { body: { email: ada.email, password: next } });
  // Somebody else held the link: it proves nothing of the address.
  expect(me?.isEmailVerified).toBe(false);
  const { entries } = await owner.client.call(listAudit, { query: { action: "person.password_link_sent" } });
  expect(entries.map(({ thing }) => thing?.id)).toEqual([ada.personId]);
  expect(JSON.stringify(entries)).not.toContain(secret);
  await owner.client.call(disablePerson, { params: { personId: ada.personId } });
  await expect(owner.client.call(sendPasswordLink, { params: { personId: ada.personId } })).rejects.toThrow(
    /no person/,
  );
});
