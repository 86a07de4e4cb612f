import { createClient } from "@weft/api/client";
import { listMails, listNotices, readNotices, updateNoticePreference } from "@weft/api/notices";
import { expect, test } from "vitest";
import { hurryJobs, runJobs } from "../../testing/jobs.ts";
import { startSmtp } from "../../testing/smtp.ts";
import type { TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeSession } from "../people/people.make.ts";
import { runImport } from "./imports.make.ts";

const mailsOf = async (test: TestWeft) =>
  test.weft.db.people.selectFrom("mails").selectAll().orderBy("created_at").execute();

test("at the end there is a notice in the bell and a mail with counts and link; without a mail server it lies in the outbox", async () => {
  await using weft = await makeTestWeft({ WEFT_PUBLIC_URL: "https://weft.example.org" });
  const person = await makePerson(weft);
  const done = await runImport(weft, person, { text: "a,b\n1,x\n2,y\n", name: "parts.csv" });
  const notices = await weft.weft.db.people.selectFrom("notices").selectAll().execute();
  expect(notices).toMatchObject([
    {
      person_id: person.personId,
      kind: "import_ended",
      data: { link: `/imports/${done.id}`, tone: "good", text: null },
    },
  ]);
  const [mail] = await mailsOf(weft);
  expect(mail).toMatchObject({ state: "held", subject: "parts.csv: 2 rows loaded into parts" });
  expect(mail?.text).toContain(`https://weft.example.org/imports/${done.id}`);
});

test("a failure is told with its reason, in the person's language", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  await weft.weft.db.people.updateTable("people").set({ language: "fr" }).where("id", "=", person.personId).execute();
  const failed = await runImport(weft, person, { source: { url: "http://nowhere.invalid/x.csv" } });
  expect(failed.state).toBe("failed");
  const [mail] = await mailsOf(weft);
  expect(mail?.subject).toContain("n’a pas pu être chargé");
  expect(failed.failure?.text).toContain("there is no such host");
  expect(mail?.text).toContain("cet hôte n’existe pas");
});

test.each([
  ["now", ["fine.csv", "rejects.csv", "failed.csv"]],
  ["problems", ["rejects.csv", "failed.csv"]],
  ["daily", []],
  ["never", []],
] as const)("who wants mail %s gets it for %j, and the bell rings each time", async (mail, mailed) => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const own = createClient({ url: weft.url, headers: await makeSession(weft, person.personId) });
  await own.call(updateNoticePreference, { body: { kind: "import_ended", mail } });
  const { tableId } = await runImport(weft, person, { text: "Code,Count\na,10\nb,11\n", name: "fine.csv" });
  const append = { mode: "append" as const, tableId: tableId as string };
  const partly = await runImport(weft, person, {
    text: "Code,Count\nc,12\nd,x\n",
    name: "rejects.csv",
    options: append,
  });
  expect(partly.totals).toMatchObject({ loaded: 1, rejected: 1 });
  await runImport(weft, person, {
    text: "Code,Count\ne,x\n",
    name: "failed.csv",
    options: { ...append, strict: true },
  });
  expect((await mailsOf(weft)).map(({ subject }) => subject.split(/[ :]/)[0])).toEqual(mailed);
  expect((await own.call(listNotices, {})).notices).toHaveLength(3);
});

test("with a mail server the mail is sent once, to whoever handed the file in", async () => {
  await using smtp = await startSmtp();
  await using weft = await makeTestWeft({ WEFT_SMTP_URL: smtp.url });
  const person = await makePerson(weft);
  await runImport(weft, person, { name: "Ünïcode\r\nBcc: victim@example.org.csv" });
  expect(smtp.received).toHaveLength(1);
  expect(smtp.received[0]?.to).toEqual([`${person.personId}@example.org`]);
  expect(smtp.received[0]?.source.split("\r\n\r\n")[0]).not.toMatch(/^Bcc:/im);
  expect(await mailsOf(weft)).toMatchObject([{ state: "sent", error: null }]);
});

test("a mail server that is busy is tried again; one that refuses for good is not", async () => {
  let answer: Error | null = Object.assign(new Error("busy"), { responseCode: 451 });
  await using smtp = await startSmtp(() => answer);
  await using weft = await makeTestWeft({ WEFT_SMTP_URL: smtp.url });
  const person = await makePerson(weft);
  await runImport(weft, person, {});
  expect(await mailsOf(weft)).toMatchObject([{ state: "waiting", error: expect.stringContaining("busy") }]);
  answer = Object.assign(new Error("no such mailbox"), { responseCode: 550 });
  await hurryJobs(weft.weft);
  await runJobs(weft.weft);
  expect(await mailsOf(weft)).toMatchObject([{ state: "failed", error: expect.stringContaining("no such mailbox") }]);
});

test("the bell lists one's own notices, counts the unread ones, and the owner's outbox lists every mail", async () => {
  await using weft = await makeTestWeft();
  const owner = await makePerson(weft, { isInstanceOwner: true });
  const other = await makePerson(weft);
  const [session, foreign] = [await makeSession(weft, owner.personId), await makeSession(weft, other.personId)];
  const bell = createClient({ url: weft.url, headers: session });
  const otherBell = createClient({ url: weft.url, headers: foreign });
  for (let i = 0; i < 3; i++) await runImport(weft, owner, {});
  const first = await bell.call(listNotices, { query: { limit: 2 } });
  expect([first.unread, first.notices.length]).toEqual([3, 2]);
  const second = await bell.call(listNotices, { query: { limit: 2, cursor: first.next ?? "" } });
  expect([second.notices.length, second.next]).toEqual([1, null]);
  await otherBell.call(readNotices, { body: {} });
  await bell.call(readNotices, { body: { ids: [first.notices[0]?.id as string] } });
  expect((await bell.call(listNotices, {})).unread).toBe(2);
  expect((await otherBell.call(listNotices, {})).notices).toEqual([]);
  expect(await bell.call(listMails, { query: { limit: 2 } })).toMatchObject({
    smtp: false,
    mails: [{ state: "held" }, {}],
  });
  await expect(otherBell.call(listMails, {})).rejects.toMatchObject({ code: "auth.forbidden" });
  await expect(owner.client.call(listMails, {})).rejects.toMatchObject({ code: "auth.forbidden" });
});
