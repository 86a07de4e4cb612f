import type { BodyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/passkeys";
import type { Passkey } from "@weft/api/passkeys";
import type { ProblemCode } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import { isAPIError } from "better-auth/api";
import type { FastifyRequest } from "fastify";
import type { Transaction } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { noteFailedSignIn } from "../audit/audit.refusals.ts";
import { addMail } from "../mails/mails.store.ts";
import { getPerson } from "../people/people.accounts.ts";
import { authOf } from "../people/people.auth.ts";
import { startSession } from "../people/people.cookies.ts";
import type { SignedIn } from "../people/people.sessions.ts";
import { checkOwnPassword, refuseDisabled } from "../people/people.sessions.ts";
import { keepAWayIn } from "../people/people.ways.ts";
import { readDevice } from "../sessions/sessions.device.ts";
import { deleteSessionByToken } from "../sessions/sessions.store.ts";
import { writePasskeyLetter } from "./passkeys.letter.ts";
import type { PasskeyRow } from "./passkeys.store.ts";
import {
  deletePasskeyOf,
  forgetOldQuestions,
  listPasskeysOf,
  renamePasskeyOf,
  touchPasskey,
} from "./passkeys.store.ts";

/** What WebAuthn exchanges, as JSON, and the cookie that binds it to this browser. */
interface Question {
  options: Record<string, unknown>;
  cookies: string[];
}

/** One's own passkeys, oldest first. */
export async function listPasskeys(weft: Weft, actor: Actor): Promise<{ passkeys: Passkey[] }> {
  return { passkeys: (await listPasskeysOf(weft.db.people, actor.personId)).map(shown) };
}

/** What the browser needs to make a passkey, after one's own password. */
export async function preparePasskey(
  weft: Weft,
  request: FastifyRequest,
  actor: Actor,
  password: string,
): Promise<Question> {
  await checkOwnPassword(weft, request, actor, password);
  const asked = await authOf(weft).api.generatePasskeyRegistrationOptions({
    headers: headersOf(request),
    returnHeaders: true,
  });
  return { options: { ...asked.response }, cookies: asked.headers.getSetCookie() };
}

/** Keeps a passkey that the browser made for what `preparePasskey` asked; its person is told by mail. */
export async function createPasskey(
  weft: Weft,
  request: FastifyRequest,
  actor: Actor,
  body: BodyOf<typeof contract.createPasskey>,
): Promise<Passkey> {
  const { browser, system } = readDevice(request.headers["user-agent"] ?? null);
  const name = body.name ?? ([browser, system].filter(Boolean).join(" · ") || "Passkey");
  const made = await refusing("request.invalid", () =>
    authOf(weft).api.verifyPasskeyRegistration({
      body: { name, response: body.response },
      headers: headersOf(request),
    }),
  );
  await weft.db.people.transaction().execute((trx) => tellOf(weft, trx, actor, "added", name));
  const found = (await listPasskeysOf(weft.db.people, actor.personId)).find(({ id }) => id === made.id);
  if (!found) throw missing();
  return shown(found);
}

/** Renames one's own passkey. */
export async function renamePasskey(weft: Weft, actor: Actor, passkeyId: string, name: string): Promise<void> {
  await weft.db.people.transaction().execute(async (trx) => {
    const before = await renamePasskeyOf(trx, actor.personId, passkeyId, name);
    if (before === undefined) throw missing();
    await recordPasskeys(trx, actor, { before: { passkey: before }, after: { passkey: name } });
  });
}

/** Removes one's own passkey, unless it is the last way in; its person is told by mail. */
export async function deletePasskey(weft: Weft, actor: Actor, passkeyId: string): Promise<void> {
  await weft.db.people.transaction().execute(async (trx) => {
    const name = await deletePasskeyOf(trx, actor.personId, passkeyId);
    if (name === undefined) throw missing();
    await keepAWayIn(weft, trx, actor.personId);
    await tellOf(weft, trx, actor, "removed", name);
  });
}

/** What the browser needs to sign in with a passkey; it may not skip asking for the person's finger, face or PIN. */
export async function askForPasskey(weft: Weft, request: FastifyRequest): Promise<Question> {
  await forgetOldQuestions(weft.db.people);
  // Whoever is signed in here already would be asked for their own only.
  const headers = new Headers({ origin: request.headers.origin ?? "" });
  const asked = await authOf(weft).api.generatePasskeyAuthenticationOptions({ headers, returnHeaders: true });
  return { options: { ...asked.response, userVerification: "required" }, cookies: asked.headers.getSetCookie() };
}

/** Opens a session with a passkey; a second factor is not asked for. */
export async function signInByPasskey(
  weft: Weft,
  request: FastifyRequest,
  { response }: BodyOf<typeof contract.signInByPasskey>,
): Promise<SignedIn> {
  const { session } = await refusing("auth.wrong_credentials", () =>
    authOf(weft).api.verifyPasskeyAuthentication({
      body: { response: response as never },
      headers: headersOf(request),
    }),
  ).catch(async (error: unknown) => {
    await noteFailedSignIn(weft, request, null);
    throw error;
  });
  // The library has opened a session of its own: ours takes its place.
  await deleteSessionByToken(weft.db.people, session.token);
  await refuseDisabled(weft, session.userId);
  await touchPasskey(weft.db.people, String(response.id));
  return { me: await getPerson(weft, session.userId), cookies: await startSession(weft, request, session.userId) };
}

async function tellOf(
  weft: Weft,
  trx: Transaction<WeftTables>,
  actor: Actor,
  event: "added" | "removed",
  name: string,
): Promise<void> {
  const reader = await getPerson(weft, actor.personId);
  const address = (weft.config.publicUrl ?? `http://localhost:${weft.config.port}`).replace(/\/$/, "");
  const letter = writePasskeyLetter(event, reader, { name, url: `${address}/settings/security` });
  await addMail(trx, letter, { smtp: weft.config.smtpUrl !== undefined });
  await recordPasskeys(trx, actor, { [event === "added" ? "after" : "before"]: { passkey: name } });
}

async function recordPasskeys(
  trx: Transaction<WeftTables>,
  actor: Actor,
  sides: { before?: object; after?: object },
): Promise<void> {
  const thing = { kind: "person" as const, id: actor.personId };
  await recordAudit(trx, actor, { action: "person.passkeys_changed", thing, ...sides });
}

async function refusing<T>(code: ProblemCode, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isAPIError(error)) throw error;
    throw new Problem(
      code,
      phrase`This passkey was not taken: it is unknown here, or the question it answers is over. Try again.`,
    );
  }
}

/** What the library goes by: who is signed in, which question was asked here, and from which page. */
function headersOf(request: FastifyRequest): Headers {
  const { cookie = "", origin = "" } = request.headers;
  return new Headers({ cookie, origin });
}

function shown({ id, name, created_at, last_used_at }: PasskeyRow): Passkey {
  return {
    id,
    name: name ?? "",
    createdAt: created_at.toISOString(),
    lastUsedAt: last_used_at?.toISOString() ?? null,
  };
}

function missing(): Problem {
  return new Problem("passkey.not_found", phrase`This passkey is no longer there, or it is not yours.`);
}
