import { createProvider, deleteProvider, listProviders, testProvider, updateProvider } from "@weft/api/providers";
import { listSignIns } from "@weft/api/sign-in";
import { expect, test } from "vitest";
import { openIssuer, openProvider } from "../sign-in/sign-in.issuers.make.ts";
import { addProvider, begin, makeBrowser, makeSignInWeft, publicUrl, signInAs } from "../sign-in/sign-in.make.ts";

const secret = "a secret of the client";
const tenant = "11111111-2222-4333-8444-555555555555";

test("a provider is added, changed and taken away; its secret is told to nobody and lies encrypted in the database", async () => {
  const { weft, ownerBrowser } = await makeSignInWeft();
  await using _ = weft;
  const { client } = ownerBrowser;
  const id = await addProvider(ownerBrowser, "https://login.example.org", { clientSecret: secret });
  const listed = await client.call(listProviders, {});
  expect(listed.redirectUrl).toBe(`${publicUrl}/sign-in-return`);
  expect(listed.providers).toMatchObject([
    { id, kind: "openid", hasSecret: true, scopes: ["openid", "profile", "email"] },
  ]);
  expect(JSON.stringify(listed)).not.toContain(secret);
  const kept = await weft.weft.db.people.selectFrom("sign_in_providers").selectAll().execute();
  expect(JSON.stringify(kept)).not.toContain(secret);
  const trail = await weft.weft.db.peoplePool.query("select entry::text from weft.audit");
  expect(JSON.stringify(trail.rows)).toContain("provider.created");
  expect(JSON.stringify(trail.rows)).not.toContain(secret);
  const params = { providerId: id };
  expect(await client.call(updateProvider, { params, body: { name: "Uni of Example" } })).toMatchObject({
    name: "Uni of Example",
    hasSecret: true,
  });
  expect(await client.call(updateProvider, { params, body: { clientSecret: null } })).toMatchObject({
    hasSecret: false,
  });
  await client.call(deleteProvider, { params });
  expect((await client.call(listProviders, {})).providers).toEqual([]);
});

test("Microsoft Entra ID is added by its tenant, and knows its issuer, Graph and what to ask for", async () => {
  const { weft, ownerBrowser } = await makeSignInWeft();
  await using _ = weft;
  const body = { name: "Entra", entraTenant: tenant, clientId: "weft" };
  expect(await ownerBrowser.client.call(createProvider, { body })).toMatchObject({
    kind: "entra",
    issuer: `https://login.microsoftonline.com/${tenant}/v2.0`,
    graphUrl: "https://graph.microsoft.com",
    scopes: ["openid", "profile", "email", "User.Read"],
  });
});

test("faults are named: two issuers at once, one that is taken, a workspace that is none, an owner by group", async () => {
  const { weft, owner, ownerBrowser } = await makeSignInWeft();
  await using _ = weft;
  const issuer = "https://login.example.org";
  const { workspaceId } = owner;
  await expect(addProvider(ownerBrowser, issuer, { entraTenant: tenant })).rejects.toMatchObject({
    code: "request.invalid",
  });
  const id = await addProvider(ownerBrowser, issuer);
  await expect(addProvider(ownerBrowser, issuer)).rejects.toMatchObject({ issues: [{ path: "issuer" }] });
  const none = { group: "g", workspaceId: "wsp00000000000000", role: "viewer" as const };
  await expect(addProvider(ownerBrowser, `${issuer}/2`, { groupRoles: [none] })).rejects.toMatchObject({
    issues: [{ path: "groupRoles.0.workspaceId" }],
  });
  const mighty = { group: "g", workspaceId, role: "owner" as never };
  await expect(addProvider(ownerBrowser, `${issuer}/2`, { groupRoles: [mighty] })).rejects.toMatchObject({
    code: "request.invalid",
  });
  // Else the secret could be read by sending it to an issuer of one's own.
  const moved = { params: { providerId: id }, body: { issuer: `${issuer}/2` } };
  await expect(ownerBrowser.client.call(updateProvider, moved)).rejects.toMatchObject({
    issues: [{ path: "clientSecret" }],
  });
});

test("the test of a provider says what works and what does not: description, keys, client", async () => {
  const { weft, ownerBrowser } = await makeSignInWeft();
  await using _ = weft;
  const { client } = ownerBrowser;
  await using provider = await openProvider({});
  const providerId = await addProvider(ownerBrowser, provider.url, { clientSecret: secret });
  const works = (check: string, isWorking: boolean) => ({ check, works: isWorking, text: expect.any(String) });
  expect(await client.call(testProvider, { params: { providerId } })).toEqual({
    works: true,
    checks: [works("description", true), works("keys", true), works("client", true)],
  });
  await client.call(updateProvider, { params: { providerId }, body: { clientSecret: "another" } });
  expect(await client.call(testProvider, { params: { providerId } })).toMatchObject({
    works: false,
    checks: [works("description", true), works("keys", true), works("client", false)],
  });
  await using mistaken = await openIssuer();
  mistaken.description.issuer = "https://login.example.org";
  const other = await addProvider(ownerBrowser, mistaken.url);
  expect(await client.call(testProvider, { params: { providerId: other } })).toEqual({
    works: false,
    checks: [{ check: "description", works: false, text: expect.stringContaining("https://login.example.org") }],
  });
});

test("a provider of the environment is listed and works, also inside the network, and is changed there alone", async () => {
  await using provider = await openProvider({ ada: { email: "ada@example.org", email_verified: true, name: "Ada" } });
  const { weft, ownerBrowser } = await makeSignInWeft({
    WEFT_PRIVATE_URLS: "",
    WEFT_OIDC_ISSUER: provider.url,
    WEFT_OIDC_CLIENT_ID: "weft",
    WEFT_OIDC_CLIENT_SECRET: secret,
    WEFT_OIDC_NAME: "University",
    WEFT_OIDC_SIGN_UP: "yes",
  });
  await using _ = weft;
  const browser = makeBrowser(weft);
  expect(await browser.client.call(listSignIns, {})).toEqual({
    providers: [{ id: "environment", name: "University" }],
  });
  await signInAs(browser, "environment", "ada");
  const { providers } = await ownerBrowser.client.call(listProviders, {});
  expect(providers).toMatchObject([{ isFromEnvironment: true, hasSecret: true }]);
  const params = { providerId: "environment" };
  await expect(ownerBrowser.client.call(deleteProvider, { params })).rejects.toMatchObject({ code: "auth.forbidden" });
});

test("a secret whose key is gone is said to be so, and no other is sent in its place", async () => {
  const { weft, ownerBrowser } = await makeSignInWeft();
  await using _ = weft;
  await using issuer = await openIssuer();
  const id = await addProvider(ownerBrowser, issuer.url);
  await weft.weft.db.people.updateTable("sign_in_providers").set({ client_secret: "v1.lostlost.AAAA" }).execute();
  await begin(makeBrowser(weft), id);
  expect(await ownerBrowser.client.call(testProvider, { params: { providerId: id } })).toMatchObject({
    works: false,
    checks: [
      { works: true },
      { works: true },
      { works: false, text: expect.stringContaining("WEFT_SECRETS_KEYS_BEFORE") },
    ],
  });
  expect(issuer.asked.filter(({ path }) => path === "/token")).toEqual([]);
});
