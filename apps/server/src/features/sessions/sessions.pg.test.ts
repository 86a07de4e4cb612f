import { createClient } from "@weft/api/client";
import { disablePerson, enablePerson } from "@weft/api/people-access";
import { getSession, signOut } from "@weft/api/people";
import { endOtherSessions, endSession, listSessions } from "@weft/api/sessions";
import { deleteToken, listTokens } from "@weft/api/tokens";
import { buildApp } from "../../app.ts";
import { openLive } from "../../live/live.make.ts";
import { closeListener } from "../../live/listener.ts";
import type { TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { expect, test } from "vitest";
import { makeSession } from "../people/people.make.ts";

/** Below the time after which sockets are looked at anyway: what is told must be heard. */
const soonMs = 1000;

async function closedSoon(closed: Promise<number>): Promise<number | "still open"> {
  const late = new Promise<"still open">((resolve) => setTimeout(resolve, soonMs, "still open"));
  return Promise.race([closed, late]);
}

/** A second api process on the same database: what it knows, it knows from there. */
async function startSecond({ weft }: TestWeft) {
  const second = { ...weft };
  const app = await buildApp(second);
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return {
    url,
    async [Symbol.asyncDispose]() {
      await app.close();
      await closeListener(second);
    },
  };
}

async function signedIn(weft: TestWeft, personId: string, headers: Record<string, string> = {}) {
  const own = { ...(await makeSession(weft, personId)), ...headers };
  return { headers: own, client: createClient({ url: weft.url, headers: own }) };
}

test("sessions are listed with device, address and last use, and which one asks", async () => {
  await using weft = await makeTestWeft();
  const { personId } = await makePerson(weft);
  const { client } = await signedIn(weft, personId);
  await signedIn(weft, personId);
  await weft.weft.db.people
    .updateTable("sessions")
    .set({
      user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
      ip_address: "192.0.2.7",
    })
    .execute();
  const { sessions } = await client.call(listSessions, {});
  expect(sessions).toHaveLength(2);
  expect(sessions.filter(({ isThis }) => isThis)).toHaveLength(1);
  expect(sessions[0]).toMatchObject({ browser: "Firefox", system: "Linux", address: "192.0.2.7" });
  const text = JSON.stringify(sessions);
  for (const { token } of await weft.weft.db.people.selectFrom("sessions").select("token").execute())
    expect(text).not.toContain(token);
});

test("a session that is used says when and from where", async () => {
  await using weft = await makeTestWeft();
  const { personId } = await makePerson(weft);
  const { client } = await signedIn(weft, personId);
  const before = new Date("2020-01-01");
  await weft.weft.db.people.updateTable("sessions").set({ last_used_at: before, ip_address: "192.0.2.7" }).execute();
  await client.call(getSession, {});
  await expect
    .poll(async () => (await client.call(listSessions, {})).sessions[0])
    .toMatchObject({ address: "127.0.0.1", lastUsedAt: expect.stringMatching(/^20[2-9][1-9]/) });
});

test("a session that is ended is over at once in every process, its sockets too; the others stay", async () => {
  await using weft = await makeTestWeft();
  await using second = await startSecond(weft);
  const { personId } = await makePerson(weft);
  const here = await signedIn(weft, personId);
  const there = await signedIn(weft, personId);
  await using socket = await openLive(second.url, null, there.headers);
  await using own = await openLive(second.url, null, here.headers);
  for (const live of [socket, own]) {
    live.say({ type: "ping" });
    await live.until("pong");
  }
  const { sessions } = await here.client.call(listSessions, {});
  const other = sessions.find(({ isThis }) => !isThis);
  await here.client.call(endSession, { params: { sessionId: other?.id as string } });
  expect(await closedSoon(socket.closed)).toBe(4401);
  const copy = createClient({ url: second.url, headers: there.headers });
  expect((await copy.call(getSession, {})).me).toBeNull();
  expect((await here.client.call(getSession, {})).me?.id).toBe(personId);
  expect(own.socket.readyState).toBe(own.socket.OPEN);
});

test("all others end together, this one stays; somebody else's cannot be ended", async () => {
  await using weft = await makeTestWeft();
  const [ada, bob] = [await makePerson(weft), await makePerson(weft)];
  const here = await signedIn(weft, ada.personId);
  await signedIn(weft, ada.personId);
  const bobs = await signedIn(weft, bob.personId);
  const [theirs] = (await bobs.client.call(listSessions, {})).sessions;
  await expect(here.client.call(endSession, { params: { sessionId: theirs?.id as string } })).rejects.toMatchObject({
    code: "session.not_found",
  });
  await here.client.call(endOtherSessions, {});
  expect((await here.client.call(listSessions, {})).sessions).toMatchObject([{ isThis: true }]);
  expect((await bobs.client.call(getSession, {})).me?.id).toBe(bob.personId);
});

test("signing out and revoking a token cut their sockets at once", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const { client, headers } = await signedIn(weft, person.personId);
  await using bySession = await openLive(weft.url, null, headers);
  await using byToken = await openLive(weft.url, person.token);
  for (const live of [bySession, byToken]) {
    live.say({ type: "ping" });
    await live.until("pong");
  }
  const [token] = (await client.call(listTokens, {})).tokens;
  await client.call(deleteToken, { params: { tokenId: token?.id as string } });
  expect(await closedSoon(byToken.closed)).toBe(4401);
  await client.call(signOut, {});
  expect(await closedSoon(bySession.closed)).toBe(4401);
});

test("a disabled person is out within a second: sessions, tokens, sockets; let in again, they sign in anew", async () => {
  await using weft = await makeTestWeft();
  await using second = await startSecond(weft);
  const owner = await makePerson(weft, { isInstanceOwner: true });
  const owners = await signedIn(weft, owner.personId);
  const ada = await makePerson(weft);
  const adas = await signedIn(weft, ada.personId);
  await using socket = await openLive(second.url, ada.token);
  socket.say({ type: "ping" });
  await socket.until("pong");
  const params = { personId: ada.personId };
  await expect(adas.client.call(disablePerson, { params })).rejects.toMatchObject({ code: "auth.forbidden" });
  await owners.client.call(disablePerson, { params });
  expect(await closedSoon(socket.closed)).toBe(4401);
  expect((await adas.client.call(getSession, {})).me).toBeNull();
  expect((await ada.client.call(getSession, {})).me).toBeNull();
  await expect(owners.client.call(disablePerson, { params: { personId: owner.personId } })).rejects.toMatchObject({
    code: "auth.forbidden",
  });
  await owners.client.call(enablePerson, { params });
  expect((await adas.client.call(getSession, {})).me).toBeNull();
  expect((await ada.client.call(getSession, {})).me?.id).toBe(ada.personId);
});
