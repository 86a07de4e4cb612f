import { createBase } from "@weft/api/bases";
import { createClient } from "@weft/api/client";
import { listMembers, removeMember } from "@weft/api/members";
import { getSession } from "@weft/api/people";
import {
  createToken,
  createWorkspaceToken,
  deleteWorkspaceToken,
  listTokens,
  listWorkspaceTokens,
} from "@weft/api/tokens";
import { getUsage } from "@weft/api/usage";
import { listWorkspaces } from "@weft/api/workspaces";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { tellExpiringTokens } from "./tokens.jobs.ts";
import { signedIn, withToken } from "./tokens.make.ts";

let weft: TestWeft;
let owner: TestPerson;
beforeAll(async () => {
  weft = await makeTestWeft({ WEFT_TRUSTED_PROXIES: "127.0.0.1" });
  owner = await makePerson(weft);
});
afterAll(() => weft[Symbol.asyncDispose]());

const dayMs = 86_400_000;
const daysLeft = (at: string | null) => at && Math.round((Date.parse(at) - Date.now()) / dayMs);

test("a token ends after 90 days unless something else is said; never only when it is asked for", async () => {
  const client = await signedIn(weft, owner);
  const ends = async (expiresAt?: string | null) => {
    const { token } = await client.call(createToken, { body: { name: "t", scopes: ["read"], expiresAt } });
    return daysLeft(token.expiresAt);
  };
  expect(await ends()).toBe(90);
  expect(await ends(null)).toBeNull();
  expect(await ends(new Date(Date.now() + 7 * dayMs).toISOString())).toBe(7);
  await expect(ends("2020-01-01T00:00:00Z")).rejects.toMatchObject({ issues: [{ path: "expiresAt" }] });
});

test("a token works from its addresses alone, and who uses it from elsewhere stands in the trail", async () => {
  const { secret, tokenId } = await withToken(weft, owner, { addresses: ["192.0.2.0/24", "2001:db8::/32"] });
  const from = (address: string) =>
    createClient({ url: weft.url, token: secret, headers: { "x-forwarded-for": address } }).call(getSession, {});
  expect((await from("192.0.2.77")).me?.id).toBe(owner.personId);
  expect((await from("2001:db8:5::1")).me?.id).toBe(owner.personId);
  await expect(from("198.51.100.1")).rejects.toMatchObject({ code: "auth.forbidden" });
  const { rows } = await weft.weft.db.peoplePool.query(
    "select count(*) as told from weft.audit where action = 'access.refused' and thing_id = $1",
    [tokenId],
  );
  expect(rows).toEqual([{ told: 1 }]);
  const browser = await signedIn(weft, owner);
  const wrong = browser.call(createToken, {
    body: { name: "t", scopes: ["read"], addresses: ["here", "192.0.2.0/24"] },
  });
  await expect(wrong).rejects.toMatchObject({ code: "request.invalid", issues: [{ path: "addresses.0" }] });
  const token = (await browser.call(listTokens, {})).tokens.find(({ id }) => id === tokenId);
  expect(token).toMatchObject({ addresses: ["192.0.2.0/24", "2001:db8::/32"] });
  expect(token?.lastUsedFrom).toMatch(/^(192\.0\.2\.77|2001:db8:5::1)$/);
});

test("a token has a rate of its own, beside which others go on", async () => {
  const [slow, other] = [await withToken(weft, owner, { callsPerMinute: 3 }), await withToken(weft, owner)];
  const outcomes: unknown[] = [];
  for (let count = 0; count < 5; count++)
    outcomes.push(
      await slow.call(getSession, {}).then(
        () => "done",
        (error: { code: string }) => error.code,
      ),
    );
  // A minute may end in between: then the count begins anew.
  expect(outcomes.slice(0, 3)).toEqual(["done", "done", "done"]);
  expect(outcomes).toContain("limit.reached");
  await other.call(getSession, {});
});

test("a workspace's token has a role of its own and goes on when whoever made it leaves", async () => {
  const { workspaceId } = owner;
  const manager = await makePerson(weft, { workspaceId, role: "manager" });
  const browser = await signedIn(weft, manager);
  const params = { workspaceId };
  const body = { name: "Nightly", role: "builder" as const, scopes: ["build" as const] };
  const { token, secret } = await browser.call(createWorkspaceToken, { params, body });
  const [{ role, madeBy }] = (await browser.call(listWorkspaceTokens, { params })).tokens as [typeof token];
  expect({ role, madeBy }).toEqual({ role: "builder", madeBy: expect.stringMatching(/^Person/) });
  await owner.client.call(removeMember, { params: { workspaceId, personId: manager.personId } });
  const program = createClient({ url: weft.url, token: secret });
  const base = await program.call(createBase, { params, body: { name: "By night" } });
  expect((await program.call(listWorkspaces, {})).workspaces).toMatchObject([{ id: workspaceId, role: "builder" }]);
  const { rows } = await weft.weft.db.peoplePool.query(
    "select entry -> 'actor' ->> 'token' as token from weft.audit where action = 'base.created' and thing_id = $1",
    [base.id],
  );
  expect(rows).toEqual([{ token: token.id }]);
  const owners = await signedIn(weft, owner);
  await owners.call(deleteWorkspaceToken, { params: { workspaceId, tokenId: token.id } });
  await expect(program.call(listWorkspaces, {})).rejects.toMatchObject({ code: "auth.required" });
  expect((await owners.call(listWorkspaceTokens, { params })).tokens).toEqual([]);
});

test("the program behind a workspace's token is in no list of people and signs in no other way", async () => {
  const { workspaceId } = owner;
  const params = { workspaceId };
  const browser = await signedIn(weft, owner);
  const before = [
    (await browser.call(listMembers, { params })).members,
    (await browser.call(getUsage, { params })).members,
  ];
  const body = { name: "Nightly", role: "manager" as const, scopes: ["manage" as const] };
  await browser.call(createWorkspaceToken, { params, body });
  const after = [
    (await browser.call(listMembers, { params })).members,
    (await browser.call(getUsage, { params })).members,
  ];
  expect(after).toEqual(before);
  const { rows } = await weft.weft.db.peoplePool.query(
    "select a.id from weft.people p join weft.accounts a on a.person_id = p.id where p.is_program",
  );
  expect(rows).toEqual([]);
});

test("nobody gives a token more than they may: not its role, nor what is in another workspace", async () => {
  const { workspaceId } = owner;
  const params = { workspaceId };
  const scopes = ["read" as const];
  const editor = await signedIn(weft, await makePerson(weft, { workspaceId, role: "editor" }));
  const forbidden = { code: "auth.forbidden" };
  const wanted = { name: "t", role: "viewer" as const, scopes };
  await expect(editor.call(createWorkspaceToken, { params, body: wanted })).rejects.toMatchObject(forbidden);
  const other = await makePerson(weft);
  const both = await makePerson(weft);
  const rows = [workspaceId, other.workspaceId].map((id) => ({
    workspace_id: id,
    person_id: both.personId,
    role: "manager",
  }));
  await weft.weft.db.people.insertInto("members").values(rows).execute();
  const browser = await signedIn(weft, both);
  const asked = browser.call(createWorkspaceToken, { params, body: { ...wanted, things: [other.baseId] } });
  await expect(asked).rejects.toMatchObject({ code: "request.invalid", issues: [{ path: "things" }] });
  const stranger = await signedIn(weft, await makePerson(weft));
  const unknown = stranger.call(createToken, { body: { name: "t", scopes, things: [owner.baseId] } });
  await expect(unknown).rejects.toMatchObject({ code: "base.not_found" });
});

test("a week before a token ends its person is told once; of a workspace's, those who look after it", async () => {
  const person = await makePerson(weft);
  const { workspaceId } = person;
  const editor = await makePerson(weft, { workspaceId, role: "editor" });
  const browser = await signedIn(weft, person);
  const scopes = ["read" as const];
  await browser.call(createToken, { body: { name: "Mine", scopes } });
  await browser.call(createToken, { body: { name: "Forever", scopes, expiresAt: null } });
  const soon = new Date(Date.now() + 3 * dayMs).toISOString();
  await browser.call(createToken, { body: { name: "For three days", scopes, expiresAt: soon } });
  await browser.call(createWorkspaceToken, { params: { workspaceId }, body: { name: "Ours", role: "viewer", scopes } });
  const toldOf = async ({ personId }: TestPerson) => {
    await tellExpiringTokens(weft.weft);
    const { rows } = await weft.weft.db.peoplePool.query<{ data: { title: { values: unknown[] } } }>(
      "select data from weft.notices where person_id = $1 and kind = 'token_expiring' order by created_at, id",
      [personId],
    );
    return rows.map(({ data }) => JSON.stringify(data.title));
  };
  expect(await toldOf(person)).toEqual([]);
  await weft.weft.db.peoplePool.query(
    "update weft.tokens set created_at = now() - interval '84 days', expires_at = expires_at - interval '84 days' where name in ('Mine', 'Ours')",
  );
  const told = await toldOf(person);
  expect(told).toHaveLength(2);
  expect(told.join()).toMatch(/Mine.*Ours|Ours.*Mine/);
  expect(await toldOf(person)).toHaveLength(2);
  expect(await toldOf(editor)).toEqual([]);
});
