import { getSession } from "@weft/api/people";
import { finishSignIn } from "@weft/api/sign-in";
import { base64url, generateKeyPair } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { now, openIssuer } from "./sign-in.issuers.make.ts";
import type { Issuer } from "./sign-in.issuers.make.ts";
import type { Browser } from "./sign-in.make.ts";
import { addProvider, begin, makeBrowser, makeSignInWeft } from "./sign-in.make.ts";

let world: Awaited<ReturnType<typeof makeSignInWeft>>;
beforeAll(async () => {
  world = await makeSignInWeft();
});
afterAll(() => world.weft[Symbol.asyncDispose]());

/** An issuer that Weft trusts, and a visitor who has begun to sign in with it. */
async function open() {
  const issuer = await openIssuer();
  const id = await addProvider(world.ownerBrowser, issuer.url, { allowsSignUp: true });
  const browser = makeBrowser(world.weft);
  return { issuer, id, browser, ...(await begin(browser, id)), [Symbol.asyncDispose]: issuer[Symbol.asyncDispose] };
}

function finish(browser: Browser, state: string, more: object = {}) {
  return browser.client.call(finishSignIn, { body: { state, code: "code", ...more } });
}

async function isIn(browser: Browser): Promise<boolean> {
  return (await browser.client.call(getSession, {})).me !== null;
}

type Forger = (issuer: Issuer, nonce: string) => Promise<string>;
const encode = (value: object) => base64url.encode(JSON.stringify(value));
const inOrder = { iat: now(), exp: now() + 300 };

const forgeries: Record<string, Forger> = {
  "of another issuer": (issuer, nonce) => issuer.sign(issuer.claims(nonce, { iss: "https://login.example.org" })),
  "without a nonce": (issuer, nonce) => issuer.sign({ ...issuer.claims(nonce), nonce: undefined }),
  "with the nonce of another sign-in": (issuer) => issuer.sign(issuer.claims("another")),
  "for another client": (issuer, nonce) => issuer.sign(issuer.claims(nonce, { aud: "another" })),
  "for us and others, without saying who asked": (issuer, nonce) =>
    issuer.sign(issuer.claims(nonce, { aud: ["weft", "another"] })),
  "asked for by another client": (issuer, nonce) => issuer.sign(issuer.claims(nonce, { azp: "another" })),
  "that has expired": (issuer, nonce) => issuer.sign(issuer.claims(nonce, { exp: now() - 120 })),
  "that never expires": (issuer, nonce) => issuer.sign({ ...issuer.claims(nonce), exp: undefined }),
  "that is not valid yet": (issuer, nonce) => issuer.sign(issuer.claims(nonce, { nbf: now() + 600 })),
  "of nobody": (issuer, nonce) => issuer.sign(issuer.claims(nonce, { sub: "" })),
  "signed by a key that is not the issuer's": async (issuer, nonce) =>
    issuer.sign(issuer.claims(nonce), {}, (await generateKeyPair("RS256")).privateKey),
  "signed with the client's secret": (issuer, nonce) =>
    issuer.sign(issuer.claims(nonce), { alg: "HS256" }, new TextEncoder().encode("a secret of the client")),
  "that is not signed (alg none)": async (issuer, nonce) =>
    `${encode({ alg: "none", kid: "one" })}.${encode({ ...issuer.claims(nonce), ...inOrder })}.`,
  "whose claims were changed after it was signed": async (issuer, nonce) => {
    const [header, , signature] = (await issuer.sign(issuer.claims(nonce))).split(".");
    return `${header}.${encode({ ...issuer.claims(nonce, { sub: "eve" }), ...inOrder })}.${signature}`;
  },
  "that is no token": async () => "nonsense",
};

test.each(Object.entries(forgeries))("an ID token %s lets nobody in", async (_name, forge) => {
  await using opened = await open();
  const { issuer, browser, state, nonce } = opened;
  issuer.next.idToken = await forge(issuer, nonce);
  await expect(finish(browser, state)).rejects.toMatchObject({ code: "sign_in.refused" });
  expect(await isIn(browser)).toBe(false);
});

test("the same token without a fault does let in: the forgeries fail for what is forged", async () => {
  await using opened = await open();
  const { issuer, browser, state, nonce } = opened;
  issuer.next.idToken = await issuer.sign(issuer.claims(nonce));
  await finish(browser, state);
  expect(await isIn(browser)).toBe(true);
});

test("a forged state, one that was used, one that is late and one of another browser are refused before anything is asked", async () => {
  await using opened = await open();
  const { issuer, id, browser, state, nonce } = opened;
  issuer.next.idToken = await issuer.sign(issuer.claims(nonce));
  const refused = { code: "sign_in.refused" };
  const cookies = Object.fromEntries(browser.jar);
  await expect(finish(browser, "forged")).rejects.toMatchObject(refused);
  await finish(browser, state);
  const asked = issuer.asked.length;
  await expect(finish(makeBrowser(world.weft, cookies), state)).rejects.toMatchObject(refused);

  const victim = makeBrowser(world.weft);
  const attacker = makeBrowser(world.weft);
  const ofAttacker = await begin(attacker, id);
  await begin(victim, id);
  await expect(finish(victim, ofAttacker.state)).rejects.toMatchObject(refused);
  await expect(finish(makeBrowser(world.weft), (await begin(attacker, id)).state)).rejects.toMatchObject(refused);

  const late = await begin(victim, id);
  const hourAgo = { expires_at: new Date(Date.now() - 1) };
  await world.weft.weft.db.people.updateTable("sign_in_states").set(hourAgo).execute();
  await expect(finish(victim, late.state)).rejects.toMatchObject(refused);
  expect(issuer.asked).toHaveLength(asked);
});

test("of two who bring the same state at once, one comes in", async () => {
  await using opened = await open();
  const { issuer, browser, state, nonce } = opened;
  issuer.next.idToken = await issuer.sign(issuer.claims(nonce));
  const cookies = Object.fromEntries(browser.jar);
  const tries = await Promise.allSettled([1, 2, 3, 4].map(() => finish(makeBrowser(world.weft, cookies), state)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a code that the provider takes back, or that no code comes at all, lets nobody in", async () => {
  await using opened = await open();
  const { issuer, browser, state, id } = opened;
  issuer.answers["/token"] = () => ({ status: 400, value: { error: "invalid_grant" } });
  await expect(finish(browser, state)).rejects.toMatchObject({ code: "sign_in.failed" });
  const again = await begin(browser, id);
  const denied = { code: undefined, error: "access_denied" };
  await expect(finish(browser, again.state, denied)).rejects.toMatchObject({ code: "sign_in.refused" });
});

test("an answer that names another issuer is refused, and one that names none where the issuer always does", async () => {
  await using opened = await open();
  const { issuer, browser, state } = opened;
  const refused = { code: "sign_in.refused" };
  await expect(finish(browser, state, { iss: "https://evil.example" })).rejects.toMatchObject(refused);
  await using naming = await openIssuer();
  naming.description.authorization_response_iss_parameter_supported = true;
  const id = await addProvider(world.ownerBrowser, naming.url, { allowsSignUp: true });
  const { state: unnamed } = await begin(browser, id);
  await expect(finish(browser, unnamed)).rejects.toMatchObject(refused);
  const { state: named, nonce } = await begin(browser, id);
  naming.next.idToken = await naming.sign(naming.claims(nonce, { sub: "named", email: "named@example.org" }));
  await finish(browser, named, { iss: naming.url });
  expect(issuer.asked.filter(({ path }) => path === "/token")).toEqual([]);
});

test("a description of another issuer, one with doors over http and one elsewhere inside are not followed", async () => {
  const descriptions = [
    { issuer: "https://login.example.org" },
    { token_endpoint: "http://login.example.org/token" },
    { jwks_uri: "file:///etc/passwd" },
    { authorization_endpoint: "javascript:alert(1)" },
  ];
  for (const fault of descriptions) {
    await using issuer = await openIssuer();
    Object.assign(issuer.description, fault);
    const id = await addProvider(world.ownerBrowser, issuer.url);
    await expect(begin(makeBrowser(world.weft), id)).rejects.toMatchObject({ code: "sign_in.failed" });
  }
  await using inside = await openIssuer();
  inside.description.token_endpoint = "https://10.0.0.1/token";
  const id = await addProvider(world.ownerBrowser, inside.url);
  const browser = makeBrowser(world.weft);
  const { state } = await begin(browser, id);
  await expect(finish(browser, state)).rejects.toMatchObject({ code: "url.refused" });
});

test("an issuer inside the network is not asked unless the operator has named its host", async () => {
  const { weft, ownerBrowser } = await makeSignInWeft({ WEFT_PRIVATE_URLS: "" });
  await using _ = weft;
  await using issuer = await openIssuer();
  const id = await addProvider(ownerBrowser, issuer.url);
  await expect(begin(makeBrowser(weft), id)).rejects.toMatchObject({ code: "sign_in.failed" });
  const secure = await addProvider(ownerBrowser, "https://127.0.0.1:1");
  await expect(begin(makeBrowser(weft), secure)).rejects.toMatchObject({ code: "url.refused" });
  expect(issuer.asked).toEqual([]);
});

test("a token door that redirects gets the client's secret sent nowhere else", async () => {
  await using opened = await open();
  await using other = await openIssuer();
  const { issuer, browser, state } = opened;
  issuer.answers["/token"] = () => ({ status: 307, value: {}, location: `${other.url}/token` });
  await expect(finish(browser, state)).rejects.toMatchObject({ code: "sign_in.failed" });
  expect(other.asked).toEqual([]);
});

test("userinfo of somebody else counts for nothing", async () => {
  await using issuer = await openIssuer();
  issuer.description.userinfo_endpoint = `${issuer.url}/userinfo`;
  issuer.answers["/userinfo"] = () => ({ value: { sub: "root", email: "root@example.org", email_verified: true } });
  const id = await addProvider(world.ownerBrowser, issuer.url, { allowsSignUp: true });
  const browser = makeBrowser(world.weft);
  const { state, nonce } = await begin(browser, id);
  issuer.next.idToken = await issuer.sign(issuer.claims(nonce));
  await expect(finish(browser, state)).rejects.toMatchObject({ code: "sign_in.failed" });
});

test.each([
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example/",
  "\\\\evil.example/",
  "/a\\b",
  "/\t/evil.example",
  "javascript:alert(1)",
  "tables",
  "",
])("a sign-in that is to return to %j is not begun", async (returnTo) => {
  await using issuer = await openIssuer();
  const id = await addProvider(world.ownerBrowser, issuer.url);
  await expect(begin(makeBrowser(world.weft), id, returnTo)).rejects.toMatchObject({
    code: "request.invalid",
    issues: [{ path: "returnTo" }],
  });
});

test("a session that somebody else has laid into the browser is not the one that is opened", async () => {
  await using opened = await open();
  const { issuer, browser, state, nonce } = opened;
  browser.jar.set("weft.session_token", "laid.AAAA");
  issuer.next.idToken = await issuer.sign(issuer.claims(nonce));
  await finish(browser, state);
  expect(browser.jar.get("weft.session_token")).not.toMatch(/^laid/);
  expect(await isIn(browser)).toBe(true);
});
