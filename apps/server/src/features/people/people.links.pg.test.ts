import { createClient } from "@weft/api/client";
import { askPasswordLink, sendVerification, setPassword, verifyEmail } from "@weft/api/password-links";
import { getSession, signIn, signUp } from "@weft/api/people";
import { unlockPerson } from "@weft/api/people-access";
import { expect, test } from "vitest";
import { runJobs } from "../../testing/jobs.ts";
import { startSmtp } from "../../testing/smtp.ts";
import type { TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeSession } from "./people.make.ts";

const email = "ada@example.org";
const password = "correct horse battery";
const next = "wrong donkey accumulator";

async function makeAda(weft: TestWeft) {
  const anonymous = createClient({ url: weft.url });
  const { me } = await anonymous.call(signUp, { body: { email, password, name: "Lise" } });
  const client = createClient({ url: weft.url, headers: await makeSession(weft, me?.id as string) });
  return { anonymous, client };
}

/** The newest mail to an address, and the secret in its link. */
async function newestMail(weft: TestWeft) {
  const mails = await weft.weft.db.people.selectFrom("mails").selectAll().orderBy("created_at", "desc").execute();
  return { ...mails[0], secret: /#([\w-]+)/.exec(mails[0]?.text ?? "")?.[1] as string };
}

test("a forgotten password is set anew by a mailed link: by a real mail server, once, and every session ends", async () => {
  await using smtp = await startSmtp();
  await using weft = await makeTestWeft({ WEFT_SMTP_URL: smtp.url, WEFT_PUBLIC_URL: "https://weft.example.org" });
  const { anonymous, client } = await makeAda(weft);
  await anonymous.call(askPasswordLink, { body: { email: "Ada@example.org" } });
  await runJobs(weft.weft);
  expect(smtp.received.map(({ to }) => to)).toEqual([[email]]);
  const { secret, text } = await newestMail(weft);
  expect(text).toContain("https://weft.example.org/new-password#");
  await expect(anonymous.call(setPassword, { body: { secret, password: "password1234" } })).rejects.toMatchObject({
    issues: [{ path: "password" }],
  });
  await anonymous.call(setPassword, { body: { secret, password: next } });
  await expect(anonymous.call(setPassword, { body: { secret, password } })).rejects.toMatchObject({
    code: "auth.link_over",
  });
  expect((await client.call(getSession, {})).me).toBeNull();
  await expect(anonymous.call(signIn, { body: { email, password } })).rejects.toMatchObject({
    code: "auth.wrong_credentials",
  });
  const { me } = await anonymous.call(signIn, { body: { email, password: next } });
  expect(me.isEmailVerified).toBe(true);
});

test("of two who use a link at the same moment one sets the password; a newer link and its time's end are the end of it", async () => {
  await using weft = await makeTestWeft();
  const { anonymous } = await makeAda(weft);
  const ask = async () => {
    await anonymous.call(askPasswordLink, { body: { email } });
    await runJobs(weft.weft);
    return (await newestMail(weft)).secret;
  };
  const first = await ask();
  const second = await ask();
  const use = (secret: string) => anonymous.call(setPassword, { body: { secret, password: next } });
  await expect(use(first)).rejects.toMatchObject({ code: "auth.link_over" });
  const outcomes = await Promise.allSettled([use(second), use(second), use(second)]);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const third = await ask();
  await weft.weft.db.people
    .updateTable("mail_links")
    .set({ expires_at: new Date(Date.now() - 1000) })
    .execute();
  await expect(use(third)).rejects.toMatchObject({ code: "auth.link_over" });
});

test("asking says nothing of whether an address has an account, and fills nobody's mailbox", async () => {
  await using weft = await makeTestWeft();
  const { anonymous } = await makeAda(weft);
  const ask = async (address: string) => {
    const response = await fetch(`${weft.url}/api/v1/session/password-link`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: address }),
    });
    return { status: response.status, body: await response.text() };
  };
  expect(await ask(email)).toEqual(await ask("nobody@example.org"));
  await runJobs(weft.weft);
  const mails = await weft.weft.db.people.selectFrom("mails").select("to").execute();
  expect(mails).toEqual([{ to: email }]);
  for (let count = 0; count < 4; count++) await anonymous.call(askPasswordLink, { body: { email } });
  await expect(anonymous.call(askPasswordLink, { body: { email } })).rejects.toMatchObject({ code: "limit.reached" });
});

test("a mailed link shows that an address is one's own, once, and is no key to the password", async () => {
  await using weft = await makeTestWeft();
  const { anonymous, client } = await makeAda(weft);
  expect((await client.call(getSession, {})).me?.isEmailVerified).toBe(false);
  await client.call(sendVerification, {});
  const { secret } = await newestMail(weft);
  await expect(anonymous.call(setPassword, { body: { secret, password: next } })).rejects.toMatchObject({
    code: "auth.link_over",
  });
  await anonymous.call(verifyEmail, { body: { secret } });
  expect((await client.call(getSession, {})).me?.isEmailVerified).toBe(true);
  await expect(anonymous.call(verifyEmail, { body: { secret } })).rejects.toMatchObject({ code: "auth.link_over" });
});

test("an account that wrong passwords have shut says for how long, longer each time, and its owner can open it", async () => {
  await using weft = await makeTestWeft();
  const { anonymous } = await makeAda(weft);
  const owner = await makePerson(weft);
  const db = weft.weft.db.people;
  await db.updateTable("people").set({ is_instance_owner: false }).execute();
  await db.updateTable("people").set({ is_instance_owner: true }).where("id", "=", owner.personId).execute();
  const owners = createClient({ url: weft.url, headers: await makeSession(weft, owner.personId) });
  const wrong = () =>
    anonymous.call(signIn, { body: { email, password: "wrong wrong wrong" } }).catch((error) => error);
  for (let count = 0; count < 10; count++) expect(await wrong()).toMatchObject({ code: "auth.wrong_credentials" });
  expect(await wrong()).toMatchObject({
    code: "limit.reached",
    message: "Too many tries. Wait a minute and try again.",
  });
  await db.updateTable("sign_in_tries").set({ locked_until: null }).execute();
  expect(await wrong()).toMatchObject({ code: "auth.wrong_credentials" });
  expect(await wrong()).toMatchObject({ message: "Too many tries. Wait 2 minutes and try again." });
  await expect(anonymous.call(signIn, { body: { email, password } })).rejects.toMatchObject({ code: "limit.reached" });
  await owners.call(unlockPerson, { body: { email: "Ada@example.org" } });
  expect((await anonymous.call(signIn, { body: { email, password } })).me.email).toBe(email);
});

test("wrong passwords from many addresses shut the account, but not for who is signed in from theirs", async () => {
  await using weft = await makeTestWeft({ WEFT_TRUSTED_PROXIES: "127.0.0.1" });
  const from = (address: string) => createClient({ url: weft.url, headers: { "x-forwarded-for": address } });
  await from("192.0.2.1").call(signUp, { body: { email, password, name: "Lise" } });
  for (let count = 0; count < 50; count++)
    await expect(
      from(`198.51.100.${count}`).call(signIn, { body: { email, password: "wrong wrong wrong" } }),
    ).rejects.toMatchObject({ code: "auth.wrong_credentials" });
  await expect(from("203.0.113.9").call(signIn, { body: { email, password } })).rejects.toMatchObject({
    code: "limit.reached",
  });
  expect((await from("192.0.2.1").call(signIn, { body: { email, password } })).me.email).toBe(email);
});

test("passwords that are tried first are refused with why, by sign-up; their length is a setting", async () => {
  await using weft = await makeTestWeft({ WEFT_PASSWORD_LENGTH_MIN: "14" });
  const anonymous = createClient({ url: weft.url });
  expect((await anonymous.call(getSession, {})).passwordLengthMin).toBe(14);
  const refused = (wanted: string) =>
    anonymous
      .call(signUp, { body: { email, password: wanted, name: "Grace Hopper" } })
      .catch((error: { issues: unknown }) => error.issues);
  expect(await refused("tree of life")).toEqual([{ path: "password", message: "needs at least 14 characters" }]);
  expect(await refused("Password123456!")).toMatchObject([{ message: expect.stringContaining("tried") }]);
  expect(await refused("grace.hopper.1906")).toMatchObject([{ message: expect.stringContaining("your name") }]);
});

test("a password kept by an earlier version is known, and kept in today's way from then on", async () => {
  await using weft = await makeTestWeft();
  const { anonymous } = await makeAda(weft);
  const { hashPassword } = await import("better-auth/crypto");
  const db = weft.weft.db.people;
  await db
    .updateTable("accounts")
    .set({ password: await hashPassword(password) })
    .execute();
  await anonymous.call(signIn, { body: { email, password } });
  const { password: kept } = await db.selectFrom("accounts").select("password").executeTakeFirstOrThrow();
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  await anonymous.call(signIn, { body: { email, password } });
});
