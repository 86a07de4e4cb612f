import { listNoticePreferences, listNotices, stopMails, updateNoticePreference } from "@weft/api/notices";
import { createClient } from "@weft/api/client";
import { createInvitation } from "@weft/api/invitations";
import { noticeKindNames } from "@weft/model/notices/kinds";
import { phrase } from "@weft/model/texts/phrase";
import { expect, test } from "vitest";
import { runJobs } from "../../testing/jobs.ts";
import { startSmtp } from "../../testing/smtp.ts";
import type { TestWeft } from "../../testing/weft.ts";
import { makeTestWeft } from "../../testing/weft.ts";
import { mailDigests, mailNotice } from "./notices.jobs.ts";
import { mailsOf, makeReader, tell } from "./notices.make.ts";
import { notify } from "./notices.notify.ts";

const stopUrlOf = (text: string) => /https?:\/\/\S+\/stop-mails\?key=\S+/.exec(text)?.[0] as string;
const keyOf = (text: string) => new URL(stopUrlOf(text)).searchParams.get("key") as string;

test("each kind of notice comes by its default, and as its person chooses; what is not named stays", async () => {
  await using weft = await makeTestWeft();
  const { browser } = await makeReader(weft);
  const { preferences, digestHour } = await browser.call(listNoticePreferences, {});
  expect(digestHour).toBe(7);
  expect(preferences.map(({ kind }) => kind)).toEqual(noticeKindNames);
  expect(preferences).toContainEqual({ kind: "import_ended", bell: true, mail: "now" });
  await browser.call(updateNoticePreference, { body: { kind: "import_ended", bell: false } });
  await browser.call(updateNoticePreference, { body: { kind: "import_ended", mail: "daily" } });
  await browser.call(updateNoticePreference, { body: { kind: "job_failed", mail: "never" } });
  const after = (await browser.call(listNoticePreferences, {})).preferences;
  expect(after).toContainEqual({ kind: "import_ended", bell: false, mail: "daily" });
  expect(after).toContainEqual({ kind: "job_failed", bell: true, mail: "never" });
  await expect(
    browser.call(updateNoticePreference, { body: { kind: "token_expiring", mail: "problems" } }),
  ).rejects.toMatchObject({ code: "request.invalid", issues: [{ path: "mail" }] });
});

test("two choices at the same moment are both kept", async () => {
  await using weft = await makeTestWeft();
  const { browser } = await makeReader(weft);
  const kinds = ["import_ended", "job_failed", "handin_due", "token_expiring"] as const;
  await Promise.all(
    kinds.map((kind) => browser.call(updateNoticePreference, { body: { kind, bell: false, mail: "never" } })),
  );
  const { preferences } = await browser.call(listNoticePreferences, {});
  expect(preferences.filter(({ bell }) => !bell).map(({ kind }) => kind)).toEqual(kinds);
});

test.each([
  [
    { bell: true, mail: "now" },
    { bell: 1, mails: 1 },
  ],
  [
    { bell: true, mail: "never" },
    { bell: 1, mails: 0 },
  ],
  [
    { bell: false, mail: "now" },
    { bell: 0, mails: 1 },
  ],
  [
    { bell: false, mail: "never" },
    { bell: 0, mails: 0 },
  ],
  [
    { bell: true, mail: "daily" },
    { bell: 1, mails: 0 },
  ],
] as const)("who chooses %j is told by %j", async (choice, told) => {
  await using weft = await makeTestWeft();
  const { browser, personId } = await makeReader(weft);
  await browser.call(updateNoticePreference, { body: { kind: "job_failed", ...choice } });
  await tell(weft, personId, "job_failed");
  const { notices, unread } = await browser.call(listNotices, {});
  expect([notices.length, unread, (await mailsOf(weft)).length]).toEqual([told.bell, told.bell, told.mails]);
});

test("the data role tells of a notice as everybody does, and can neither write one past the choices nor read one", async () => {
  await using weft = await makeTestWeft();
  const { browser, personId } = await makeReader(weft);
  const { data, dataPool } = weft.weft.db;
  await notify(data, personId, "import_ended", { title: phrase`${"a.csv"} could not be loaded`, link: "/" });
  expect((await browser.call(listNotices, {})).notices).toMatchObject([{ title: "a.csv could not be loaded" }]);
  for (const statement of ["select 1 from weft.notices", "insert into weft.notices (id) values ('x')"])
    await expect(dataPool.query(statement)).rejects.toThrow("permission denied");
});

test("who is disabled is not told, by bell or mail", async () => {
  await using weft = await makeTestWeft();
  const { personId } = await makeReader(weft);
  await weft.weft.db.people.updateTable("people").set({ disabled_at: new Date() }).where("id", "=", personId).execute();
  await tell(weft, personId, "handin_due");
  expect(await weft.weft.db.people.selectFrom("notices").select("id").execute()).toEqual([]);
  expect(await mailsOf(weft)).toEqual([]);
});

test("a mail's job that comes twice writes one mail", async () => {
  await using weft = await makeTestWeft();
  const { personId } = await makeReader(weft);
  await tell(weft, personId, "handin_due");
  const [notice] = await weft.weft.db.people.selectFrom("notices").select("id").execute();
  await mailNotice(weft.weft, { noticeId: notice?.id as string });
  expect(await mailsOf(weft)).toHaveLength(1);
});

/** Makes all notices `hours` older. */
const age = (weft: TestWeft, hours: number) =>
  weft.weft.db.peoplePool.query("update weft.notices set created_at = created_at - make_interval(hours => $1)", [
    hours,
  ]);

test("once a day comes one mail with all that came before the person's last morning; nothing when there is nothing", async () => {
  await using weft = await makeTestWeft({ WEFT_PUBLIC_URL: "https://weft.example.org" });
  const { browser, personId } = await makeReader(weft);
  await weft.weft.db.people
    .updateTable("people")
    .set({ language: "fr", time_zone: "Asia/Tokyo" })
    .where("id", "=", personId)
    .execute();
  for (const kind of ["job_failed", "import_ended"] as const)
    await browser.call(updateNoticePreference, { body: { kind, mail: "daily" } });
  await mailDigests(weft.weft);
  expect(await mailsOf(weft)).toEqual([]);
  await tell(weft, personId, "job_failed", "eins.csv");
  await tell(weft, personId, "import_ended", "zwei.csv");
  // A day old, whatever the clock says: before this morning at the latest.
  await age(weft, 24);
  await tell(weft, personId, "import_ended", "drei.csv");
  await weft.weft.db.peoplePool.query(
    "update weft.notices set created_at = now() + interval '1 hour' where data::text like '%drei%'",
  );
  await mailDigests(weft.weft);
  await mailDigests(weft.weft);
  const mails = await mailsOf(weft);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.subject).toBe("2 avis dans Weft");
  expect(mails[0]?.text).toMatch(/eins\.csv n’a pas pu être chargé[^]*zwei\.csv n’a pas pu être chargé/);
  expect(mails[0]?.text).not.toContain("drei.csv");
  expect(mails[0]?.text).toContain("https://weft.example.org/imports");
});

test("a mail of the day with one thing is called after it", async () => {
  await using weft = await makeTestWeft();
  const { personId } = await makeReader(weft);
  await tell(weft, personId, "job_failed", "parts.csv");
  await age(weft, 24);
  await mailDigests(weft.weft);
  expect((await mailsOf(weft)).map(({ subject }) => subject)).toEqual(["parts.csv could not be loaded"]);
});

test("a mail program stops mails of a kind with one post, without signing in; the bell goes on", async () => {
  await using smtp = await startSmtp();
  await using weft = await makeTestWeft({ WEFT_SMTP_URL: smtp.url });
  const { browser, personId } = await makeReader(weft);
  await tell(weft, personId, "handin_due");
  const headers = (smtp.received[0]?.source.split("\r\n\r\n")[0] ?? "").replaceAll(/\r\n[ \t]/g, "");
  const url = /^List-Unsubscribe: ?<(.+)>$/m.exec(headers)?.[1] as string;
  expect(headers).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m);
  const { pathname, search } = new URL(url);
  const answer = await fetch(weft.url + pathname + search, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
  });
  expect(answer.status).toBe(204);
  await tell(weft, personId, "handin_due");
  await tell(weft, personId, "token_expiring");
  expect(smtp.received).toHaveLength(2);
  expect((await browser.call(listNotices, {})).notices).toHaveLength(3);
});

test("the link of a daily mail stops all that comes daily, and nothing else", async () => {
  await using weft = await makeTestWeft();
  const { browser, personId } = await makeReader(weft);
  await browser.call(updateNoticePreference, { body: { kind: "import_ended", mail: "daily" } });
  await tell(weft, personId, "import_ended");
  await age(weft, 24);
  await mailDigests(weft.weft);
  const [mail] = await mailsOf(weft);
  const nobody = createClient({ url: weft.url });
  const body = { key: keyOf(mail?.text ?? "") };
  expect(await nobody.call(stopMails, { body })).toEqual({ kind: null });
  const { preferences } = await browser.call(listNoticePreferences, {});
  expect(preferences.filter(({ mail: by }) => by === "daily")).toEqual([]);
  expect(preferences.filter(({ mail: by }) => by === "now").length).toBeGreaterThan(3);
});

test("a key of somebody else, of another kind or of none stops nothing", async () => {
  await using weft = await makeTestWeft();
  const [{ personId }, other] = [await makeReader(weft), await makeReader(weft)];
  await tell(weft, personId, "handin_due");
  const key = keyOf((await mailsOf(weft))[0]?.text ?? "");
  const nobody = createClient({ url: weft.url });
  const named = (text: string) => Buffer.from(text).toString("base64url") + key.slice(-43);
  const forged = ["", "none", key.slice(1), named(`handin_due.${other.personId}`), named(`token_expiring.${personId}`)];
  for (const each of forged)
    await expect(nobody.call(stopMails, { body: { key: each } })).rejects.toMatchObject({ code: "auth.link_over" });
  const unchanged = (await other.browser.call(listNoticePreferences, {})).preferences;
  expect(unchanged).toContainEqual({ kind: "handin_due", bell: true, mail: "now" });
  expect((await fetch(`${weft.url}/stop-mails?key=none`, { method: "POST" })).status).toBe(410);
});

test("who is invited and has an account hears of it by the bell; the link stands in the mail alone", async () => {
  await using weft = await makeTestWeft();
  const [manager, invited] = [await makeReader(weft), await makeReader(weft)];
  await manager.browser.call(createInvitation, {
    params: { workspaceId: manager.workspaceId },
    body: { email: `${invited.personId}@example.org`, role: "viewer" },
  });
  await runJobs(weft.weft);
  const { notices } = await invited.browser.call(listNotices, {});
  expect(notices).toMatchObject([{ kind: "invited", title: expect.stringContaining("invites you to Test workspace") }]);
  const mails = await mailsOf(weft);
  expect(mails).toHaveLength(1);
  const secret = /#([\w-]{20,})/.exec(mails[0]?.text ?? "")?.[1] ?? "";
  expect(secret).not.toBe("");
  expect(JSON.stringify(notices)).not.toContain(secret);
});

test("notices of before are read as they are", async () => {
  await using weft = await makeTestWeft();
  const { browser, personId } = await makeReader(weft);
  await tell(weft, personId, "import_ended", "x.csv");
  await weft.weft.db.peoplePool.query(
    `update weft.notices set data = jsonb_set(data, '{text}', '"It failed in plain English."')`,
  );
  expect((await browser.call(listNotices, {})).notices).toMatchObject([{ text: "It failed in plain English." }]);
});
