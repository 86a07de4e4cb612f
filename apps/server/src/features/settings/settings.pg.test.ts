import { listAudit } from "@weft/api/audit";
import { createClient } from "@weft/api/client";
import { listSettings, updateSettings } from "@weft/api/instance-settings";
import { testMail } from "@weft/api/mails";
import { sendVerification } from "@weft/api/password-links";
import { getSession, signUp } from "@weft/api/people";
import { createSecret, rotateSecrets } from "@weft/api/secrets";
import { expect, test } from "vitest";
import { readConfig } from "../../config.ts";
import { closeListener } from "../../live/listener.ts";
import { runJobs } from "../../testing/jobs.ts";
import { startSmtp } from "../../testing/smtp.ts";
import type { TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeSession } from "../people/people.make.ts";
import { sendTus, tusMetadata } from "../uploads/uploads.make.ts";
import { followSettings, readSettings } from "./settings.live.ts";

async function makeOwner(weft: TestWeft) {
  const person = await makePerson(weft, { isInstanceOwner: true });
  const browser = createClient({ url: weft.url, headers: await makeSession(weft, person.personId) });
  const set = (settings: Record<string, string | null>) => browser.call(updateSettings, { body: { settings } });
  const read = async (env: string) =>
    (await browser.call(listSettings, {})).settings.find((setting) => setting.env === env);
  return { ...person, browser, set, read };
}

/** Another process on the same database, as it starts: with settings of its own. */
async function startProcess(weft: TestWeft, environment: Record<string, string> = {}) {
  const config = readConfig({ WEFT_DATA: weft.weft.config.dataFolder, ...environment });
  const process = { ...weft.weft, config: { ...config, secret: weft.weft.config.secret } };
  await followSettings(process);
  return { process, [Symbol.asyncDispose]: () => closeListener(process) };
}

test("a setting that is set holds at once, in every process within a second, and after a start; set back, the default does", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  await using other = await startProcess(weft);
  await owner.set({ WEFT_TRASH_DAYS: "90", WEFT_SIGN_UP: "closed" });
  expect(weft.weft.config).toMatchObject({ trashDays: 90, signUp: "closed" });
  await expect.poll(() => other.process.config, { timeout: 1000 }).toMatchObject({ trashDays: 90, signUp: "closed" });
  await using later = await startProcess(weft);
  expect(later.process.config).toMatchObject({ trashDays: 90, signUp: "closed" });
  const { me } = await createClient({ url: weft.url })
    .call(signUp, { body: { name: "Bob", email: "bob@example.org", password: "correct horse battery" } })
    .catch(({ code }: { code: string }) => ({ me: code }));
  expect(me).toBe("auth.sign_up_closed");
  await owner.set({ WEFT_TRASH_DAYS: null });
  await expect.poll(() => other.process.config, { timeout: 1000 }).toMatchObject({ trashDays: 30, signUp: "closed" });
});

test("what the environment says holds before what is set, and is not set here", async () => {
  await using weft = await makeTestWeft({ WEFT_TRASH_DAYS: "12" });
  const owner = await makeOwner(weft);
  await expect(owner.set({ WEFT_TRASH_DAYS: "90" })).rejects.toMatchObject({
    code: "request.invalid",
    issues: [{ path: "WEFT_TRASH_DAYS", message: expect.stringContaining("The environment says it") }],
  });
  expect(await owner.read("WEFT_TRASH_DAYS")).toMatchObject({ value: "12", from: "start", edit: null });
  await owner.set({ WEFT_EXPORT_HOURS: "5" });
  await using other = await startProcess(weft, { WEFT_EXPORT_HOURS: "9" });
  expect(other.process.config.exportHours).toBe(9);
});

test("each setting tells its value, where it comes from, its bounds, and who set it", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  await owner.set({ WEFT_SIGN_UP_DOMAINS: "@Example.org, example.net" });
  expect(await owner.read("WEFT_SIGN_UP_DOMAINS")).toMatchObject({
    value: "example.org, example.net",
    byDefault: null,
    from: "here",
    edit: { as: "list" },
    set: { at: expect.any(String), by: expect.stringContaining("Person") },
    fault: null,
  });
  expect(await owner.read("WEFT_PASSWORD_LENGTH_MIN")).toMatchObject({
    value: "12",
    from: "default",
    edit: { as: "number", unit: "characters", least: 8, most: 64, isWhole: true },
    set: null,
  });
  expect((await owner.read("WEFT_SIGN_UP"))?.edit).toMatchObject({
    options: ["open", "invitation", "domains", "approval", "closed"],
  });
  for (const env of ["WEFT_PORT", "WEFT_DATABASE_URL", "WEFT_SECRETS_KEY", "WEFT_PRIVATE_URLS", "WEFT_OBJECTS_URL"])
    expect(await owner.read(env)).toMatchObject({ edit: null });
});

test("settings with faults are all named with what to do, and none is set", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  const faulty = {
    WEFT_TRASH_DAYS: "-1",
    WEFT_PASSWORD_LENGTH_MIN: "7",
    WEFT_SIGN_UP: "everybody",
    WEFT_MAIL_FROM: "a@example.org\nBcc: b@example.org",
    WEFT_SMTP_URL: "smtp://mail.example.org?socket=/tmp/x",
    WEFT_PORT: "80",
  };
  const refused = await owner.set({ ...faulty, WEFT_EXPORT_HOURS: "5" }).then(
    () => null,
    (error: { issues: { path: string; message: string }[] }) => error.issues,
  );
  expect(refused?.map(({ path }) => path)).toEqual(Object.keys(faulty));
  expect(refused?.[1]?.message).toBe("Give a whole number from 8 to 64.");
  expect((await owner.read("WEFT_EXPORT_HOURS"))?.from).toBe("default");
  await expect(owner.set({ WEFT_SIGN_UP: "domains" })).rejects.toMatchObject({
    issues: [{ path: "WEFT_SIGN_UP_DOMAINS" }],
  });
  await owner.set({ WEFT_SIGN_UP: "domains", WEFT_SIGN_UP_DOMAINS: "example.org" });
  await expect(owner.set({ WEFT_SIGN_UP_DOMAINS: null })).rejects.toMatchObject({
    issues: [{ path: "WEFT_SIGN_UP_DOMAINS" }],
  });
});

test("mails go by the server that is set, whose password is sealed, never shown, and kept when the rest stays", async () => {
  await using smtp = await startSmtp();
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  const { hostname, port } = new URL(smtp.url);
  const url = (password: string, name = "weft") => `smtp://${name}:${password}@${hostname}:${port}`;
  await owner.set({ WEFT_SMTP_URL: url("hunter2hunter2"), WEFT_MAIL_FROM: "Lab <lab@example.org>" });
  await owner.browser.call(sendVerification, {});
  await runJobs(weft.weft);
  expect(smtp.received).toMatchObject([{ source: expect.stringContaining("From: Lab <lab@example.org>") }]);
  const shown = await owner.read("WEFT_SMTP_URL");
  expect(shown).toMatchObject({ value: url("••••••"), from: "here" });
  const { rows } = await weft.weft.db.peoplePool.query(
    "select settings::text, (select json_agg(a)::text from weft.audit a) as trail from weft.settings",
  );
  expect(JSON.stringify([rows, await owner.browser.call(listAudit, { query: {} })])).not.toContain("hunter2");
  // Dots stand for the password as long as nobody else is to be told it.
  await owner.set({ WEFT_SMTP_URL: url("••••••") });
  expect(weft.weft.config.smtpUrl).toContain("hunter2hunter2@");
  for (const typed of [url("••••••", "other"), "smtp://weft:••••••@mail.example.org:25"])
    await expect(owner.set({ WEFT_SMTP_URL: typed })).rejects.toMatchObject({
      issues: [{ path: "WEFT_SMTP_URL", message: expect.stringContaining("Type the password anew") }],
    });
});

test("a mail server is tried as it is typed before it is set, and a refusal is told", async () => {
  await using smtp = await startSmtp();
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  const body = { to: "ada@example.org", server: { url: smtp.url, from: "Lab <lab@example.org>" } };
  expect(await owner.browser.call(testMail, { body })).toMatchObject({ works: true });
  expect(smtp.received).toMatchObject([{ to: ["ada@example.org"] }]);
  expect(weft.weft.config.smtpUrl).toBeUndefined();
  const away = { ...body, server: { ...body.server, url: "smtp://weft:hunter2@127.0.0.1:9" } };
  const refused = await owner.browser.call(testMail, { body: away });
  expect(refused.works).toBe(false);
  const { entries } = await owner.browser.call(listAudit, { query: { action: "mail.tested" } });
  expect(entries).toHaveLength(2);
  expect(JSON.stringify([refused, entries])).not.toContain("hunter2");
  const faulty = { ...body, server: { url: "http://example.org", from: "nobody" } };
  await expect(owner.browser.call(testMail, { body: faulty })).rejects.toMatchObject({
    issues: [{ path: "server.url" }, { path: "server.from" }],
  });
});

test("each change is in the trail with before and after", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  await owner.set({ WEFT_TRASH_DAYS: "90" });
  await owner.set({ WEFT_TRASH_DAYS: null });
  const { entries } = await owner.browser.call(listAudit, { query: { thing: "WEFT_TRASH_DAYS" } });
  const [byDefault, here] = [
    { value: "30", from: "default" },
    { value: "90", from: "here" },
  ];
  expect(entries.map(({ before, after }) => [before, after])).toEqual([
    [here, byDefault],
    [byDefault, here],
  ]);
});

test("the size of files, the length of passwords and who may sign up go by what is set now", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  await owner.set({ WEFT_UPLOAD_BYTES_MAX: "10", WEFT_PASSWORD_LENGTH_MIN: "20", WEFT_SIGN_UP: "approval" });
  const visitor = createClient({ url: weft.url });
  expect(await visitor.call(getSession, {})).toMatchObject({ passwordLengthMin: 20, signUp: "approval" });
  const headers = {
    "upload-length": "11",
    "upload-metadata": tusMetadata({ filename: "a.csv", workspaceId: owner.workspaceId }),
  };
  expect((await sendTus(weft.url, owner.token, { method: "POST", headers }))?.status).toBe(413);
  const bob = { name: "Bob", email: "bob@example.org", password: "correct horse batt" };
  await expect(visitor.call(signUp, { body: bob })).rejects.toMatchObject({ issues: [{ path: "password" }] });
});

test("with a new key the mail server's password is encrypted anew; without its key it is said not to hold", async () => {
  const [first, second] = ["the first key of thirty-two characters", "the second key, as long as the first is"];
  await using weft = await makeTestWeft({ WEFT_SECRETS_KEY: first });
  const owner = await makeOwner(weft);
  await owner.set({ WEFT_SMTP_URL: "smtp://weft:hunter2@mail.example.org" });
  const withKeys = async (secretsKey: string, secretsKeysBefore: string[]) => {
    const config = { ...readConfig({}), secret: weft.weft.config.secret, secretsKey, secretsKeysBefore };
    const process = { ...weft.weft, config };
    await readSettings(process);
    return config.smtpUrl;
  };
  expect(await withKeys(second, [])).toBeUndefined();
  expect(await withKeys(second, [first])).toContain("hunter2");
  Object.assign(weft.weft.config, { secretsKey: second, secretsKeysBefore: [first] });
  await owner.browser.call(createSecret, { body: { name: "Another", value: "secret" } });
  await owner.browser.call(rotateSecrets, {});
  expect(await withKeys(second, [])).toContain("hunter2");
  Object.assign(weft.weft.config, { secretsKey: first, secretsKeysBefore: [] });
  expect(await owner.read("WEFT_SMTP_URL")).toMatchObject({
    value: null,
    from: "default",
    fault: expect.stringContaining("set it anew"),
  });
});

test("who does not own the instance sets nothing", async () => {
  await using weft = await makeTestWeft();
  const ada = await makePerson(weft);
  const client = createClient({ url: weft.url, headers: await makeSession(weft, ada.personId) });
  await expect(client.call(updateSettings, { body: { settings: { WEFT_SIGN_UP: "open" } } })).rejects.toMatchObject({
    code: "auth.forbidden",
  });
});
