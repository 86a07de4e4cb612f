import { createClient } from "@weft/api/client";
import { getHealth, getPulse, getStorage } from "@weft/api/instance";
import { listSettings } from "@weft/api/instance-settings";
import { listInstanceMembers, listInstanceWorkspaces } from "@weft/api/instance-workspaces";
import { expect, test } from "vitest";
import { register } from "../../jobs/registration.ts";
import { noteAnswer, readPulse, takeBeat } from "../../metrics/pulse.ts";
import { startSmtp } from "../../testing/smtp.ts";
import type { TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { runImport } from "../imports/imports.make.ts";
import { makeSession } from "../people/people.make.ts";

async function makeOwner(weft: TestWeft) {
  const person = await makePerson(weft, { isInstanceOwner: true });
  const headers = await makeSession(weft, person.personId);
  return { ...person, browser: createClient({ url: weft.url, headers }) };
}

const partsOf = async (owner: Awaited<ReturnType<typeof makeOwner>>) =>
  Object.fromEntries((await owner.browser.call(getHealth, {})).parts.map((part) => [part.name, part]));

test("health names what is away, with what does not work without it, and is good again once it is back", async () => {
  await using smtp = await startSmtp();
  await using weft = await makeTestWeft({ WEFT_SMTP_URL: smtp.url });
  const owner = await makeOwner(weft);
  const before = await partsOf(owner);
  expect(before.workers).toMatchObject({ state: "fault", without: expect.stringContaining("No import is read") });
  // A busy machine may be slow to answer.
  expect(before.database?.state).not.toBe("fault");
  for (const name of ["connections", "migrations", "clock", "queue", "mail", "files"])
    expect([name, before[name]?.state, before[name]?.said]).toEqual([name, "good", expect.any(String)]);
  expect(before.web?.state).toBe("off");
  const worker = await register(weft.weft, ["worker", "exporter"]);
  const rest = weft.weft.objects.check;
  weft.weft.objects.check = () => Promise.reject(new Error("no such bucket"));
  await weft.weft.db.peoplePool.query("delete from weft.migrations where name = '0041-workers-told'");
  await weft.weft.db.peoplePool.query("select weft.add_job('trash.empty', '{}')");
  await weft.weft.db.peoplePool.query("update graphile_worker._private_jobs set run_at = now() - interval '5 minutes'");
  const after = await partsOf(owner);
  expect(after.workers).toMatchObject({ state: "good", said: "At work: 1." });
  expect(after.files).toMatchObject({ state: "fault", said: "It does not work: no such bucket" });
  expect(after.migrations).toMatchObject({ state: "fault", said: expect.stringContaining("1 migrations are missing") });
  expect(after.queue).toMatchObject({ state: "warning", said: "A job has waited for 5 min." });
  weft.weft.objects.check = rest;
  expect((await partsOf(owner)).files?.state).toBe("good");
  await worker.remove();
});

test("a mail server that is away is a fault, told without its password", async () => {
  await using weft = await makeTestWeft({ WEFT_SMTP_URL: "smtp://weft:hunter2hunter2@127.0.0.1:9" });
  const owner = await makeOwner(weft);
  const parts = await partsOf(owner);
  expect(parts.mail?.state).toBe("fault");
  const { settings } = await owner.browser.call(listSettings, {});
  expect(JSON.stringify([parts, settings])).not.toContain("hunter2");
});

test("every setting is told with its sentence and where it is from, and no secret among them", async () => {
  const secrets = {
    WEFT_SECRET: "a-signing-secret-of-forty-characters-0001",
    WEFT_SECRETS_KEY: "a-sealing-secret-of-forty-characters-0002",
    WEFT_SECRETS_KEYS_BEFORE: "an-older-key-of-forty-characters-00000003",
    WEFT_OIDC_ISSUER: "https://login.example.org",
    WEFT_OIDC_CLIENT_ID: "weft",
    WEFT_OIDC_CLIENT_SECRET: "a-client-secret-0004",
  };
  await using weft = await makeTestWeft({ ...secrets, WEFT_TRASH_DAYS: "12" });
  const owner = await makeOwner(weft);
  const { settings } = await owner.browser.call(listSettings, {});
  const byEnv = Object.fromEntries(settings.map((setting) => [setting.env, setting]));
  for (const env of Object.keys(secrets).filter((name) => !/ISSUER|CLIENT_ID/.test(name))) {
    expect(byEnv[env]).toMatchObject({ isSecret: true, value: "••••••" });
    expect(JSON.stringify(settings)).not.toContain(secrets[env as keyof typeof secrets]);
  }
  expect(byEnv.WEFT_TRASH_DAYS).toMatchObject({ value: "12", from: "start", isSecret: false });
  expect(byEnv.WEFT_EXPORT_HOURS).toMatchObject({ value: "72", from: "default" });
  expect(byEnv.WEFT_PASSWORD_LENGTH_MIN).toMatchObject({ value: "12", isSecret: false });
  expect(byEnv.WEFT_OIDC_ISSUER).toMatchObject({ value: "https://login.example.org", liveAt: "providers" });
  for (const { doc } of settings) expect(doc.length).toBeGreaterThan(10);
});

test("the pulse keeps what happened, and tells what is newer than what one has", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  const own = { sockets: () => 3, memoryBytes: () => 1000 };
  const start = Date.now() - 60_000;
  await takeBeat(weft.weft, own, start);
  await owner.browser.call(getPulse, { query: {} });
  await weft.weft.db.peoplePool.query("select weft.add_job('trash.empty', '{}')");
  await takeBeat(weft.weft, own, start + 5000);
  const { beats } = await owner.browser.call(getPulse, { query: {} });
  expect(beats).toHaveLength(2);
  expect(beats[1]).toMatchObject({ sockets: 3, memoryBytes: 1000, jobsWaiting: 1, errors: 0 });
  expect(beats[1]?.requestsPerSecond).toBeGreaterThan(0);
  expect(beats[1]?.p95Ms).toBeGreaterThan(0);
  const fresh = await owner.browser.call(getPulse, { query: { since: beats[0]?.at as string } });
  expect(fresh.beats).toEqual([beats[1]]);
});

test("the pulse is that of all processes together, and outlives them within the hour", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  // Processes of their own on the same database, as far as the pulse knows.
  const [one, other, restarted] = [{ ...weft.weft }, { ...weft.weft }, { ...weft.weft }];
  const own = { sockets: () => 2, memoryBytes: () => 3_000_000_000 };
  const start = Date.now() - (Date.now() % 5000) - 60_000;
  for (const process of [one, other]) await takeBeat(process, own, start);
  for (let count = 0; count < 30; count++) noteAnswer(one, count < 2 ? 500 : 200, 0.01);
  for (let count = 0; count < 20; count++) noteAnswer(other, count < 3 ? 500 : 429, 1);
  // They never wake at the same instant.
  await takeBeat(one, own, start + 5020);
  await takeBeat(other, own, start + 5900);
  await takeBeat(restarted, own, start + 20_000);
  const { beats } = await owner.browser.call(getPulse, { query: {} });
  expect(beats.map(({ processes }) => processes)).toEqual([2, 2, 0, 0, 1]);
  expect(beats[1]).toMatchObject({ errors: 5, refused: 17, sockets: 4, memoryBytes: 6_000_000_000 });
  expect(beats[1]?.requestsPerSecond).toBeCloseTo(30 / 5.02 + 20 / 5.9, 0);
  expect(Math.abs((beats[1]?.p95Ms as number) - 1000)).toBeLessThan(50);
  expect(beats[2]).toMatchObject({ requestsPerSecond: null, sockets: null, errors: null });
  const fresh = await owner.browser.call(getPulse, { query: { since: beats[1]?.at as string } });
  expect(fresh.beats).toEqual(beats.slice(2));
  // A step that others may not have written yet is not told; one of more than an hour ago is forgotten.
  const newest = start + 40_000;
  await takeBeat(one, own, start - 3_600_000);
  await takeBeat(one, own, newest);
  expect(await readPulse(other, undefined, newest + 1999)).toHaveLength(5);
  expect(await readPulse(other, undefined, newest + 2000)).toHaveLength(9);
  const { rows } = await weft.weft.db.peoplePool.query("select from weft.pulse where at < now() - interval '1 hour'");
  expect(rows).toEqual([]);
});

test("workspaces are told with owners, members and size, found by name; their members by role; the others see none", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  const boss = await makePerson(weft);
  const viewer = await makePerson(weft, { workspaceId: boss.workspaceId, role: "viewer" });
  await weft.weft.db.people
    .updateTable("workspaces")
    .set({ name: "Field station" })
    .where("id", "=", boss.workspaceId)
    .execute();
  await runImport(weft, boss, { source: { text: "a,b\n1,2\n3,4\n" } });
  const { workspaces } = await owner.browser.call(listInstanceWorkspaces, { query: { search: "STATION" } });
  expect(workspaces).toMatchObject([
    { id: boss.workspaceId, name: "Field station", owners: [expect.any(String)], members: 2, tables: 1, rows: 2 },
  ]);
  expect(workspaces[0]?.sizeBytes).toBeGreaterThan(8000);
  expect(Date.now() - Date.parse(workspaces[0]?.changedAt as string)).toBeLessThan(60_000);
  const params = { workspaceId: boss.workspaceId };
  const { members } = await owner.browser.call(listInstanceMembers, { params });
  expect(members).toMatchObject([
    { personId: boss.personId, role: "owner" },
    { personId: viewer.personId, role: "viewer" },
  ]);
  const other = createClient({ url: weft.url, headers: await makeSession(weft, boss.personId) });
  await expect(other.call(listInstanceMembers, { params })).rejects.toMatchObject({ code: "auth.forbidden" });
});

test("storage tells the database, its biggest tables by the names people gave them, what runs long, and the files", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  const { peoplePool } = weft.weft.db;
  const lines = Array.from({ length: 20_000 }, (_, at) => `${at},${"x".repeat(40)}`).join("\n");
  await runImport(weft, owner, { source: { text: `number,text\n${lines}\n` }, options: { tableName: "Big birds" } });
  const client = await peoplePool.connect();
  const running = client.query("select 'a cell of somebody', pg_sleep(20)").catch(() => {});
  try {
    await expect
      .poll(async () => (await owner.browser.call(getStorage, {})).database.slow.queries, { timeout: 10_000 })
      .toMatchObject([{ text: "select '…', pg_sleep(…)" }]);
  } finally {
    await peoplePool.query(
      "select pg_cancel_backend(pid) from pg_stat_activity where query like '%pg_sleep(20)%' and pid <> pg_backend_pid()",
    );
    await running;
    client.release();
  }
  const { database, files } = await owner.browser.call(getStorage, {});
  expect(database.sizeBytes).toBeGreaterThan(1_000_000);
  expect(database.connections.used).toBeGreaterThan(0);
  expect(database.tables).toContainEqual(expect.objectContaining({ name: "Big birds", base: "Test base" }));
  expect(database.tables[0]?.sizeBytes).toBeGreaterThanOrEqual(database.tables.at(-1)?.sizeBytes as number);
  expect(files).toMatchObject({ kind: "disk", uploads: { count: 1 }, exports: { count: 0 } });
  expect(files.disk?.totalBytes).toBeGreaterThan(files.disk?.freeBytes ?? Infinity);
});
