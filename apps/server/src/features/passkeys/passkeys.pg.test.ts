import { Problem } from "@weft/api/problems";
import { getSession, signIn, signUp } from "@weft/api/people";
import {
  askForPasskey,
  createPasskey,
  deletePasskey,
  listPasskeys,
  preparePasskey,
  renamePasskey,
  signInByPasskey,
} from "@weft/api/passkeys";
import { disablePerson } from "@weft/api/people-access";
import { confirmSecondFactor, prepareSecondFactor } from "@weft/api/second-factor";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { secretPlace } from "../second-factor/second-factor.codes.ts";
import { codeOf } from "../second-factor/totp.ts";
import { openSecret } from "../secrets/secrets.ts";
import type { Browser } from "../sign-in/sign-in.make.ts";
import { makeBrowser, makeSignedInBrowser } from "../sign-in/sign-in.make.ts";
import { makeAuthenticator } from "./passkeys.make.ts";

const origin = "https://weft.example.org";
const rpId = "weft.example.org";
const password = "correct horse battery";

let weft: TestWeft;
let owner: TestPerson;
beforeAll(async () => {
  weft = await makeTestWeft({ WEFT_PUBLIC_URL: origin, WEFT_SIGN_UP: "open" });
  owner = await makePerson(weft, { isInstanceOwner: true });
});
afterAll(() => weft[Symbol.asyncDispose]());

/** Somebody with a password and a signed-in browser. */
async function makeAda() {
  const email = `${crypto.randomUUID()}@example.org`;
  const browser = makeBrowser(weft);
  const { me } = await browser.client.call(signUp, { body: { email, password, name: "Lise" } });
  return { email, browser, personId: me?.id as string };
}

const challengeOf = ({ options }: { options: Record<string, unknown> }) => options.challenge as string;

async function add({ client }: Browser, device = makeAuthenticator(rpId), more = {}) {
  const challenge = challengeOf(await client.call(preparePasskey, { body: { password } }));
  const made = device.make({ challenge, origin, ...more });
  return { device, passkey: await client.call(createPasskey, { body: { name: "Laptop", response: made } }) };
}

async function enter({ client }: Browser, device: ReturnType<typeof makeAuthenticator>, more = {}) {
  const challenge = challengeOf(await client.call(askForPasskey, {}));
  return client.call(signInByPasskey, { body: { response: device.sign({ challenge, origin, ...more }) } });
}

const refused = { code: "auth.wrong_credentials" };

test("a passkey signs in from another browser, and is listed, renamed and removed; its person is told by mail", async () => {
  const { browser, email, personId } = await makeAda();
  await expect(browser.client.call(preparePasskey, { body: { password: "not this one" } })).rejects.toMatchObject(
    refused,
  );
  const { device, passkey } = await add(browser);
  expect(passkey).toMatchObject({ name: "Laptop", lastUsedAt: null });
  const other = makeBrowser(weft);
  expect((await enter(other, device)).me.id).toBe(personId);
  expect((await other.client.call(getSession, {})).me?.id).toBe(personId);
  const params = { passkeyId: passkey.id };
  await browser.client.call(renamePasskey, { params, body: { name: "Old laptop" } });
  const { passkeys } = await browser.client.call(listPasskeys, {});
  expect(passkeys).toEqual([{ ...passkey, name: "Old laptop", lastUsedAt: expect.any(String) }]);
  await browser.client.call(deletePasskey, { params });
  await expect(enter(makeBrowser(weft), device)).rejects.toMatchObject(refused);
  const mails = await weft.weft.db.people.selectFrom("mails").select("subject").where("to", "=", email).execute();
  expect(mails.map(({ subject }) => subject)).toEqual([
    "A passkey was added to your account",
    "A passkey was removed from your account",
  ]);
});

test("with a passkey no second factor is asked; with the password it is", async () => {
  const { browser, email, personId } = await makeAda();
  const { device } = await add(browser);
  await browser.client.call(prepareSecondFactor, { body: { password } });
  const { secret } = await weft.weft.db.people
    .selectFrom("second_factors")
    .select("secret")
    .where("person_id", "=", personId)
    .executeTakeFirstOrThrow();
  const key = Buffer.from(openSecret(weft.weft, secret, secretPlace(personId)) ?? "", "base64");
  await browser.client.call(confirmSecondFactor, { body: { code: codeOf(key, Math.floor(Date.now() / 30_000)) } });
  const other = makeBrowser(weft);
  await expect(other.client.call(signIn, { body: { email, password } })).rejects.toMatchObject({
    code: "auth.second_factor",
  });
  expect((await enter(other, device)).me.id).toBe(personId);
});

test("an answer counts once, in the browser that asked, from our own pages, for our own name, and with its person asked", async () => {
  const { browser } = await makeAda();
  const { device } = await add(browser);
  const guest = makeBrowser(weft);
  const challenge = challengeOf(await guest.client.call(askForPasskey, {}));
  const response = device.sign({ challenge, origin });
  await expect(makeBrowser(weft).client.call(signInByPasskey, { body: { response } })).rejects.toMatchObject(refused);
  await guest.client.call(signInByPasskey, { body: { response } });
  await expect(guest.client.call(signInByPasskey, { body: { response } })).rejects.toMatchObject(refused);
  const wrong = [
    { origin: "https://evil.example.org" },
    { origin: "http://weft.example.org" },
    { isPersonAsked: false },
  ];
  for (const more of wrong) await expect(enter(makeBrowser(weft), device, more)).rejects.toMatchObject(refused);
  const elsewhere = makeAuthenticator("evil.example.org");
  await expect(add(browser, elsewhere)).rejects.toMatchObject({ code: "request.invalid" });
  for (const more of wrong)
    await expect(add(browser, makeAuthenticator(rpId), more)).rejects.toMatchObject({ code: "request.invalid" });
});

test("a question to make a passkey is no question to sign in, and is its asker's alone", async () => {
  const [ada, bob] = [await makeAda(), await makeAda()];
  const { device } = await add(ada.browser);
  const challenge = challengeOf(await ada.browser.client.call(preparePasskey, { body: { password } }));
  const response = device.sign({ challenge, origin });
  await expect(ada.browser.client.call(signInByPasskey, { body: { response } })).rejects.toMatchObject(refused);
  const asked = await ada.browser.client.call(preparePasskey, { body: { password } });
  // As if Bob had taken over what Ada's browser keeps of the question.
  for (const [name, value] of ada.browser.jar) if (!name.includes("session")) bob.browser.jar.set(name, value);
  const made = makeAuthenticator(rpId).make({ challenge: challengeOf(asked), origin });
  const stolen = bob.browser.client.call(createPasskey, { body: { response: made } });
  await expect(stolen).rejects.toMatchObject({ code: "request.invalid" });
});

test("a device that counts backwards is a copy, and is refused", async () => {
  const { browser } = await makeAda();
  const { device } = await add(browser);
  await enter(makeBrowser(weft), device);
  await weft.weft.db.peoplePool.query("update weft.passkeys set counter = 1000 where credential_id = $1", [device.id]);
  await expect(enter(makeBrowser(weft), device)).rejects.toMatchObject(refused);
});

test("somebody else's passkey is neither seen, renamed nor removed, and nobody signs in with it as themselves", async () => {
  const [ada, bob] = [await makeAda(), await makeAda()];
  const { device, passkey } = await add(ada.browser);
  const params = { passkeyId: passkey.id };
  expect((await bob.browser.client.call(listPasskeys, {})).passkeys).toEqual([]);
  const { client } = bob.browser;
  const missing = { code: "passkey.not_found" };
  await expect(client.call(renamePasskey, { params, body: { name: "Mine" } })).rejects.toMatchObject(missing);
  await expect(client.call(deletePasskey, { params })).rejects.toMatchObject(missing);
  await expect(add(bob.browser, device)).rejects.toBeInstanceOf(Problem);
  expect((await enter(bob.browser, device)).me.id).toBe(ada.personId);
});

test("who is disabled does not come in by a passkey either", async () => {
  const { browser, personId } = await makeAda();
  const { device } = await add(browser);
  const owners = await makeSignedInBrowser(weft, owner);
  await owners.client.call(disablePerson, { params: { personId } });
  await expect(enter(makeBrowser(weft), device)).rejects.toMatchObject({ code: "auth.forbidden" });
});

test("the trail tells of passkeys that come and go, and of tries that failed", async () => {
  const { browser, personId } = await makeAda();
  const { passkey, device } = await add(browser);
  await enter(makeBrowser(weft), device, { origin: "https://evil.example.org" }).catch(() => null);
  await browser.client.call(deletePasskey, { params: { passkeyId: passkey.id } });
  const { rows } = await weft.weft.db.peoplePool.query<{ action: string }>(
    "select action from weft.audit where person_id = $1 or action = 'person.sign_in_failed' order by number",
    [personId],
  );
  const actions = rows.map(({ action }) => action);
  expect(actions.filter((action) => action === "person.passkeys_changed")).toHaveLength(2);
  expect(actions).toContain("person.sign_in_failed");
});
