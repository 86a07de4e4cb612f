import { listAudit } from "@weft/api/audit";
import { createClient } from "@weft/api/client";
import { listNotices } from "@weft/api/notices";
import { createProvider } from "@weft/api/providers";
import {
  createSecret,
  createWorkspaceSecret,
  deleteSecret,
  listSecrets,
  listWorkspaceSecrets,
  rotateSecrets,
  updateSecret,
  updateWorkspaceSecret,
} from "@weft/api/secrets";
import { pino } from "pino";
import { expect, test } from "vitest";
import { buildApp } from "../../app.ts";
import { readConfig } from "../../config.ts";
import type { TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import type { Weft } from "../../weft.ts";
import { makeSession } from "../people/people.make.ts";
import { tellExpiringSecrets } from "./secrets.jobs.ts";
import { takeSecret } from "./secrets.named.ts";

const first = "the first key of thirty-two characters and more";
const second = "the second key of thirty-two characters and more";
const value = "hunter2-d9f1c7a4";

async function signIn(test: TestWeft, url = test.url) {
  const { people } = test.weft.db;
  const known = await people.selectFrom("people").select("id").where("is_instance_owner", "=", true).executeTakeFirst();
  const personId = known?.id ?? (await makePerson(test, { isInstanceOwner: true })).personId;
  return createClient({ url, headers: await makeSession(test, personId) });
}

/** The same instance as another process of it has it, with other keys. */
async function withKeys(test: TestWeft, keys: Record<string, string>) {
  const config = { ...readConfig(keys), secret: test.weft.config.secret };
  const weft: Weft = { ...test.weft, config };
  const app = await buildApp(weft);
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return { weft, url, [Symbol.asyncDispose]: () => app.close() };
}

test("what a secret says stands in no answer, no log, no audit entry and no column but its sealed one", async () => {
  await using weft = await makeTestWeft();
  const logged: string[] = [];
  weft.weft.log = pino({ level: "trace" }, { write: (line: string) => void logged.push(line) });
  const app = await buildApp(weft.weft);
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const client = await signIn(weft, url);
  const answers: unknown[] = [];
  const made = await client.call(createSecret, { body: { name: "Station", value } });
  answers.push(made, await client.call(updateSecret, { params: { secretId: made.id }, body: { value: `${value}-2` } }));
  answers.push(await client.call(createSecret, { body: { name: "STATION", value } }).catch(String));
  const tooLong = { body: { name: "Long", value: value.repeat(2000) } };
  answers.push(await client.call(createSecret, tooLong).catch((error) => [String(error), error.issues]));
  answers.push(await client.call(listSecrets, {}), await client.call(rotateSecrets, {}));
  answers.push(await client.call(listAudit, { query: { limit: 1000 } }));
  await client.call(deleteSecret, { params: { secretId: made.id } });
  const kept = await client.call(createSecret, { body: { name: "Station", value } });
  await app.close();

  expect(logged.length).toBeGreaterThan(5);
  expect(logged.join("")).not.toContain(value);
  expect(JSON.stringify(answers)).not.toContain(value);
  const { peoplePool } = weft.weft.db;
  const { rows: tables } = await peoplePool.query(
    "select table_schema || '.' || quote_ident(table_name) as name from information_schema.tables where table_schema in ('weft', 'graphile_worker') and table_type = 'BASE TABLE'",
  );
  expect(tables.length).toBeGreaterThan(30);
  for (const { name } of tables) {
    const { rows } = await peoplePool.query(`select from ${name} t where strpos(t::text, $1) > 0`, [value]);
    expect([name, rows.length]).toEqual([name, 0]);
  }
  expect(await takeSecret(weft.weft, kept.id)).toBe(value);
});

test("names are given once, whatever their letters; changes and the last use are told, in the audit trail too", async () => {
  await using weft = await makeTestWeft();
  const client = await signIn(weft);
  const expiresAt = "2027-06-30T00:00:00.000Z";
  const { id } = await client.call(createSecret, { body: { name: "Station", value, expiresAt } });
  await expect(client.call(createSecret, { body: { name: "station", value } })).rejects.toMatchObject({
    code: "secret.name_taken",
  });
  const { secrets } = await client.call(listSecrets, {});
  expect(secrets).toMatchObject([{ id, name: "Station", expiresAt, usedAt: null, isReadable: true }]);
  await takeSecret(weft.weft, id);
  await client.call(updateSecret, { params: { secretId: id }, body: { name: "Buoy", expiresAt: null } });
  const now = (await client.call(listSecrets, {})).secrets[0];
  expect(now).toMatchObject({ name: "Buoy", expiresAt: null, usedAt: expect.any(String) });
  expect(await takeSecret(weft.weft, id)).toBe(value);
  await client.call(updateSecret, { params: { secretId: id }, body: { value: "another" } });
  expect(await takeSecret(weft.weft, id)).toBe("another");
  await client.call(deleteSecret, { params: { secretId: id } });
  expect(await takeSecret(weft.weft, id)).toBeNull();
  const { entries } = await client.call(listAudit, { query: { thing: id } });
  expect(entries.map(({ action, before, after }) => [action, before, after])).toEqual([
    ["secret.deleted", { name: "Buoy", expiresAt: null }, null],
    ["secret.changed", { name: "Buoy", expiresAt: null }, { name: "Buoy", expiresAt: null, hasNewValue: true }],
    ["secret.changed", { name: "Station", expiresAt }, { name: "Buoy", expiresAt: null, hasNewValue: false }],
    ["secret.created", null, { name: "Station", expiresAt }],
  ]);
});

test("secrets of a workspace are its own: no other workspace, nor the instance's list, has them", async () => {
  await using weft = await makeTestWeft();
  const [ada, bob] = [await makePerson(weft), await makePerson(weft)];
  const of = async (person: typeof ada) =>
    createClient({ url: weft.url, headers: await makeSession(weft, person.personId) });
  const [adas, bobs] = [await of(ada), await of(bob)];
  const { id } = await adas.call(createWorkspaceSecret, {
    params: { workspaceId: ada.workspaceId },
    body: { name: "Station", value },
  });
  await bobs.call(createWorkspaceSecret, {
    params: { workspaceId: bob.workspaceId },
    body: { name: "Station", value },
  });
  const params = { workspaceId: bob.workspaceId };
  expect((await bobs.call(listWorkspaceSecrets, { params })).secrets.map((secret) => secret.id)).not.toContain(id);
  await expect(
    bobs.call(updateWorkspaceSecret, { params: { ...params, secretId: id }, body: { value: "x" } }),
  ).rejects.toMatchObject({ code: "secret.not_found" });
  expect(await takeSecret(weft.weft, id)).toBeNull();
  const owner = await signIn(weft);
  expect((await owner.call(listSecrets, {})).secrets).toEqual([]);
});

test("with a new key all that is kept is encrypted anew, read again, and then needs the earlier key no more", async () => {
  await using weft = await makeTestWeft({ WEFT_SECRETS_KEY: first });
  const client = await signIn(weft);
  const made = await client.call(createSecret, { body: { name: "Station", value } });
  const issuer = "https://nowhere.invalid";
  await client.call(createProvider, { body: { name: "P", issuer, clientId: "weft", clientSecret: value } });
  expect((await client.call(listSecrets, {})).keys).toEqual({ isOwn: true, present: 2, earlier: 0, missing: 0 });

  await using both = await withKeys(weft, { WEFT_SECRETS_KEY: second, WEFT_SECRETS_KEYS_BEFORE: first });
  const owner = await signIn(weft, both.url);
  expect((await owner.call(listSecrets, {})).keys).toMatchObject({ present: 0, earlier: 2, missing: 0 });
  expect(await owner.call(rotateSecrets, {})).toMatchObject({
    sealedAnew: 2,
    keys: { present: 2, earlier: 0, missing: 0 },
  });
  expect(await owner.call(rotateSecrets, {})).toMatchObject({ sealedAnew: 0 });

  await using later = await withKeys(weft, { WEFT_SECRETS_KEY: second });
  expect(await takeSecret(later.weft, made.id)).toBe(value);
  expect(await takeSecret(weft.weft, made.id)).toBeNull();
});

test("without the key that encrypted it a secret is said to be unreadable before anything needs it, and is left as it is", async () => {
  await using weft = await makeTestWeft({ WEFT_SECRETS_KEY: first });
  const { id } = await (await signIn(weft)).call(createSecret, { body: { name: "Station", value } });
  await using other = await withKeys(weft, { WEFT_SECRETS_KEY: second });
  const owner = await signIn(weft, other.url);
  const { secrets, keys } = await owner.call(listSecrets, {});
  expect([secrets[0]?.isReadable, keys.missing]).toEqual([false, 1]);
  expect(await owner.call(rotateSecrets, {})).toMatchObject({ sealedAnew: 0, keys: { missing: 1 } });
  expect(await takeSecret(weft.weft, id)).toBe(value);
});

test("whoever keeps a secret is told two weeks before it ends, once for each end", async () => {
  await using weft = await makeTestWeft();
  const owner = await signIn(weft);
  const ada = await makePerson(weft);
  const adas = createClient({ url: weft.url, headers: await makeSession(weft, ada.personId) });
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const { id } = await owner.call(createSecret, { body: { name: "Station", value, expiresAt: inDays(13) } });
  await owner.call(createSecret, { body: { name: "Later", value, expiresAt: inDays(15) } });
  await owner.call(createSecret, { body: { name: "Never", value } });
  const params = { workspaceId: ada.workspaceId };
  await adas.call(createWorkspaceSecret, { params, body: { name: "Buoy", value, expiresAt: inDays(1) } });
  const titlesOf = async (client: typeof owner) =>
    (await client.call(listNotices, { query: {} })).notices.map(({ title }) => title.replace(/\d.*/, "…"));
  for (let time = 0; time < 2; time++) {
    await tellExpiringSecrets(weft.weft);
    expect(await titlesOf(owner)).toEqual(["The secret Station ends on …"]);
    expect(await titlesOf(adas)).toEqual(["The secret Buoy ends on …"]);
  }
  await owner.call(updateSecret, { params: { secretId: id }, body: { expiresAt: inDays(12) } });
  await tellExpiringSecrets(weft.weft);
  expect(await titlesOf(owner)).toHaveLength(2);
});
