import { createClient } from "@weft/api/client";
import { getSession, signIn, signUp } from "@weft/api/people";
import { approveSignUp, confirmSignUp, listSignUps, refuseSignUp } from "@weft/api/sign-ups";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { mailedSecret } from "../invitations/invitations.make.ts";
import { makeSession } from "../people/people.make.ts";

const password = "correct horse battery";
const bob = { name: "Bob", email: "Bob@example.org", password };

const visitorOf = (weft: TestWeft) => createClient({ url: weft.url });

async function makeOwner(weft: TestWeft) {
  const owner = await makePerson(weft, { isInstanceOwner: true });
  return createClient({ url: weft.url, headers: { ...(await makeSession(weft, owner.personId)) } });
}

test("where accounts are approved, one that was asked for is none until the owner approves it, who is told by mail", async () => {
  await using weft = await makeTestWeft({ WEFT_SIGN_UP: "approval" });
  const owner = await makeOwner(weft);
  const visitor = visitorOf(weft);
  expect(await visitor.call(signUp, { body: bob })).toEqual({ me: null, waitsFor: "approval" });
  const wrong = { code: "auth.wrong_credentials" };
  await expect(visitor.call(signIn, { body: { email: bob.email, password } })).rejects.toMatchObject(wrong);
  const { signUps } = await owner.call(listSignUps, {});
  expect(signUps).toMatchObject([{ name: "Bob", email: "bob@example.org" }]);
  const params = { signUpId: signUps[0]?.id as string };
  await owner.call(approveSignUp, { params });
  expect(await visitor.call(signIn, { body: { email: bob.email, password } })).toMatchObject({ me: { name: "Bob" } });
  await expect(owner.call(approveSignUp, { params })).rejects.toMatchObject({ code: "sign_up.not_found" });
  const mails = await weft.weft.db.people.selectFrom("mails").select("subject").orderBy("created_at").execute();
  expect(mails.map(({ subject }) => subject)).toEqual(["Bob asks for an account", "Your account is ready"]);
});

test("one that is refused is gone, and who asks again while it waits changes nothing of it", async () => {
  await using weft = await makeTestWeft({ WEFT_SIGN_UP: "approval" });
  const owner = await makeOwner(weft);
  const visitor = visitorOf(weft);
  await visitor.call(signUp, { body: bob });
  await visitor.call(signUp, { body: { ...bob, name: "Mallory", password: "another one of hers" } });
  const { signUps } = await owner.call(listSignUps, {});
  expect(signUps).toMatchObject([{ name: "Bob" }]);
  await owner.call(refuseSignUp, { params: { signUpId: signUps[0]?.id as string } });
  expect((await owner.call(listSignUps, {})).signUps).toEqual([]);
  await expect(visitor.call(signIn, { body: { email: bob.email, password } })).rejects.toMatchObject({ status: 401 });
});

test("where accounts are for a domain, the mailed link and the password make one, once; other domains are refused", async () => {
  await using weft = await makeTestWeft({ WEFT_SIGN_UP: "domains", WEFT_SIGN_UP_DOMAINS: "example.com, @Example.org" });
  await makeOwner(weft);
  const visitor = visitorOf(weft);
  for (const email of ["bob@sub.example.org", "bob@example.org.evil.com", "bob@notexample.org"])
    await expect(visitor.call(signUp, { body: { ...bob, email } })).rejects.toMatchObject({
      code: "auth.sign_up_closed",
      message: expect.stringContaining("example.com, example.org"),
    });
  expect(await visitor.call(signUp, { body: bob })).toEqual({ me: null, waitsFor: "confirmation" });
  const secret = await mailedSecret(weft, "bob@example.org");
  expect(await visitor.call(confirmSignUp, { body: { secret, password } })).toEqual({ email: "bob@example.org" });
  await expect(visitor.call(confirmSignUp, { body: { secret, password } })).rejects.toMatchObject({
    code: "sign_up.not_found",
  });
  expect(await visitor.call(signIn, { body: { email: bob.email, password } })).toMatchObject({ me: { name: "Bob" } });
});

test("somebody else's click makes no account with the password of who typed their address", async () => {
  await using weft = await makeTestWeft({ WEFT_SIGN_UP: "domains", WEFT_SIGN_UP_DOMAINS: "example.org" });
  await makeOwner(weft);
  const visitor = visitorOf(weft);
  await visitor.call(signUp, { body: { ...bob, password: "what mallory has chosen" } });
  const secret = await mailedSecret(weft, "bob@example.org");
  await expect(visitor.call(confirmSignUp, { body: { secret, password } })).rejects.toMatchObject({
    code: "auth.wrong_credentials",
  });
  const people = await weft.weft.db.people.selectFrom("people").select("email").execute();
  expect(people.map(({ email }) => email)).not.toContain("bob@example.org");
});

test("a link to confirm an address holds two days", async () => {
  await using weft = await makeTestWeft({ WEFT_SIGN_UP: "domains", WEFT_SIGN_UP_DOMAINS: "example.org" });
  await makeOwner(weft);
  await visitorOf(weft).call(signUp, { body: bob });
  const secret = await mailedSecret(weft, "bob@example.org");
  const old = sql<Date>`created_at - interval '49 hours'`;
  await weft.weft.db.people.updateTable("sign_ups").set({ created_at: old }).execute();
  await expect(visitorOf(weft).call(confirmSignUp, { body: { secret, password } })).rejects.toMatchObject({
    code: "sign_up.not_found",
  });
});

test.each(["invitation", "domains", "approval", "closed"])(
  "where the rule is %s, the first visitor still makes the owner's account",
  async (rule) => {
    await using weft = await makeTestWeft({ WEFT_SIGN_UP: rule, WEFT_SIGN_UP_DOMAINS: "example.com" });
    const { me } = await visitorOf(weft).call(signUp, { body: bob });
    expect(me).toMatchObject({ email: "bob@example.org" });
    expect(await visitorOf(weft).call(getSession, {})).toMatchObject({ signUp: rule, needsOwner: false });
  },
);
