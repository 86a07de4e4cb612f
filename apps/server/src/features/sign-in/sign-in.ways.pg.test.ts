import { getSession, signOut } from "@weft/api/people";
import { updateProvider } from "@weft/api/providers";
import { connectProvider, disconnectProvider, finishSignIn, giveSignInCode, listConnections } from "@weft/api/sign-in";
import { expect, test } from "vitest";
import { makePerson } from "../../testing/weft.ts";
import { insertPasskey } from "../passkeys/passkeys.make.ts";
import { secretPlace } from "../second-factor/second-factor.codes.ts";
import { codeOf } from "../second-factor/totp.ts";
import { sealSecret } from "../secrets/secrets.ts";
import { openProvider } from "./sign-in.issuers.make.ts";
import {
  addProvider,
  makeBrowser,
  makeSignedInBrowser,
  makeSignInWeft,
  signInAs,
  walkProvider,
} from "./sign-in.make.ts";

const ada = { email: "ada@example.org", email_verified: true, name: "Ada Lovelace" };

test("one's connections are listed and can be taken off, but for the last way in; nobody takes off another's", async () => {
  const { weft, ownerBrowser } = await makeSignInWeft();
  await using _ = weft;
  await using provider = await openProvider({ ada });
  const id = await addProvider(ownerBrowser, provider.url, { allowsSignUp: true });
  const browser = makeBrowser(weft);
  await signInAs(browser, id, "ada");
  const { connections, hasPassword } = await browser.client.call(listConnections, {});
  expect(connections).toEqual([
    { id: expect.any(String), providerId: id, name: "Uni", connectedAt: expect.any(String) },
  ]);
  expect(hasPassword).toBe(false);
  const params = { connectionId: connections[0]?.id as string };
  const lastWay = { code: "auth.last_way_in" };
  await expect(browser.client.call(disconnectProvider, { params })).rejects.toMatchObject(lastWay);
  const bob = await makeSignedInBrowser(weft, await makePerson(weft));
  const notTheirs = { code: "connection.not_found" };
  await expect(bob.client.call(disconnectProvider, { params })).rejects.toMatchObject(notTheirs);
  const { me } = await browser.client.call(getSession, {});
  await insertPasskey(weft, { id: "key", personId: me?.id as string, credentialId: "key" });
  await browser.client.call(disconnectProvider, { params });
  expect((await browser.client.call(listConnections, {})).connections).toEqual([]);
  await expect(signInAs(makeBrowser(weft), id, "ada")).resolves.toBeDefined();
});

test("a provider that is switched off is no way in", async () => {
  const { weft, ownerBrowser } = await makeSignInWeft();
  await using _ = weft;
  await using first = await openProvider({ ada });
  await using second = await openProvider({ ada });
  const ids = [
    await addProvider(ownerBrowser, first.url, { allowsSignUp: true }),
    await addProvider(ownerBrowser, second.url, { name: "Lab" }),
  ] as const;
  const browser = makeBrowser(weft);
  await signInAs(browser, ids[0], "ada");
  const { url } = await browser.client.call(connectProvider, { params: { providerId: ids[1] }, body: {} });
  await browser.client.call(finishSignIn, { body: await walkProvider(url, "ada") });
  await ownerBrowser.client.call(updateProvider, { params: { providerId: ids[1] }, body: { isEnabled: false } });
  const { connections } = await browser.client.call(listConnections, {});
  expect(connections.map(({ name, providerId }) => [name, providerId])).toEqual([
    ["Uni", ids[0]],
    ["Lab", null],
  ]);
  const params = { connectionId: connections[0]?.id as string };
  await expect(browser.client.call(disconnectProvider, { params })).rejects.toMatchObject({ code: "auth.last_way_in" });
});

test("where it is set, a sign-in with a provider asks for our own second factor too, in the same browser", async () => {
  const { weft, ownerBrowser } = await makeSignInWeft({ WEFT_PROVIDER_SECOND_FACTOR: "yes" });
  await using _ = weft;
  await using provider = await openProvider({ ada });
  const id = await addProvider(ownerBrowser, provider.url, { allowsSignUp: true });
  const browser = makeBrowser(weft);
  expect(await signInAs(browser, id, "ada")).toMatchObject({ isCodeAsked: false });
  const personId = (await browser.client.call(getSession, {})).me?.id as string;
  const key = Buffer.from("twenty bytes of a key");
  const secret = sealSecret(weft.weft, key.toString("base64"), secretPlace(personId));
  const factor = { person_id: personId, secret, confirmed_at: new Date() };
  await weft.weft.db.people.insertInto("second_factors").values(factor).execute();
  await browser.client.call(signOut, {});
  expect(await signInAs(browser, id, "ada")).toMatchObject({ isCodeAsked: true });
  expect((await browser.client.call(getSession, {})).me).toBeNull();
  const code = codeOf(key, Math.floor(Date.now() / 30_000));
  const refused = { code: "sign_in.refused" };
  await expect(makeBrowser(weft).client.call(giveSignInCode, { body: { code } })).rejects.toMatchObject(refused);
  const wrong = { code: "auth.wrong_credentials" };
  await expect(browser.client.call(giveSignInCode, { body: { code: "000000" } })).rejects.toMatchObject(wrong);
  await browser.client.call(giveSignInCode, { body: { code } });
  expect((await browser.client.call(getSession, {})).me?.id).toBe(personId);
});

test("a sign-in with a provider that fails is told in the trail", async () => {
  const { weft } = await makeSignInWeft();
  await using _ = weft;
  const asked = makeBrowser(weft).client.call(finishSignIn, { body: { state: "none", code: "none" } });
  await expect(asked).rejects.toMatchObject({ code: "sign_in.refused" });
  const { rows } = await weft.weft.db.peoplePool.query(
    "select count(*) as told from weft.audit where action = 'person.sign_in_failed'",
  );
  expect(rows).toEqual([{ told: 1 }]);
});
