import { createClient } from "@weft/api/client";
import { createProvider } from "@weft/api/providers";
import { makeId } from "@weft/model/ids";
import { makePerson } from "../../testing/weft.ts";
import { insertPasskey } from "../passkeys/passkeys.make.ts";
import { makeSession } from "../people/people.make.ts";
import { listSessionsOf } from "../sessions/sessions.store.ts";
import { listConnectionsOf } from "../sign-in/sign-in.connections.store.ts";
import { insertConnection } from "../sign-in/sign-in.store.ts";
import { hashSecret } from "../tokens/tokens.secret.ts";
import { insertToken } from "../tokens/tokens.store.ts";
import type { Caller, World } from "./permissions.callers.ts";
import type { Fixture, Trial } from "./permissions.fixtures.ts";

const plain: Fixture = () => ({});
const wrongSignIn = { email: "nobody@example.org", password: "wrong wrong wrong" };

/** Requests that work at the doors of accounts: tokens, sessions, sign-in and how people are let in. */
export const accountFixtures: Record<string, Fixture> = {
  "tokens.list": plain,
  "tokens.create": () => ({ body: { name: "T", scopes: ["read"] } }),
  "tokens.delete": async ({ test, owner }, { personId }) => ({
    params: { tokenId: await newToken(test.weft.db.people, personId || owner.personId) },
  }),
  "workspace_tokens.list": ({ owner: { workspaceId } }) => ({ params: { workspaceId } }),
  "workspace_tokens.create": ({ owner: { workspaceId } }) => ({
    params: { workspaceId },
    body: { name: "T", role: "viewer", scopes: ["read"] },
  }),
  "workspace_tokens.delete": async ({ test, owner: { workspaceId } }) => {
    const { personId } = await makePerson(test);
    return { params: { workspaceId, tokenId: await newToken(test.weft.db.people, personId, workspaceId) } };
  },
  "tokens.sign_in": () => ({ body: { ...wrongSignIn, name: "cli" }, works: [401, 429] }),
  "session.get": plain,
  "session.sign_up": () => ({
    body: { name: "N", email: `${crypto.randomUUID()}@example.org`, password: "a long enough one" },
  }),
  "session.sign_in": () => ({ body: wrongSignIn, works: [401, 429] }),
  "session.sign_out": ({ test }, caller) => freshSession(test, caller),
  "profile.update": () => ({ body: { theme: "dark" } }),
  "session.ask_password_link": () => ({ body: { email: `${crypto.randomUUID()}@example.org` } }),
  "session.set_password": () => ({ body: { secret: "none", password: "a long enough one" }, works: [410] }),
  "session.verify_email": () => ({ body: { secret: "none" }, works: [410] }),
  "sessions.list": plain,
  "sessions.end": async ({ test, owner }, { personId }) => {
    const ownerId = personId || owner.personId;
    await makeSession(test, ownerId);
    const sessions = await listSessionsOf(test.weft.db.people, ownerId);
    // The newest: with the others the callers came.
    const [newest] = sessions.toSorted((a, b) => b.created_at.getTime() - a.created_at.getTime());
    return { params: { sessionId: newest?.id as string } };
  },
  // Somebody's own session, or the callers would lose theirs.
  "sessions.end_others": async ({ test }, { headers }) => {
    const { personId } = await makePerson(test);
    return { headers: headers.cookie ? { ...(await makeSession(test, personId)) } : {} };
  },
  "second_factor.get": plain,
  "profile.send_verification": plain,
  // These people have no password: the action refuses with 400, past the door.
  "second_factor.prepare": () => ({ body: { password: "wrong wrong" }, works: [400] }),
  "second_factor.confirm": () => ({ body: { code: "000000" }, works: [400] }),
  "second_factor.renew_codes": () => ({ body: { password: "wrong wrong" }, works: [400] }),
  "second_factor.remove": () => ({ body: { password: "wrong wrong" }, works: [400] }),
  "passkeys.list": plain,
  "passkeys.prepare": () => ({ body: { password: "wrong wrong" }, works: [400] }),
  // Nobody asked for one: past the door it is refused for that.
  "passkeys.create": () => ({ body: { response: { id: "none" } }, works: [400] }),
  "passkeys.update": async (world, caller) => ({ ...(await newPasskey(world, caller)), body: { name: "P" } }),
  "passkeys.delete": async (world, caller) => {
    await newPasskey(world, caller);
    return newPasskey(world, caller);
  },
  "session.ask_for_passkey": plain,
  "session.sign_in_by_passkey": () => ({ body: { response: { id: "none" } }, works: [401] }),
  "sign_in.connections": plain,
  // The passkey is the way in that is left.
  "sign_in.disconnect": async (world, caller) => {
    await newPasskey(world, caller);
    return { params: { connectionId: await newConnection(world, caller) } };
  },
  "people.unlock": () => ({ body: { email: "nobody@example.org" } }),
  "people.disable": async ({ test }) => ({ params: { personId: (await makePerson(test)).personId } }),
  "people.enable": async ({ test }) => ({ params: { personId: (await makePerson(test)).personId } }),
  "profile.change_password": () => ({ body: { current: "wrong wrong", next: "another long one" }, works: [400] }),
  "sign_in.list": plain,
  // Nothing answers at these issuers: past the door a sign-in fails for that.
  "sign_in.start": async (world) => ({ params: { providerId: await newProvider(world) }, body: {}, works: [502] }),
  "sign_in.connect": async (world) => ({ params: { providerId: await newProvider(world) }, body: {}, works: [502] }),
  "sign_in.finish": () => ({ body: { state: "none", code: "none" }, works: [403] }),
  "sign_in.code": () => ({ body: { code: "000000" }, works: [403] }),
  "providers.list": plain,
  "providers.create": () => ({ body: { name: "P", issuer: newIssuer(), clientId: "weft" } }),
  "providers.update": async (world) => ({ params: { providerId: await newProvider(world) }, body: { name: "P" } }),
  "providers.delete": async (world) => ({ params: { providerId: await newProvider(world) } }),
  "providers.test": async (world) => ({ params: { providerId: await newProvider(world) } }),
};

const newIssuer = () => `https://nowhere.invalid/${crypto.randomUUID()}`;

async function newProvider({ test, owner }: World): Promise<string> {
  const client = createClient({ url: test.url, headers: await makeSession(test, owner.personId) });
  return (await client.call(createProvider, { body: { name: "P", issuer: newIssuer(), clientId: "weft" } })).id;
}

async function newToken(
  db: World["test"]["weft"]["db"]["people"],
  personId: string,
  workspaceId?: string,
): Promise<string> {
  const id = makeId("token");
  const token = { id, personId, workspaceId, name: "t", start: "weft_", hash: hashSecret(id), scopes: [] };
  await insertToken(db, { ...token, expiresAt: null });
  return id;
}

async function newPasskey({ test, owner }: World, { personId }: Caller): Promise<Trial> {
  const id = crypto.randomUUID();
  await insertPasskey(test, { id, personId: personId || owner.personId, credentialId: id });
  return { params: { passkeyId: id } };
}

async function newConnection({ test, owner }: World, { personId }: Caller): Promise<string> {
  const issuer = newIssuer();
  await insertConnection(test.weft.db.people, personId || owner.personId, { issuer, subject: issuer });
  const { connections } = await listConnectionsOf(test.weft.db.people, personId || owner.personId);
  return connections.find((connection) => connection.issuer === issuer)?.id ?? "";
}

async function freshSession(test: World["test"], caller: Caller): Promise<Trial> {
  return { headers: caller.headers.cookie ? { ...(await makeSession(test, caller.personId)) } : {} };
}
