import { createClient } from "@weft/api/client";
import { createInvitation } from "@weft/api/invitations";
import { retryMail, testMail } from "@weft/api/mails";
import { listMails } from "@weft/api/notices";
import { askPasswordLink, sendVerification } from "@weft/api/password-links";
import { signUp } from "@weft/api/people";
import { expect, test } from "vitest";
import { runJobs } from "../../testing/jobs.ts";
import { startSmtp } from "../../testing/smtp.ts";
import type { TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeSession } from "../people/people.make.ts";

async function makeOwner(weft: TestWeft) {
  const person = await makePerson(weft, { isInstanceOwner: true });
  const headers = await makeSession(weft, person.personId);
  return { ...person, browser: createClient({ url: weft.url, headers }) };
}

test("no link of any mail can be read from the outbox: whoever runs the instance cannot come in as somebody else", async () => {
  await using weft = await makeTestWeft({ WEFT_SIGN_UP: "domains", WEFT_SIGN_UP_DOMAINS: "example.org" });
  const owner = await makeOwner(weft);
  const anonymous = createClient({ url: weft.url });
  const { rows } = await weft.weft.db.peoplePool.query("select email from weft.people");
  await anonymous.call(askPasswordLink, { body: { email: rows[0].email } });
  await owner.browser.call(sendVerification, {});
  await anonymous.call(signUp, { body: { name: "Bob", email: "bob@example.org", password: "correct horse battery" } });
  await owner.browser.call(createInvitation, {
    params: { workspaceId: owner.workspaceId },
    body: { email: "carol@example.org", role: "editor" },
  });
  await runJobs(weft.weft);
  const kept = await weft.weft.db.people.selectFrom("mails").selectAll().execute();
  expect(kept).toHaveLength(4);
  const secrets = kept.map(({ text }) => /https?:\S+?[#=]([\w-]{20,})/.exec(text)?.[1] as string);
  expect(new Set(secrets).size).toBe(4);
  const answer = JSON.stringify(await owner.browser.call(listMails, { query: {} }));
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(20);
    expect(answer).not.toContain(secret);
  }
  for (const path of ["/new-password#••••••", "/verify-email#••••••"]) expect(answer).toContain(path);
});

test("a test mail arrives, and a refusal is told in the mail server's own words", async () => {
  const refusal = { wanted: false };
  await using smtp = await startSmtp(() =>
    refusal.wanted ? Object.assign(new Error("no such mailbox here"), { responseCode: 550 }) : null,
  );
  await using weft = await makeTestWeft({ WEFT_SMTP_URL: smtp.url });
  const { browser } = await makeOwner(weft);
  expect(await browser.call(testMail, { body: { to: "ada@example.org" } })).toMatchObject({
    works: true,
    said: expect.stringMatching(/^250/),
  });
  expect(smtp.received).toMatchObject([{ to: ["ada@example.org"], source: expect.stringContaining("A test mail") }]);
  refusal.wanted = true;
  expect(await browser.call(testMail, { body: { to: "ada@example.org" } })).toMatchObject({
    works: false,
    said: expect.stringContaining("no such mailbox here"),
  });
});

test("without a mail server a test says so, and mails that are held cannot be sent", async () => {
  await using weft = await makeTestWeft();
  const { browser } = await makeOwner(weft);
  await browser.call(sendVerification, {});
  expect(await browser.call(testMail, { body: { to: "ada@example.org" } })).toMatchObject({
    works: false,
    said: expect.stringContaining("WEFT_SMTP_URL"),
  });
  const { mails } = await browser.call(listMails, { query: {} });
  expect(mails).toMatchObject([{ state: "held" }]);
  const params = { mailId: mails[0]?.id as string };
  await expect(browser.call(retryMail, { params })).rejects.toMatchObject({ code: "request.invalid" });
});

test("a mail that failed is sent when it is tried again, once", async () => {
  const refusal = { wanted: true };
  await using smtp = await startSmtp(() =>
    refusal.wanted ? Object.assign(new Error("not today"), { responseCode: 550 }) : null,
  );
  await using weft = await makeTestWeft({ WEFT_SMTP_URL: smtp.url });
  const { browser } = await makeOwner(weft);
  await browser.call(sendVerification, {});
  await runJobs(weft.weft);
  const outbox = async () => (await browser.call(listMails, { query: {} })).mails;
  const [failed] = await outbox();
  expect(failed).toMatchObject({ state: "failed", error: expect.stringContaining("not today") });
  const params = { mailId: failed?.id as string };
  refusal.wanted = false;
  await browser.call(retryMail, { params });
  await expect(browser.call(retryMail, { params })).rejects.toMatchObject({ code: "request.invalid" });
  await runJobs(weft.weft);
  expect(await outbox()).toMatchObject([{ state: "sent", error: null }]);
  expect(smtp.received).toHaveLength(1);
});
