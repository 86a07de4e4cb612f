import { createClient } from "@weft/api/client";
import { listMembers } from "@weft/api/members";
import { changePassword, getSession, signIn, signOut, signUp, updateProfile } from "@weft/api/people";
import { createToken, deleteToken, listTokens, signInForToken } from "@weft/api/tokens";
import { createWorkspace, listWorkspaces } from "@weft/api/workspaces";
import { expect, test } from "vitest";
import type { TestWeft } from "../../testing/weft.ts";
import { makeTestWeft } from "../../testing/weft.ts";
import { ensureOwner } from "./people.accounts.ts";

const password = "correct horse battery";

/** A browser in so far as it keeps cookies. */
function makeBrowser(test: TestWeft, headers: Record<string, string> = {}) {
  const jar = new Map<string, string>();
  const setCookies: string[] = [];
  const client = createClient({
    url: test.url,
    async fetch(input, init) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const response = await fetch(input, { ...init, headers: { ...headers, ...(init?.headers as object), cookie } });
      for (const line of response.headers.getSetCookie()) {
        setCookies.push(line);
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) as RegExpExecArray;
        if (value) jar.set(name as string, value as string);
        else jar.delete(name as string);
      }
      return response;
    },
  });
  return { client, jar, setCookies };
}

async function signUpAda(test: TestWeft, headers?: Record<string, string>) {
  const browser = makeBrowser(test, headers);
  await browser.client.call(signUp, { body: { email: "Ada@Example.org", password, name: "Ada" } });
  return browser;
}

test("the first visitor becomes the owner of the instance and of a workspace named after them", async () => {
  await using weft = await makeTestWeft();
  const visitor = makeBrowser(weft);
  expect(await visitor.client.call(getSession, {})).toMatchObject({ me: null, needsOwner: true, workspaces: [] });
  const { client, setCookies } = await signUpAda(weft);
  const session = await client.call(getSession, {});
  expect(session).toMatchObject({
    me: { name: "Ada", email: "ada@example.org", language: "en", theme: "system", timeZone: null },
    needsOwner: false,
    workspaces: [{ name: "Ada's workspace", role: "owner" }],
  });
  expect(setCookies[0]).toMatch(/HttpOnly/i);
  expect(setCookies[0]).toMatch(/SameSite=Lax/i);
  expect(setCookies[0]).not.toMatch(/Secure/i);
  const { members } = await client.call(listMembers, { params: { workspaceId: session.workspaces[0]?.id as string } });
  expect(members).toMatchObject([{ name: "Ada", role: "owner" }]);
});

test("of two first visitors at the same moment one becomes the owner", async () => {
  await using weft = await makeTestWeft();
  const names = ["a", "b", "c", "d"];
  await Promise.all(
    names.map((name) =>
      makeBrowser(weft).client.call(signUp, { body: { email: `${name}@example.org`, password, name } }),
    ),
  );
  const owners = await weft.weft.db.people
    .selectFrom("people")
    .select("id")
    .where("is_instance_owner", "=", true)
    .execute();
  expect(owners).toHaveLength(1);
});

test("an e-mail has one account, whatever its case, and the refusal names the field", async () => {
  await using weft = await makeTestWeft();
  await signUpAda(weft);
  await expect(signUpAda(weft)).rejects.toMatchObject({ code: "request.invalid", issues: [{ path: "email" }] });
});

test("where sign-up is closed, only the owner can make an account", async () => {
  await using weft = await makeTestWeft({ WEFT_SIGN_UP: "closed" });
  await signUpAda(weft);
  await expect(
    makeBrowser(weft).client.call(signUp, { body: { email: "b@example.org", password, name: "B" } }),
  ).rejects.toMatchObject({ code: "auth.sign_up_closed" });
  const people = await weft.weft.db.people.selectFrom("people").select("email").execute();
  expect(people).toEqual([{ email: "ada@example.org" }]);
});

test("the owner named in the settings is made once, however often Weft starts", async () => {
  await using weft = await makeTestWeft({ WEFT_OWNER_EMAIL: "ada@example.org", WEFT_OWNER_PASSWORD: password });
  await Promise.all([ensureOwner(weft.weft), ensureOwner(weft.weft)]);
  await ensureOwner(weft.weft);
  const { me } = await makeBrowser(weft).client.call(signIn, { body: { email: "ada@example.org", password } });
  expect(me.name).toBe("ada");
  expect(await weft.weft.db.people.selectFrom("people").select("id").execute()).toHaveLength(1);
});

test("signing out ends the session at once, also for a copy of its cookie", async () => {
  await using weft = await makeTestWeft();
  const { client, jar } = await signUpAda(weft);
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  await client.call(signOut, {});
  const copy = createClient({ url: weft.url, headers: { cookie } });
  expect((await copy.call(getSession, {})).me).toBeNull();
  await expect(copy.call(listWorkspaces, {})).rejects.toMatchObject({ code: "auth.required" });
});

test("a cookie with a signature that is not ours is nobody's", async () => {
  await using weft = await makeTestWeft();
  const { jar } = await signUpAda(weft);
  const [name, value] = [...jar][0] as [string, string];
  const forged = createClient({ url: weft.url, headers: { cookie: `${name}=${value.replace(/\..*/, ".AAAA")}` } });
  expect((await forged.call(getSession, {})).me).toBeNull();
});

test("a page of another site cannot write with a visitor's cookies", async () => {
  await using weft = await makeTestWeft();
  const { client } = await signUpAda(weft);
  const body = { name: "Mine" };
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site", origin: weft.url },
    { origin: "null" },
  ];
  for (const headers of foreign) {
    await expect(client.call(createWorkspace, { body, headers })).rejects.toMatchObject({ code: "auth.forbidden" });
  }
  await client.call(createWorkspace, { body, headers: { origin: weft.url, "sec-fetch-site": "same-origin" } });
  const { workspaces } = await client.call(listWorkspaces, { headers: { origin: "https://evil.example" } });
  expect(workspaces).toHaveLength(2);
  await expect(
    makeBrowser(weft, { origin: "https://evil.example" }).client.call(signIn, {
      body: { email: "ada@example.org", password },
    }),
  ).rejects.toMatchObject({ code: "auth.forbidden" });
});

test("behind https the cookie is secure, and the public address counts as the same origin", async () => {
  await using weft = await makeTestWeft({ WEFT_PUBLIC_URL: "https://weft.example" });
  const { client, setCookies } = await signUpAda(weft, { origin: "https://weft.example" });
  expect(setCookies[0]).toMatch(/^__Secure-weft.*; Secure/);
  expect((await client.call(getSession, {})).me?.name).toBe("Ada");
});

test("an unknown e-mail and a wrong password get the same answer", async () => {
  await using weft = await makeTestWeft();
  await signUpAda(weft);
  const answers = await Promise.all(
    ["ada@example.org", "nobody@example.org"].map(async (email) => {
      const init = { method: "POST", headers: { "content-type": "application/json" } };
      const body = JSON.stringify({ email, password: "wrong wrong wrong" });
      const response = await fetch(`${weft.url}/api/v1/session/sign-in`, { ...init, body });
      return { status: response.status, body: (await response.text()).replace(/"requestId":"\w+"/, "") };
    }),
  );
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]?.status).toBe(401);
});

test("after ten wrong passwords even the right one is refused for a while, by page and by command line, others are not", async () => {
  await using weft = await makeTestWeft();
  await signUpAda(weft);
  const { client } = makeBrowser(weft);
  const wrong = { email: "ada@example.org", password: "wrong wrong wrong" };
  for (let count = 0; count < 10; count++)
    await expect(client.call(signIn, { body: wrong })).rejects.toMatchObject({ code: "auth.wrong_credentials" });
  const right = { email: "ada@example.org", password };
  await expect(client.call(signIn, { body: right })).rejects.toMatchObject({ code: "limit.reached" });
  await expect(client.call(signInForToken, { body: { ...right, name: "cli" } })).rejects.toMatchObject({
    code: "limit.reached",
  });
  await client.call(signUp, { body: { email: "b@example.org", password, name: "B" } });
});

test("after ten wrong current passwords even the right one is refused for a while", async () => {
  await using weft = await makeTestWeft();
  const { client } = makeBrowser(weft);
  await client.call(signUp, { body: { email: "ada@example.org", password, name: "Ada" } });
  const next = "another fine password";
  const wrong = { current: "wrong wrong wrong", next };
  for (let index = 0; index < 10; index += 1)
    await expect(client.call(changePassword, { body: wrong })).rejects.toMatchObject({
      code: "auth.wrong_credentials",
    });
  await expect(client.call(changePassword, { body: { current: password, next } })).rejects.toMatchObject({
    code: "limit.reached",
  });
});

test("a new password ends every other session but not this one", async () => {
  await using weft = await makeTestWeft();
  const here = await signUpAda(weft);
  const there = makeBrowser(weft);
  await there.client.call(signIn, { body: { email: "ada@example.org", password } });
  const next = "another fine password";
  await expect(
    here.client.call(changePassword, { body: { current: "not this one at all", next } }),
  ).rejects.toMatchObject({ code: "auth.wrong_credentials" });
  await here.client.call(changePassword, { body: { current: password, next } });
  expect((await there.client.call(getSession, {})).me).toBeNull();
  expect((await here.client.call(getSession, {})).me?.name).toBe("Ada");
  await there.client.call(signIn, { body: { email: "ada@example.org", password: next } });
});

test("one changes one's own profile; an unknown time zone is refused by name", async () => {
  await using weft = await makeTestWeft();
  const { client } = await signUpAda(weft);
  const profile = await client.call(updateProfile, { body: { language: "fr", timeZone: "Europe/Paris" } });
  expect(profile).toMatchObject({ name: "Ada", language: "fr", theme: "system", timeZone: "Europe/Paris" });
  await expect(client.call(updateProfile, { body: { timeZone: "Mars/Olympus" } })).rejects.toMatchObject({
    issues: [{ path: "timeZone" }],
  });
  expect((await client.call(updateProfile, { body: { timeZone: null } })).timeZone).toBeNull();
});

test("a token speaks for its person until it is revoked, is shown once and kept only as a hash", async () => {
  await using weft = await makeTestWeft();
  const { client } = await signUpAda(weft);
  const body = { name: "CI", scopes: ["read" as const] };
  const { token, secret } = await client.call(createToken, { body });
  expect(secret.startsWith(token.start)).toBe(true);
  const program = createClient({ url: weft.url, token: secret });
  expect((await program.call(listWorkspaces, {})).workspaces).toHaveLength(1);
  await expect(program.call(listTokens, {})).rejects.toMatchObject({ code: "auth.forbidden" });
  await expect(program.call(createWorkspace, { body: { name: "No" } })).rejects.toMatchObject({
    code: "auth.scope_missing",
  });
  const stored = JSON.stringify(await weft.weft.db.people.selectFrom("tokens").selectAll().execute());
  expect(stored).not.toContain(secret);
  await expect
    .poll(async () => (await client.call(listTokens, {})).tokens[0]?.lastUsedAt)
    .toEqual(expect.stringMatching(/Z$/));
  await client.call(deleteToken, { params: { tokenId: token.id } });
  await expect(program.call(listWorkspaces, {})).rejects.toMatchObject({ code: "auth.required" });
});

test("a token stops when it expires, and one that has expired cannot be made", async () => {
  await using weft = await makeTestWeft();
  const { client } = await signUpAda(weft);
  const make = (expiresAt: string) => client.call(createToken, { body: { name: "CI", scopes: ["read"], expiresAt } });
  await expect(make("2020-01-01T00:00:00Z")).rejects.toMatchObject({ issues: [{ path: "expiresAt" }] });
  const { secret, token } = await make("2999-01-01T00:00:00Z");
  await weft.weft.db.people
    .updateTable("tokens")
    .set({ expires_at: new Date(Date.now() - 1000) })
    .where("id", "=", token.id)
    .execute();
  await expect(createClient({ url: weft.url, token: secret }).call(listWorkspaces, {})).rejects.toMatchObject({
    code: "auth.required",
  });
});

test("the command line gets a token for e-mail and password", async () => {
  await using weft = await makeTestWeft();
  await signUpAda(weft);
  const anonymous = createClient({ url: weft.url });
  const credentials = { email: "ada@example.org", password, name: "laptop" };
  const { secret, token } = await anonymous.call(signInForToken, { body: credentials });
  expect(token).toMatchObject({ name: "laptop", scopes: ["read", "write", "build", "manage"] });
  const { me } = await createClient({ url: weft.url, token: secret }).call(getSession, {});
  expect(me?.name).toBe("Ada");
  for (const wrong of [{ email: "no@example.org" }, { password: "wrong" }])
    await expect(anonymous.call(signInForToken, { body: { ...credentials, ...wrong } })).rejects.toMatchObject({
      code: "auth.wrong_credentials",
    });
});

test("behind a trusted proxy each caller's own address counts, elsewhere nobody can name one", async () => {
  const addressesSeen = async (environment: Record<string, string>) => {
    await using weft = await makeTestWeft(environment);
    await signUpAda(weft, { "x-forwarded-for": "203.0.113.7" });
    const sessions = await weft.weft.db.people.selectFrom("sessions").select("ip_address").execute();
    return sessions.map((session) => session.ip_address);
  };
  expect(await addressesSeen({ WEFT_TRUSTED_PROXIES: "127.0.0.1, 10.0.0.0/8" })).toEqual(["203.0.113.7"]);
  expect(await addressesSeen({})).toEqual(["127.0.0.1"]);
});
