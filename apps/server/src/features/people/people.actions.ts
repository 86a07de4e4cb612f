import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/people";
import type { Person } from "@weft/api/people";
import { Problem } from "@weft/api/problems";
import type { Language } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import { version } from "../../version.ts";
import type { Weft } from "../../weft.ts";
import { listShown } from "../announcements/announcements.actions.ts";
import { Personal, recordAudit } from "../audit/audit.record.ts";
import { countUnread } from "../notices/notices.store.ts";
import { takeSignUp } from "../sign-ups/sign-ups.actions.ts";
import { getPerson } from "./people.accounts.ts";
import { openSession } from "./people.sessions.ts";
import { findPerson, hasOwner, listWorkspacesOf, updatePerson } from "./people.store.ts";
import { countSignInTry } from "./people.throttle.ts";

/** What a page needs first; without an actor, who is signed out. */
export async function getSession(
  weft: Weft,
  actor: Actor | null,
  language: Language,
): Promise<ReplyOf<typeof contract.getSession>> {
  const { signUp, passwordLengthMin } = weft.config;
  const announcements = await listShown(weft, actor?.personId ?? null, language);
  const instance = { signUp, passwordLengthMin, version, announcements };
  const db = weft.db.people;
  if (!actor) return { ...instance, me: null, needsOwner: !(await hasOwner(db)), workspaces: [], unreadNotices: 0 };
  const [me, needsOwner, workspaces, unreadNotices] = await Promise.all([
    findPerson(db, actor.personId),
    hasOwner(db).then((has) => !has),
    listWorkspacesOf(db, actor),
    countUnread(db, actor.personId),
  ]);
  return {
    ...instance,
    me: me ?? null,
    needsOwner,
    workspaces: workspaces.map(({ id, name, role }) => ({ id, name, role })),
    unreadNotices,
  };
}

/** Makes an account and opens a session with it, or says what it waits for; tries are counted as those to sign in are. */
export async function signUp(
  weft: Weft,
  request: FastifyRequest,
  body: BodyOf<typeof contract.signUp>,
): Promise<ReplyOf<typeof contract.signUp> & { cookies: string[] }> {
  await countSignInTry(weft, request.ip, body.email);
  const waitsFor = await takeSignUp(weft, body);
  if (waitsFor) return { me: null, waitsFor, cookies: [] };
  const signedIn = await openSession(weft, request, { email: body.email, password: body.password });
  return { ...signedIn, waitsFor };
}

/** Changes one's own profile; what is not given stays. */
export async function updateProfile(
  weft: Weft,
  actor: Actor,
  { timeZone, ...rest }: BodyOf<typeof contract.updateProfile>,
): Promise<Person> {
  if (timeZone && !isTimeZone(timeZone)) {
    throw new Problem("request.invalid", phrase`This time zone is not known: name one such as Europe/Paris.`, [
      { path: "timeZone", message: phrase`is not a known time zone` },
    ]);
  }
  await weft.db.people.transaction().execute(async (trx) => {
    const before = await findPerson(trx, actor.personId);
    await updatePerson(trx, actor.personId, { ...rest, time_zone: timeZone });
    const after = await findPerson(trx, actor.personId);
    if (before && after) await recordAudit(trx, actor, { action: "person.updated", ...profileChange(before, after) });
  });
  return getPerson(weft, actor.personId);
}

/** What of a profile is another than before; a name is told so that it can be erased. */
function profileChange(before: Person, after: Person): { before: object; after: object } {
  const keys = (["name", "language", "theme", "timeZone"] as const).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  const sideOf = (person: Person) =>
    Object.fromEntries(keys.map((key) => [key, key === "name" ? new Personal(person.id, person.name) : person[key]]));
  return { before: sideOf(before), after: sideOf(after) };
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
