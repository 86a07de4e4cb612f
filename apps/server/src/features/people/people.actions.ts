import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/people";
import type { Person } from "@weft/api/people";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import { version } from "../../version.ts";
import type { Weft } from "../../weft.ts";
import { createAccount, getPerson } from "./people.accounts.ts";
import type { SignedIn } from "./people.sessions.ts";
import { openSession } from "./people.sessions.ts";
import { countUnreadNotices, findPerson, hasOwner, listWorkspacesOf, updatePerson } from "./people.store.ts";
import { countSignInTry } from "./people.throttle.ts";

/** What a page needs first; without an actor, who is signed out. */
export async function getSession(weft: Weft, actor: Actor | null): Promise<ReplyOf<typeof contract.getSession>> {
  const instance = { signUp: weft.config.signUp, version };
  const db = weft.db.people;
  if (!actor) return { ...instance, me: null, needsOwner: !(await hasOwner(db)), workspaces: [], unreadNotices: 0 };
  const [me, needsOwner, workspaces, unreadNotices] = await Promise.all([
    findPerson(db, actor.personId),
    hasOwner(db).then((has) => !has),
    listWorkspacesOf(db, actor.personId),
    countUnreadNotices(db, actor.personId),
  ]);
  return {
    ...instance,
    me: me ?? null,
    needsOwner,
    workspaces: workspaces.map(({ id, name, role }) => ({ id, name, role })),
    unreadNotices,
  };
}

/** Makes an account and opens a session with it; tries are counted as those to sign in are. */
export async function signUp(
  weft: Weft,
  request: FastifyRequest,
  body: BodyOf<typeof contract.signUp>,
): Promise<SignedIn> {
  await countSignInTry(weft, request.ip, body.email);
  await createAccount(weft, body);
  return openSession(weft, request, { email: body.email, password: body.password });
}

/** Changes one's own profile; what is not given stays. */
export async function updateProfile(
  weft: Weft,
  actor: Actor,
  { timeZone, mails, ...rest }: BodyOf<typeof contract.updateProfile>,
): Promise<Person> {
  if (timeZone && !isTimeZone(timeZone)) {
    throw new Problem("request.invalid", phrase`This time zone is not known: name one such as Europe/Paris.`, [
      { path: "timeZone", message: phrase`is not a known time zone` },
    ]);
  }
  await updatePerson(weft.db.people, actor.personId, { ...rest, time_zone: timeZone }, mails);
  return getPerson(weft, actor.personId);
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
