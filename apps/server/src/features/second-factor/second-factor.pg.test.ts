import { createClient } from "@weft/api/client";
import { signIn, signUp } from "@weft/api/people";
import {
  confirmSecondFactor,
  getSecondFactor,
  prepareSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from "@weft/api/second-factor";
import { signInForToken } from "@weft/api/tokens";
import { expect, test } from "vitest";
import type { TestWeft } from "../../testing/weft.ts";
import { makeTestWeft } from "../../testing/weft.ts";
import { makeSession } from "../people/people.make.ts";
import { secretPlace } from "./second-factor.codes.ts";
import { openSecret } from "../secrets/secrets.ts";
import { codeOf } from "./totp.ts";

const email = "ada@example.org";
const password = "correct horse battery";

/** Somebody signed in, whose app shows `codeAt(0)` now and `codeAt(1)` in the next half minute. */
async function makeAda(weft: TestWeft) {
  const anonymous = createClient({ url: weft.url });
  const { me } = await anonymous.call(signUp, { body: { email, password, name: "Lise" } });
  const personId = me?.id as string;
  const client = createClient({ url: weft.url, headers: await makeSession(weft, personId) });
  const codeAt = async (steps: number) => {
    const row = await weft.weft.db.people.selectFrom("second_factors").selectAll().executeTakeFirstOrThrow();
    const secret = openSecret(weft.weft, row.secret, secretPlace(personId));
    return codeOf(Buffer.from(secret ?? "", "base64"), Math.floor(Date.now() / 30_000) + steps);
  };
  return { anonymous, client, codeAt };
}

async function turnOn({ client, codeAt }: Awaited<ReturnType<typeof makeAda>>) {
  await client.call(prepareSecondFactor, { body: { password } });
  return client.call(confirmSecondFactor, { body: { code: await codeAt(0) } });
}

test("with a second factor on, the password alone lets nobody in, by page or by command line; a code does, once", async () => {
  await using weft = await makeTestWeft();
  const ada = await makeAda(weft);
  const { anonymous, codeAt } = ada;
  await turnOn(ada);
  await expect(anonymous.call(signIn, { body: { email, password } })).rejects.toMatchObject({
    code: "auth.second_factor",
  });
  await expect(anonymous.call(signInForToken, { body: { email, password, name: "cli" } })).rejects.toMatchObject({
    code: "auth.second_factor",
  });
  const code = await codeAt(1);
  expect((await anonymous.call(signIn, { body: { email, password, code } })).me.email).toBe(email);
  await expect(anonymous.call(signIn, { body: { email, password, code } })).rejects.toMatchObject({
    code: "auth.wrong_credentials",
    issues: [{ path: "code" }],
  });
});

test("it asks for nothing before a code was confirmed, and the password is asked before it is set up or removed", async () => {
  await using weft = await makeTestWeft();
  const ada = await makeAda(weft);
  const { anonymous, client } = ada;
  await expect(client.call(prepareSecondFactor, { body: { password: "not this one" } })).rejects.toMatchObject({
    code: "auth.wrong_credentials",
  });
  const { secret, uri } = await client.call(prepareSecondFactor, { body: { password } });
  expect(uri).toContain(secret);
  const stored = JSON.stringify(await weft.weft.db.people.selectFrom("second_factors").selectAll().execute());
  expect(stored).not.toContain(secret);
  await anonymous.call(signIn, { body: { email, password } });
  await expect(client.call(confirmSecondFactor, { body: { code: "000000" } })).rejects.toMatchObject({
    code: "auth.wrong_credentials",
  });
  await turnOn(ada);
  expect(await client.call(getSecondFactor, {})).toEqual({ isOn: true, recoveryCodesLeft: 10 });
  await expect(client.call(prepareSecondFactor, { body: { password } })).rejects.toMatchObject({
    code: "request.invalid",
  });
  await client.call(removeSecondFactor, { body: { password } });
  await anonymous.call(signIn, { body: { email, password } });
});

test("a recovery code lets in once, is kept only as a hash, and new ones end the old", async () => {
  await using weft = await makeTestWeft();
  const ada = await makeAda(weft);
  const { anonymous, client } = ada;
  const { recoveryCodes } = await turnOn(ada);
  const [code, spare] = recoveryCodes as [string, string];
  const stored = JSON.stringify(await weft.weft.db.people.selectFrom("recovery_codes").selectAll().execute());
  expect(stored).not.toContain(code);
  await anonymous.call(signIn, { body: { email, password, code: code.toUpperCase().replaceAll("-", " ") } });
  await expect(anonymous.call(signIn, { body: { email, password, code } })).rejects.toMatchObject({
    code: "auth.wrong_credentials",
  });
  expect(await client.call(getSecondFactor, {})).toEqual({ isOn: true, recoveryCodesLeft: 9 });
  await client.call(renewRecoveryCodes, { body: { password } });
  await expect(anonymous.call(signIn, { body: { email, password, code: spare } })).rejects.toMatchObject({
    code: "auth.wrong_credentials",
  });
});

test("codes cannot be guessed by trying: after ten wrong ones even the right one waits", async () => {
  await using weft = await makeTestWeft();
  const ada = await makeAda(weft);
  const { anonymous } = ada;
  const { recoveryCodes } = await turnOn(ada);
  for (let count = 0; count < 10; count++)
    await expect(anonymous.call(signIn, { body: { email, password, code: "aaaa" } })).rejects.toMatchObject({
      code: "auth.wrong_credentials",
    });
  await expect(anonymous.call(signIn, { body: { email, password, code: recoveryCodes[0] } })).rejects.toMatchObject({
    code: "limit.reached",
  });
});
