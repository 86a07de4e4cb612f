import type { Person } from "@weft/api/people";
import { Problem } from "@weft/api/problems";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import { isAPIError } from "better-auth/api";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { getPerson } from "./people.accounts.ts";
import { authOf } from "./people.auth.ts";
import { findPasswordHash } from "./people.store.ts";
import { countSignInTry } from "./people.throttle.ts";

/** What a sign-in gives: the person, and the cookies that the door passes on. */
export interface SignedIn {
  me: Person;
  cookies: string[];
}

/** Opens a session; throws `auth.wrong_credentials` (as slowly for an unknown e-mail as for a wrong password) or `limit.reached`. */
export async function openSession(
  weft: Weft,
  request: FastifyRequest,
  credentials: { email: string; password: string },
): Promise<SignedIn> {
  const forgetTries = await countSignInTry(weft, request.ip, credentials.email);
  const { headers, response } = await refusingWrongPassword(phrase`E-mail or password is wrong.`, () =>
    authOf(weft).api.signInEmail({ body: credentials, headers: callerHeaders(request), returnHeaders: true }),
  );
  await forgetTries();
  return { me: await getPerson(weft, response.user.id), cookies: headers.getSetCookie() };
}

/** Whose e-mail and password these are, without opening a session; same problems and same time as `openSession`. */
export async function checkPassword(
  weft: Weft,
  request: FastifyRequest,
  credentials: { email: string; password: string },
): Promise<string> {
  const forgetTries = await countSignInTry(weft, request.ip, credentials.email);
  const { password } = await authOf(weft).$context;
  const found = await findPasswordHash(weft.db.people, credentials.email.toLowerCase());
  const isRight = found
    ? await password.verify({ hash: found.hash, password: credentials.password })
    : await password.hash(credentials.password).then(() => false);
  if (!found || !isRight) throw new Problem("auth.wrong_credentials", phrase`E-mail or password is wrong.`);
  await forgetTries();
  return found.personId;
}

/** Ends the session of the request's cookie; gives the cookies that take it out of the browser. */
export async function closeSession(weft: Weft, request: FastifyRequest): Promise<string[]> {
  const { headers } = await authOf(weft).api.signOut({ headers: sessionHeaders(request), returnHeaders: true });
  return headers.getSetCookie();
}

/** Lets the session of the request's cookie last longer when it is a day old; gives the cookie to pass on, if any. */
export async function renewSession(weft: Weft, request: FastifyRequest): Promise<string[]> {
  const { headers } = await authOf(weft).api.getSession({ headers: sessionHeaders(request), returnHeaders: true });
  return headers.getSetCookie();
}

/**
 * Sets a new password and ends every other session; throws `auth.wrong_credentials` when `current` is wrong. Tries are
 * counted as those to sign in are: who finds a browser open cannot guess the password there.
 */
export async function changePassword(
  weft: Weft,
  request: FastifyRequest,
  actor: Actor,
  passwords: { current: string; next: string },
): Promise<string[]> {
  const { email } = await getPerson(weft, actor.personId);
  const forgetTries = await countSignInTry(weft, request.ip, email);
  const { headers } = await refusingWrongPassword(phrase`The current password is wrong.`, () =>
    authOf(weft).api.changePassword({
      body: { currentPassword: passwords.current, newPassword: passwords.next, revokeOtherSessions: true },
      headers: sessionHeaders(request),
      returnHeaders: true,
    }),
  );
  await forgetTries();
  return headers.getSetCookie();
}

async function refusingWrongPassword<T>(text: Phrase, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (isAPIError(error) && ["INVALID_EMAIL_OR_PASSWORD", "INVALID_PASSWORD"].includes(String(error.body?.code)))
      throw new Problem("auth.wrong_credentials", text);
    throw error;
  }
}

function callerHeaders(request: FastifyRequest): Headers {
  return new Headers({ "user-agent": request.headers["user-agent"] ?? "", "x-forwarded-for": request.ip });
}

function sessionHeaders(request: FastifyRequest): Headers {
  const headers = callerHeaders(request);
  headers.set("cookie", request.headers.cookie ?? "");
  return headers;
}
