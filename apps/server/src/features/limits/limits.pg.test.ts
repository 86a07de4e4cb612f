import { listAudit } from "@weft/api/audit";
import { createClient } from "@weft/api/client";
import { getSession, signIn } from "@weft/api/people";
import { listLimits, updateLimits } from "@weft/api/limits";
import { listWorkspaces } from "@weft/api/workspaces";
import { expect, test } from "vitest";
import { buildApp } from "../../app.ts";
import { openDatabases } from "../../database/databases.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeSession } from "../people/people.make.ts";
import { sendTus, tusMetadata } from "../uploads/uploads.make.ts";

const most = 200;

test("past the limit calls are refused with the time to wait, however many processes answer them, and others go on", async () => {
  await using weft = await makeTestWeft({ WEFT_CALLS_PER_MINUTE: String(most) });
  await using db = openDatabases(weft.weft.db.url, 5, 60);
  const other = await buildApp({ ...weft.weft, db });
  const urls = [weft.url, await other.listen({ port: 0, host: "127.0.0.1" })];
  try {
    const ada = await makePerson(weft);
    const answers = await Promise.all(
      Array.from({ length: most + 40 }, (_, index) =>
        fetch(`${urls[index % 2]}/api/v1/workspaces`, { headers: { authorization: `Bearer ${ada.token}` } }),
      ),
    );
    const passed = answers.filter((answer) => answer.status === 200);
    const refused = answers.filter((answer) => answer.status === 429);
    expect(passed.length + refused.length).toBe(most + 40);
    // The minute may turn over in mid-test, then up to two minutes' calls pass; otherwise exactly one's.
    expect([most, most + 40]).toContain(passed.length);
    const last = refused.at(-1) ?? passed.at(-1);
    expect(last?.headers.get("ratelimit-limit")).toBe(String(most));
    expect(Number(last?.headers.get("ratelimit-reset"))).toBeLessThanOrEqual(60);
    for (const answer of refused) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    const bob = await makePerson(weft);
    await expect(bob.client.call(listWorkspaces, {})).resolves.toBeDefined();
    const { rows } = await db.peoplePool.query("select sum(calls) as calls from weft.call_counts");
    expect(rows[0].calls).toBeGreaterThanOrEqual(most);
  } finally {
    await other.close();
  }
});

test("the remaining calls go down by one with each, and the database is asked once a block", async () => {
  await using weft = await makeTestWeft({ WEFT_CALLS_PER_MINUTE: "5000" });
  const ada = await makePerson(weft);
  const remaining: number[] = [];
  const client = createClient({
    url: weft.url,
    token: ada.token,
    async fetch(input, init) {
      const response = await fetch(input, init);
      remaining.push(Number(response.headers.get("ratelimit-remaining")));
      return response;
    },
  });
  for (let count = 0; count < 20; count++) await client.call(getSession, {});
  const steps = remaining.slice(1).map((left, index) => (remaining[index] as number) - left);
  // One step may be the turn of a minute.
  expect(steps.filter((step) => step !== 1).length).toBeLessThanOrEqual(1);
  const counts = await weft.weft.db.people.selectFrom("call_counts").select("calls").execute();
  expect(counts.every((count) => count.calls === 100)).toBe(true);
});

test("parts of an upload are counted apart from other calls, against ten times as many, and each answer says so", async () => {
  await using weft = await makeTestWeft({ WEFT_CALLS_PER_MINUTE: "5" });
  const ada = await makePerson(weft);
  const metadata = tusMetadata({ filename: "x.csv", workspaceId: ada.workspaceId });
  const begun = await sendTus(weft.url, ada.token, {
    method: "POST",
    headers: { "upload-length": "100", "upload-metadata": metadata },
  });
  expect(begun).toMatchObject({ status: 201, headers: { "ratelimit-limit": "50", "ratelimit-remaining": "49" } });
  const id = begun?.headers.location?.split("/").at(-1);
  const send = (offset: number) =>
    sendTus(weft.url, ada.token, {
      method: "PATCH",
      id,
      headers: { "upload-offset": String(offset) },
      body: Buffer.from("x"),
    });
  const answers = [];
  for (let offset = 0; offset < 100 && answers.at(-1)?.status !== 429; offset++) answers.push(await send(offset));
  const refused = answers.at(-1);
  expect(refused).toMatchObject({ status: 429, headers: { "ratelimit-limit": "50", "ratelimit-remaining": "0" } });
  expect(Number(refused?.headers["retry-after"])).toBeGreaterThan(0);
  expect(JSON.parse(refused?.body ?? "{}")).toMatchObject({ code: "limit.reached" });
  // The minute may turn over in mid-test; then some more pass.
  expect(answers.length).toBeGreaterThanOrEqual(50);
  expect(answers.slice(0, -1).every((answer) => answer?.status === 204)).toBe(true);
  await expect(ada.client.call(listWorkspaces, {})).resolves.toBeDefined();
});

test("answers say the policy and what is left of it, as the draft of the standard has it, for each kind of caller", async () => {
  await using weft = await makeTestWeft({ WEFT_CALLS_PER_MINUTE: "300" });
  const ada = await makePerson(weft);
  const said = async (headers: Record<string, string>) => {
    const answer = await fetch(`${weft.url}/api/v1/session`, { headers });
    return [answer.headers.get("ratelimit-policy"), answer.headers.get("ratelimit")];
  };
  const callers = {
    token: { authorization: `Bearer ${ada.token}` },
    person: { ...(await makeSession(weft, ada.personId)) },
    address: {},
  };
  for (const [name, headers] of Object.entries(callers))
    expect(await said(headers)).toEqual([
      `"${name}";q=300;w=60`,
      expect.stringMatching(new RegExp(`^"${name}";r=299;t=([1-9]|[1-5]\\d|60)$`)),
    ]);
});

test("the owner changes limits while Weft runs: they hold in every process, for those who were refused too", async () => {
  await using weft = await makeTestWeft({ WEFT_CALLS_PER_MINUTE: "500" });
  await using db = openDatabases(weft.weft.db.url, 5, 60);
  const other = await buildApp({ ...weft.weft, db });
  const otherUrl = await other.listen({ port: 0, host: "127.0.0.1" });
  try {
    const owner = await makePerson(weft, { isInstanceOwner: true });
    const browser = createClient({ url: weft.url, headers: await makeSession(weft, owner.personId) });
    const ada = await makePerson(weft);
    const call = async (url: string) =>
      (await fetch(`${url}/api/v1/workspaces`, { headers: { authorization: `Bearer ${ada.token}` } })).status;
    expect(await call(otherUrl)).toBe(200);
    const { limits } = await browser.call(updateLimits, { body: { token: 3 } });
    expect(limits.find(({ name }) => name === "token")).toMatchObject({ most: 3, byDefault: 500, windowSeconds: 60 });
    await expect
      .poll(async () => [await call(weft.url), await call(otherUrl)], { timeout: 20_000 })
      .toEqual([429, 429]);
    await browser.call(updateLimits, { body: { token: null } });
    await expect
      .poll(async () => [await call(weft.url), await call(otherUrl)], { timeout: 20_000 })
      .toEqual([200, 200]);
    const now = await browser.call(listLimits, {});
    expect(now.limits.map(({ most, byDefault }) => most === byDefault)).not.toContain(false);
  } finally {
    await other.close();
  }
});

test("the owner says how many tries to sign in there are; each change stands in the audit trail", async () => {
  await using weft = await makeTestWeft();
  const owner = await makePerson(weft, { isInstanceOwner: true });
  const browser = createClient({ url: weft.url, headers: await makeSession(weft, owner.personId) });
  await browser.call(updateLimits, { body: { signIn: 2 } });
  const visitor = createClient({ url: weft.url });
  const codes: unknown[] = [];
  for (let count = 0; count < 3; count++)
    await visitor
      .call(signIn, { body: { email: "ada@example.org", password: "wrong wrong wrong" } })
      .catch(({ code }) => codes.push(code));
  expect(codes).toEqual(["auth.wrong_credentials", "auth.wrong_credentials", "limit.reached"]);
  await browser.call(updateLimits, { body: { signIn: null, token: 600 } });
  const { entries } = await browser.call(listAudit, { query: { action: "setting.changed" } });
  expect(entries).toMatchObject([
    { thing: { kind: "setting", id: "limits" }, before: { signIn: 2 }, after: { signIn: null, token: 600 } },
    { before: {}, after: { signIn: 2 } },
  ]);
});

test("who does not own the instance can neither see nor set its limits, and tries to sign in always have one", async () => {
  await using weft = await makeTestWeft();
  const owner = await makePerson(weft, { isInstanceOwner: true });
  const ada = await makePerson(weft);
  const of = async ({ personId }: { personId: string }) =>
    createClient({ url: weft.url, headers: await makeSession(weft, personId) });
  await expect((await of(ada)).call(listLimits, {})).rejects.toMatchObject({ code: "auth.forbidden" });
  await expect((await of(ada)).call(updateLimits, { body: { person: 0 } })).rejects.toMatchObject({
    code: "auth.forbidden",
  });
  await expect(owner.client.call(updateLimits, { body: { person: 0 } })).rejects.toMatchObject({
    code: "auth.forbidden",
  });
  await expect((await of(owner)).call(updateLimits, { body: { signIn: 0 } })).rejects.toMatchObject({
    issues: [{ path: "signIn" }],
  });
  expect(await weft.weft.db.people.selectFrom("limits").selectAll().execute()).toEqual([]);
});

test("without a limit nothing is counted", async () => {
  await using weft = await makeTestWeft();
  const ada = await makePerson(weft);
  await ada.client.call(listWorkspaces, {});
  expect(await weft.weft.db.people.selectFrom("call_counts").selectAll().execute()).toEqual([]);
});
