import { createClient } from "@weft/api/client";
import { getSession } from "@weft/api/people";
import { createToken, deleteToken } from "@weft/api/tokens";
import { listWorkspaces } from "@weft/api/workspaces";
import { expect, test } from "vitest";
import { buildApp } from "../app.ts";
import { openDatabases } from "../database/databases.ts";
import { makeSession } from "../features/people/people.make.ts";
import { openLive } from "../live/live.make.ts";
import type { TestWeft } from "../testing/weft.ts";
import { makePerson, makeTestWeft } from "../testing/weft.ts";

const password = "a phrase nobody guesses";

async function send(weft: TestWeft, path: string, body: object, cookie = ""): Promise<Response> {
  return fetch(`${weft.url}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(cookie ? { cookie } : {}) },
    body: JSON.stringify(body),
  });
}

const nameOf = async (weft: TestWeft, cookie: string) =>
  (await createClient({ url: weft.url, headers: { cookie } }).call(getSession, {})).me?.name ?? null;

test("a session that somebody planted in a browser before is not the one that its owner gets by signing in", async () => {
  await using weft = await makeTestWeft();
  await send(weft, "/session/sign-up", { name: "Ada", email: "ada@example.org", password });
  const eve = await makePerson(weft);
  const planted = [
    (await makeSession(weft, eve.personId)).cookie,
    "weft.session_token=chosen.c2lnbmF0dXJl",
    "weft.session_token=chosen",
  ];
  for (const cookie of planted) {
    const before = await nameOf(weft, cookie);
    const answer = await send(weft, "/session/sign-in", { email: "ada@example.org", password }, cookie);
    expect(answer.status).toBe(200);
    const given = answer.headers.getSetCookie().find((line) => line.startsWith("weft.session_token="));
    const own = given?.split(";")[0] ?? "";
    expect(own).not.toBe("");
    expect(own).not.toBe(cookie);
    expect(await nameOf(weft, own)).toBe("Ada");
    // What was planted is what it was before, never Ada's.
    expect(await nameOf(weft, cookie)).toBe(before);
  }
  const chosen = await weft.weft.db.people.selectFrom("sessions").select("id").where("token", "=", "chosen").execute();
  expect(chosen).toEqual([]);
});

test("a revoked token is dead at once in every process, and the sockets it had opened are closed", async () => {
  await using weft = await makeTestWeft();
  await using db = openDatabases(weft.weft.db.url, 5, 60);
  const other = await buildApp({ ...weft.weft, db });
  const otherUrl = await other.listen({ port: 0, host: "127.0.0.1" });
  try {
    const ada = await makePerson(weft);
    const browser = createClient({ url: weft.url, headers: await makeSession(weft, ada.personId) });
    const { token, secret } = await browser.call(createToken, { body: { name: "t", scopes: ["read"] } });
    const clients = [weft.url, otherUrl].map((url) => createClient({ url, token: secret }));
    for (const client of clients) await client.call(listWorkspaces, {});
    await using live = await openLive(otherUrl, secret);
    await browser.call(deleteToken, { params: { tokenId: token.id } });
    for (const client of clients)
      await expect(client.call(listWorkspaces, {})).rejects.toMatchObject({ code: "auth.required" });
    await live.closed;
    await expect(openLive(otherUrl, secret)).rejects.toThrow("refused with 401");
  } finally {
    await other.close();
  }
});

test("neither is a session's cookie a token, nor a token a session", async () => {
  await using weft = await makeTestWeft();
  const ada = await makePerson(weft);
  const { cookie } = await makeSession(weft, ada.personId);
  const value = decodeURIComponent(cookie.split("=").slice(1).join("="));
  for (const secret of [value, value.split(".")[0] as string]) {
    const client = createClient({ url: weft.url, token: secret });
    await expect(client.call(listWorkspaces, {})).rejects.toMatchObject({ code: "auth.required" });
  }
  expect(await nameOf(weft, `weft.session_token=${ada.token}`)).toBeNull();
});
