import type { QueryOf, ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/people-access";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Transaction } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import { cutPage, readCursor } from "../../doors/page-cursor.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { addMail } from "../mails/mails.store.ts";
import { deleteSecondFactor } from "../second-factor/second-factor.store.ts";
import { deleteSessionsOf } from "../sessions/sessions.store.ts";
import type { DirectoryRow } from "./people.directory.store.ts";
import { findAddressee, findPeople, setInstanceOwner } from "./people.directory.store.ts";
import { writeResetLetter } from "./people.letters.ts";
import { makeLink } from "./people.links.ts";
import { findPersonToMail } from "./people.links.store.ts";
import { countOwners, lockSignUp, setDisabled } from "./people.store.ts";
import { unlockAccount } from "./people.throttle.ts";

const pageRows = 50;

/** Everybody who has an account, with how they come in; never what they sign in with. */
export async function listPeople(
  weft: Weft,
  actor: Actor,
  query: QueryOf<typeof contract.listPeople>,
): Promise<ReplyOf<typeof contract.listPeople>> {
  needOwner(actor);
  const { search, state, limit = pageRows } = query;
  const before = readCursor(query.cursor);
  const found = await findPeople(weft.db.people, { search, state, limit: limit + 1, before });
  const { rows, next } = cutPage(found, limit);
  return { people: rows.map(shown), next };
}

function shown(row: DirectoryRow) {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    isEmailVerified: row.email_verified,
    isInstanceOwner: row.is_instance_owner,
    state: row.disabled_at ? ("disabled" as const) : row.is_locked ? ("locked" as const) : ("active" as const),
    hasSecondFactor: row.has_second_factor,
    sessions: row.sessions,
    workspaces: row.workspaces,
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}

/** Opens an account that wrong passwords have shut; says nothing of whether there is one. */
export async function unlockPerson(weft: Weft, actor: Actor, email: string): Promise<void> {
  needOwner(actor);
  await unlockAccount(weft, email);
  const person = await findPersonToMail(weft.db.people, { email: email.toLowerCase() });
  const thing = person && { kind: "person" as const, id: person.personId };
  await recordAudit(weft.db.people, actor, { action: "person.unlocked", thing });
}

/** Shuts a person out at once, in every process: no session, token or socket of theirs works any more. */
export async function disablePerson(weft: Weft, actor: Actor, personId: string): Promise<void> {
  needOwner(actor);
  if (personId === actor.personId)
    throw new Problem("auth.forbidden", phrase`The owner of the instance cannot be shut out of it.`);
  await weft.db.people.transaction().execute(async (trx) => {
    await lockSignUp(trx);
    if (!(await setDisabled(trx, personId, true))) throw missing(personId);
    await keepAnOwner(trx);
    await deleteSessionsOf(trx, personId);
    await recordAudit(trx, actor, { action: "person.disabled", thing: { kind: "person", id: personId } });
    await announce(trx, { about: "person", personId });
  });
}

/** Lets a disabled person in again: they sign in anew, their tokens work as before. */
export async function enablePerson(weft: Weft, actor: Actor, personId: string): Promise<void> {
  needOwner(actor);
  await weft.db.people.transaction().execute(async (trx) => {
    if (!(await setDisabled(trx, personId, false))) throw missing(personId);
    await recordAudit(trx, actor, { action: "person.enabled", thing: { kind: "person", id: personId } });
  });
}

/** Signs a person out everywhere at once, sockets included. */
export async function endPersonSessions(weft: Weft, actor: Actor, personId: string): Promise<void> {
  needOwner(actor);
  await weft.db.people.transaction().execute(async (trx) => {
    await getAddressee(trx, personId);
    await deleteSessionsOf(trx, personId);
    await recordAudit(trx, actor, { action: "person.session_ended", thing: { kind: "person", id: personId } });
    await announce(trx, { about: "person", personId });
  });
}

/**
 * Turns off the second factor of somebody who lost it: from here on their password alone lets them in. Their sessions
 * end, and they are told by mail, so that nobody is talked into it unseen.
 */
export async function resetSecondFactor(weft: Weft, actor: Actor, personId: string): Promise<void> {
  needOwner(actor);
  await weft.db.people.transaction().execute(async (trx) => {
    const person = await getAddressee(trx, personId);
    await deleteSecondFactor(trx, personId);
    await deleteSessionsOf(trx, personId);
    const address = (weft.config.publicUrl ?? `http://localhost:${weft.config.port}`).replace(/\/$/, "");
    const letter = writeResetLetter(person, `${address}/settings/security`);
    await addMail(trx, letter, { smtp: weft.config.smtpUrl !== undefined });
    const thing = { kind: "person" as const, id: personId };
    await recordAudit(trx, actor, { action: "person.second_factor_changed", thing, after: { isOn: false } });
    await announce(trx, { about: "person", personId });
  });
}

/** Sends somebody a link to set a new password; gives it where there is no mail server to bring it. */
export async function sendPasswordLink(weft: Weft, actor: Actor, personId: string): Promise<{ link: string | null }> {
  needOwner(actor);
  const addressee = await findAddressee(weft.db.people, personId);
  const person = addressee && (await findPersonToMail(weft.db.people, addressee));
  if (!person) throw missing(personId);
  const byHand = weft.config.smtpUrl === undefined;
  return weft.db.people.transaction().execute(async (trx) => {
    const thing = { kind: "person", id: personId } as const;
    await recordAudit(trx, actor, { action: "person.password_link_sent", thing });
    const link = await makeLink(weft, trx, person, "password", { byHand });
    return { link: byHand ? link : null };
  });
}

/** Lets a person run the instance, or no longer; who may come in and runs it is never nobody. */
export async function changeInstanceOwner(
  weft: Weft,
  actor: Actor,
  personId: string,
  isInstanceOwner: boolean,
): Promise<void> {
  needOwner(actor);
  await weft.db.people.transaction().execute(async (trx) => {
    await lockSignUp(trx);
    const before = await getAddressee(trx, personId);
    if (before.is_instance_owner === isInstanceOwner) return;
    await setInstanceOwner(trx, personId, isInstanceOwner);
    await keepAnOwner(trx);
    const action = isInstanceOwner ? "person.made_owner" : "person.unmade_owner";
    await recordAudit(trx, actor, { action, thing: { kind: "person", id: personId } });
    await announce(trx, { about: "person", personId });
  });
}

async function keepAnOwner(trx: Transaction<WeftTables>): Promise<void> {
  if ((await countOwners(trx)) > 0) return;
  throw new Problem(
    "person.last_owner",
    phrase`Nobody would run this instance any more: make somebody else its owner first.`,
  );
}

async function getAddressee(trx: Transaction<WeftTables>, personId: string) {
  const found = await findAddressee(trx, personId);
  if (!found) throw missing(personId);
  return found;
}

function needOwner(actor: Actor): void {
  if (!actor.isInstanceOwner)
    throw new Problem("auth.forbidden", phrase`Only the owner of this instance may decide who comes in.`);
}

function missing(personId: string): Problem {
  return new Problem("person.not_found", phrase`There is no person ${personId}.`);
}
