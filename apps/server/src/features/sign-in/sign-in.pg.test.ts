import { getSession, signOut } from "@weft/api/people";
import { updateProvider } from "@weft/api/providers";
import { connectProvider, finishSignIn, listSignIns } from "@weft/api/sign-in";
import { expect, test } from "vitest";
import type { TestWeft } from "../../testing/weft.ts";
import { makePerson } from "../../testing/weft.ts";
import { openProvider } from "./sign-in.issuers.make.ts";
import {
  addProvider,
  begin,
  makeBrowser,
  makeSignedInBrowser,
  makeSignInWeft,
  signInAs,
  walkProvider,
} from "./sign-in.make.ts";

const ada = { email: "Ada@Example.org", email_verified: true, name: "Ada Lovelace" };

async function membershipsOf(weft: TestWeft, personId: string | undefined) {
  const found = await weft.weft.db.people
    .selectFrom("members")
    .select(["workspace_id", "role"])
    .where("person_id", "=", personId as string)
    .execute();
  return Object.fromEntries(found.map(({ workspace_id, role }) => [workspace_id, role]));
}

/** Somebody who has an account here with this address and, if said so, a password. */
async function makeHolder(weft: TestWeft, email: string, password: string | null) {
  const holder = await makePerson(weft);
  const { personId } = holder;
  await weft.weft.db.people.updateTable("people").set({ email }).where("id", "=", personId).execute();
  const account = { id: personId, person_id: personId, account_id: personId, provider_id: "credential", password };
  if (password) await weft.weft.db.people.insertInto("accounts").values(account).execute();
  return holder;
}

test("the first sign-in with a real provider makes an account with a workspace, the next one finds it again, signing out ends it", async () => {
  const { weft, ownerBrowser } = await makeSignInWeft();
  await using _ = weft;
  await using provider = await openProvider({ ada });
  const id = await addProvider(ownerBrowser, provider.url, { allowsSignUp: true });
  const browser = makeBrowser(weft);
  expect(await browser.client.call(listSignIns, {})).toEqual({ providers: [{ id, name: "Uni" }] });
  expect(await signInAs(browser, id, "ada", "/tables?a=1")).toEqual({ returnTo: "/tables?a=1", isCodeAsked: false });
  const { me, workspaces } = await browser.client.call(getSession, {});
  expect(me).toMatchObject({ name: "Ada Lovelace", email: "ada@example.org" });
  expect(workspaces).toMatchObject([{ name: "Ada Lovelace's workspace", role: "owner" }]);
  const other = makeBrowser(weft);
  await signInAs(other, id, "ada");
  expect((await other.client.call(getSession, {})).me?.id).toBe(me?.id);
  await other.client.call(signOut, {});
  expect((await other.client.call(getSession, {})).me).toBeNull();
  expect((await browser.client.call(getSession, {})).me?.id).toBe(me?.id);
});

test("the cookie of a sign-in is for the server alone, and gone with it; over https it is bound to this very host", async () => {
  const { weft, ownerBrowser } = await makeSignInWeft();
  await using _ = weft;
  await using provider = await openProvider({ ada });
  const id = await addProvider(ownerBrowser, provider.url, { allowsSignUp: true });
  const browser = makeBrowser(weft);
  await signInAs(browser, id, "ada");
  expect(browser.setCookies[0]).toMatch(/^weft\.sign_in=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
  expect([...browser.jar.keys()]).toEqual(["weft.session_token"]);
  const secure = await makeSignInWeft({ WEFT_PUBLIC_URL: "https://weft.test" });
  await using secureWeft = secure.weft;
  const ownerOfSecure = makeBrowser(secureWeft, Object.fromEntries(secure.ownerBrowser.jar));
  const visitor = makeBrowser(secureWeft);
  await begin(visitor, await addProvider(ownerOfSecure, provider.url));
  expect(visitor.setCookies[0]).toMatch(/^__Host-weft\.sign_in=.*Path=\/; HttpOnly; Secure; SameSite=Lax$/);
});

test("where a provider makes no accounts, or is switched off, nobody new comes in", async () => {
  const { weft, ownerBrowser } = await makeSignInWeft();
  await using _ = weft;
  await using provider = await openProvider({ ada });
  const id = await addProvider(ownerBrowser, provider.url);
  const browser = makeBrowser(weft);
  await expect(signInAs(browser, id, "ada")).rejects.toMatchObject({ code: "auth.sign_up_closed" });
  const { url } = await begin(browser, id);
  await ownerBrowser.client.call(updateProvider, {
    params: { providerId: id },
    body: { isEnabled: false, allowsSignUp: true },
  });
  expect(await browser.client.call(listSignIns, {})).toEqual({ providers: [] });
  await expect(begin(browser, id)).rejects.toMatchObject({ code: "provider.not_found" });
  const answer = await walkProvider(url, "ada");
  await expect(browser.client.call(finishSignIn, { body: answer })).rejects.toMatchObject({
    code: "provider.not_found",
  });
});

test("groups give roles, change them and take them away at each sign-in; what people gave stays, and owners do", async () => {
  const { weft, ownerBrowser } = await makeSignInWeft();
  await using _ = weft;
  const [birds, bats, trees, moss] = (await Promise.all([1, 2, 3, 4].map(() => makePerson(weft))).then((people) =>
    people.map(({ workspaceId }) => workspaceId as string),
  )) as [string, string, string, string];
  const people = { ada: { ...ada, groups: ["birds", "bird-lab", "bats", "moss"] } };
  await using provider = await openProvider(people);
  const id = await addProvider(ownerBrowser, provider.url, {
    allowsSignUp: true,
    scopes: ["openid", "profile", "email", "groups"],
    groupRoles: [
      { group: "bird-lab", workspaceId: birds, role: "builder" },
      { group: "birds", workspaceId: birds, role: "viewer" },
      { group: "bats", workspaceId: bats, role: "editor" },
      { group: "trees", workspaceId: trees, role: "viewer" },
      { group: "moss", workspaceId: moss, role: "viewer" },
    ],
  });
  const browser = makeBrowser(weft);
  await signInAs(browser, id, "ada");
  const me = (await browser.client.call(getSession, {})).me?.id as string;
  expect(await membershipsOf(weft, me)).toEqual({ [birds]: "builder", [bats]: "editor", [moss]: "viewer" });
  const { db } = weft.weft;
  await db.people.insertInto("members").values({ workspace_id: trees, person_id: me, role: "manager" }).execute();
  await db.people
    .updateTable("members")
    .set({ role: "owner" })
    .where("workspace_id", "=", moss)
    .where("person_id", "=", me)
    .execute();
  people.ada.groups = ["birds", "trees"];
  await signInAs(browser, id, "ada");
  expect(await membershipsOf(weft, me)).toEqual({ [birds]: "viewer", [trees]: "manager", [moss]: "owner" });
  people.ada.groups = [];
  await signInAs(browser, id, "ada");
  expect(await membershipsOf(weft, me)).toEqual({ [trees]: "manager", [moss]: "owner" });
});

test("somebody signed in connects a provider and comes in by it from then on; what is another's cannot be taken", async () => {
  const { weft, ownerBrowser } = await makeSignInWeft();
  await using _ = weft;
  await using provider = await openProvider({ ada });
  const id = await addProvider(ownerBrowser, provider.url);
  const [bob, eve] = [await makePerson(weft), await makePerson(weft)];
  const connect = async (browser: Awaited<ReturnType<typeof makeSignedInBrowser>>) => {
    const { url } = await browser.client.call(connectProvider, { params: { providerId: id }, body: {} });
    return walkProvider(url, "ada");
  };
  const ofBob = await makeSignedInBrowser(weft, bob);
  await ofBob.client.call(finishSignIn, { body: await connect(ofBob) });
  const browser = makeBrowser(weft);
  await signInAs(browser, id, "ada");
  expect((await browser.client.call(getSession, {})).me?.id).toBe(bob.personId);
  const ofEve = await makeSignedInBrowser(weft, eve);
  await expect(ofEve.client.call(finishSignIn, { body: await connect(ofEve) })).rejects.toMatchObject({
    code: "sign_in.refused",
  });
  // Who has signed out in between connects nothing.
  const gone = await connect(ofEve);
  ofEve.jar.delete("weft.session_token");
  await expect(ofEve.client.call(finishSignIn, { body: gone })).rejects.toMatchObject({ code: "sign_in.refused" });
});

test("a verified address finds its account if that has no password; nothing else joins accounts", async () => {
  const { weft, ownerBrowser } = await makeSignInWeft();
  await using _ = weft;
  const mail = (name: string) => ({ email: `${name}@example.org`, name });
  await using provider = await openProvider({
    free: { ...mail("free"), email_verified: true },
    kept: { ...mail("kept"), email_verified: true },
    unsure: { ...mail("unsure"), email_verified: false },
    silent: mail("silent"),
    // The address of somebody who has left goes to somebody else.
    heir: { ...mail("free"), email_verified: true },
  });
  const id = await addProvider(ownerBrowser, provider.url, { allowsSignUp: true });
  const free = await makeHolder(weft, "free@example.org", null);
  await makeHolder(weft, "kept@example.org", "a hash");
  await makeHolder(weft, "unsure@example.org", null);
  await makeHolder(weft, "silent@example.org", null);
  const browser = makeBrowser(weft);
  await signInAs(browser, id, "free");
  expect((await browser.client.call(getSession, {})).me?.id).toBe(free.personId);
  for (const login of ["kept", "unsure", "silent", "heir"])
    await expect(signInAs(makeBrowser(weft), id, login)).rejects.toMatchObject({ code: "sign_in.refused" });
});

test("who is disabled here does not come in by a provider", async () => {
  const { weft, ownerBrowser } = await makeSignInWeft();
  await using _ = weft;
  await using provider = await openProvider({ ada });
  const id = await addProvider(ownerBrowser, provider.url, { allowsSignUp: true });
  const browser = makeBrowser(weft);
  await signInAs(browser, id, "ada");
  await weft.weft.db.people
    .updateTable("people")
    .set({ disabled_at: new Date() })
    .where("email", "=", "ada@example.org")
    .execute();
  await expect(signInAs(makeBrowser(weft), id, "ada")).rejects.toMatchObject({ code: "auth.forbidden" });
});
