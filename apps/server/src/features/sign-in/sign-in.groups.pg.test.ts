import { getSession } from "@weft/api/people";
import { finishSignIn } from "@weft/api/sign-in";
import type { JWTPayload } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePerson } from "../../testing/weft.ts";
import { openIssuer } from "./sign-in.issuers.make.ts";
import { addProvider, begin, makeBrowser, makeSignInWeft } from "./sign-in.make.ts";

let world: Awaited<ReturnType<typeof makeSignInWeft>>;
beforeAll(async () => {
  world = await makeSignInWeft();
});
afterAll(() => world.weft[Symbol.asyncDispose]());

const graphPath = "/v1.0/me/getMemberObjects";

/** A provider as Entra ID is, whose Graph is on the same machine, and a way in for somebody with these claims. */
async function openTenant(more: { groupsClaim?: string; graph?: boolean } = {}) {
  const issuer = await openIssuer();
  const { workspaceId } = await makePerson(world.weft);
  const id = await addProvider(world.ownerBrowser, issuer.url, {
    allowsSignUp: true,
    groupsClaim: more.groupsClaim,
    graphUrl: more.graph === false ? null : issuer.url,
    groupRoles: [{ group: "0b8c-birds", workspaceId, role: "editor" }],
  });
  async function signIn(claims: JWTPayload) {
    const browser = makeBrowser(world.weft);
    const { state, nonce } = await begin(browser, id);
    issuer.next.idToken = await issuer.sign(
      issuer.claims(nonce, { email: `${issuer.url.slice(-5)}@example.org`, ...claims }),
    );
    await browser.client.call(finishSignIn, { body: { state, code: "code" } });
    const { workspaces } = await browser.client.call(getSession, {});
    return workspaces.find((workspace) => workspace.id === workspaceId)?.role ?? null;
  }
  return { issuer, signIn, [Symbol.asyncDispose]: issuer[Symbol.asyncDispose] };
}

const overages: [string, JWTPayload][] = [
  [
    "_claim_names",
    {
      _claim_names: { groups: "src1" },
      _claim_sources: { src1: { endpoint: "https://graph.windows.net/tenant/users/ada/getMemberObjects" } },
    },
  ],
  ["hasgroups", { hasgroups: "true" }],
];

test.each(overages)(
  "whose groups are too many for the token (%s) has them from Microsoft Graph",
  async (_name, claims) => {
    await using tenant = await openTenant();
    const { issuer, signIn } = tenant;
    issuer.answers[graphPath] = () => ({ value: { value: ["0b8c-birds", "77aa-others"] } });
    expect(await signIn(claims)).toBe("editor");
    expect(issuer.asked.find(({ path }) => path === graphPath)).toMatchObject({
      authorization: "Bearer access",
      body: '{"securityEnabledOnly":false}',
    });
    issuer.answers[graphPath] = () => ({ value: { value: ["77aa-others"] } });
    expect(await signIn(claims)).toBeNull();
  },
);

test("when Graph does not say somebody's groups, they do not come in with those they had", async () => {
  await using tenant = await openTenant();
  const { issuer, signIn } = tenant;
  issuer.answers[graphPath] = () => ({ status: 403, value: { error: { code: "Authorization_RequestDenied" } } });
  await expect(signIn({ hasgroups: true })).rejects.toMatchObject({ code: "sign_in.failed" });
  await using without = await openTenant({ graph: false });
  await expect(without.signIn({ hasgroups: true })).rejects.toMatchObject({ code: "sign_in.failed" });
});

test("groups in the token are taken as they are, also from inside another claim, and Graph is not asked", async () => {
  await using tenant = await openTenant();
  expect(await tenant.signIn({ groups: ["0b8c-birds"] })).toBe("editor");
  expect(await tenant.signIn({ groups: "0b8c-birds" })).toBe("editor");
  expect(await tenant.signIn({ groups: [{ name: "0b8c-birds" }] })).toBeNull();
  expect(await tenant.signIn({})).toBeNull();
  expect(tenant.issuer.asked.filter(({ path }) => path === graphPath)).toEqual([]);
  await using nested = await openTenant({ groupsClaim: "realm_access.roles" });
  expect(await nested.signIn({ realm_access: { roles: ["0b8c-birds"] } })).toBe("editor");
});
