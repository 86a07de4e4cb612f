import type { Person } from "@weft/api/people";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit, senderOf } from "../audit/audit.record.ts";
import { noteFailedSignIn } from "../audit/audit.refusals.ts";
import { tryCode } from "../second-factor/second-factor.codes.ts";
import { endSessions } from "../sessions/sessions.actions.ts";
import { deleteSessionByToken } from "../sessions/sessions.store.ts";
import { checkNewPassword, getPerson } from "./people.accounts.ts";
import { authOf } from "./people.auth.ts";
import { forgetSession, sessionTokenOf, startSession } from "./people.cookies.ts";
import { hashPassword, isOldHash, verifyPassword } from "./people.passwords.ts";
import { findPasswordHash, isDisabled, setPasswordHash } from "./people.store.ts";
import { countSignInTry } from "./people.throttle.ts";

/** What somebody shows to be let in; a code when the account has a second factor. */
interface Credentials {
  email: string;
  password: string;
  code?: string;
}

/** What a sign-in gives: the person, and the cookies that the door passes on. */
export interface SignedIn {
  me: Person;
  cookies: string[];
}

/** Opens a session with what `checkPassword` asks for. */
export async function openSession(weft: Weft, request: FastifyRequest, credentials: Credentials): Promise<SignedIn> {
  const personId = await checkPassword(weft, request, credentials);
  return { me: await getPerson(weft, personId), cookies: await startSession(weft, request, personId) };
}

/**
 * Whose e-mail and password these are, without opening a session; throws `auth.wrong_credentials` (as slowly for an
 * unknown e-mail as for a wrong password), `auth.second_factor` when a code is lacking, `limit.reached`, or
 * `auth.forbidden` for who is disabled.
 */
export async function checkPassword(weft: Weft, request: FastifyRequest, credentials: Credentials): Promise<string> {
  const tried = await countSignInTry(weft, request.ip, credentials.email);
  const found = await findPasswordHash(weft.db.people, credentials.email.toLowerCase());
  const isRight = found
    ? await verifyPassword(found.hash, credentials.password)
    : await hashPassword(credentials.password).then(() => false);
  if (!found || !isRight) {
    await noteFailedSignIn(weft, request, found?.personId ?? null);
    throw new Problem("auth.wrong_credentials", phrase`E-mail or password is wrong.`);
  }
  const { personId, hash } = found;
  await refuseDisabled(weft, personId);
  const outcome = await tryCode(weft, personId, credentials.code);
  if (outcome === "wrong") {
    await noteFailedSignIn(weft, request, personId);
    throw wrongCode();
  }
  if (outcome === "lacking") {
    await tried.wasNone();
    throw new Problem(
      "auth.second_factor",
      phrase`Enter the code that your authenticator app shows, or one of your recovery codes.`,
    );
  }
  await tried.wasRight();
  if (isOldHash(hash)) await setPasswordHash(weft.db.people, personId, await hashPassword(credentials.password));
  return personId;
}

/** What is said to who enters a code that is wrong, or was used. */
export function wrongCode(): Problem {
  return new Problem("auth.wrong_credentials", phrase`This code is wrong or was used already. Wait for the next one.`, [
    { path: "code", message: phrase`is wrong or was used already` },
  ]);
}

/** Throws `auth.forbidden` when whoever runs the instance has disabled this person. */
export async function refuseDisabled(weft: Weft, personId: string): Promise<void> {
  if (await isDisabled(weft.db.people, personId))
    throw new Problem("auth.forbidden", phrase`This account is disabled. Ask the people who run this instance.`);
}

/** Ends the session of the request's cookie, with its sockets; gives the cookies that take it out of the browser. */
export async function closeSession(weft: Weft, request: FastifyRequest): Promise<string[]> {
  const token = sessionTokenOf(weft, request);
  const personId = token === null ? undefined : await deleteSessionByToken(weft.db.people, token);
  if (personId) {
    await announce(weft.db.people, { about: "person", personId });
    await recordAudit(weft.db.people, senderOf(request, personId), { action: "person.signed_out" });
  }
  return forgetSession(weft);
}

/** Lets the session of the request's cookie last longer when it is a day old; gives the cookie to pass on, if any. */
export async function renewSession(weft: Weft, request: FastifyRequest): Promise<string[]> {
  const headers = new Headers({ cookie: request.headers.cookie ?? "" });
  const renewed = await authOf(weft).api.getSession({ headers, returnHeaders: true });
  return renewed.headers.getSetCookie();
}

/**
 * Sets a new password, ends every session and opens a new one here; throws `auth.wrong_credentials` when `current` is
 * wrong. Tries are counted as those to sign in are: who finds a browser open cannot guess the password there.
 */
export async function changePassword(
  weft: Weft,
  request: FastifyRequest,
  actor: Actor,
  passwords: { current: string; next: string },
): Promise<string[]> {
  const me = await getPerson(weft, actor.personId);
  await checkOwnPassword(weft, request, actor, passwords.current);
  checkNewPassword(weft, passwords.next, me, "next");
  await setPasswordHash(weft.db.people, actor.personId, await hashPassword(passwords.next));
  await recordAudit(weft.db.people, actor, { action: "person.password_changed" });
  await endSessions(weft, actor.personId);
  return startSession(weft, request, actor.personId);
}

/** Asks for one's own password again before what matters; throws `auth.wrong_credentials`, or `request.invalid` without one. */
export async function checkOwnPassword(
  weft: Weft,
  request: FastifyRequest,
  actor: Actor,
  password: string,
): Promise<void> {
  const { email } = await getPerson(weft, actor.personId);
  const tried = await countSignInTry(weft, request.ip, email);
  const found = await findPasswordHash(weft.db.people, email);
  if (!found) {
    await tried.wasNone();
    throw new Problem(
      "request.invalid",
      phrase`This account has no password yet: ask for a link to set one on the sign-in page.`,
    );
  }
  if (!(await verifyPassword(found.hash, password)))
    throw new Problem("auth.wrong_credentials", phrase`The current password is wrong.`);
  await tried.wasRight();
}
