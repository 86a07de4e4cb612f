import { randomBytes } from "node:crypto";
import type { Erasure } from "@weft/api/erasure";
import { Problem } from "@weft/api/problems";
import { listed, phrase } from "@weft/model/texts/phrase";
import type { FastifyRequest } from "fastify";
import type { Kysely, Transaction } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import type { AuditActor } from "../audit/audit.record.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { tellHeldRefusals } from "../audit/audit.refusals.ts";
import { erasePersonal } from "../audit/audit.store.ts";
import { sessionTokenOf } from "../people/people.cookies.ts";
import { checkOwnPassword } from "../people/people.sessions.ts";
import { countOwners, findPasswordHash, lockSignUp } from "../people/people.store.ts";
import { unlockAccount } from "../people/people.throttle.ts";
import { listSessionsOf } from "../sessions/sessions.store.ts";
import type { Former } from "./erasure.names.ts";
import {
  emptyPerson,
  findFileKeys,
  findLastOwned,
  findToldInvitations,
  lockPerson,
  lockWorkspacesOf,
  trashWorkspaces,
} from "./erasure.store.ts";
import { eraseTraces } from "./erasure.traces.ts";

/** How long ago an account without a password may have signed in to be taken for itself. */
const freshMs = 10 * 60_000;

/** What erasing whoever acts would take, and what stands in its way. */
export async function lookAtErasure(weft: Weft, actor: Actor): Promise<Erasure> {
  return look(weft, actor.personId);
}

/** The same of anybody, for the instance's owner. */
export async function lookAtErasureOf(weft: Weft, actor: Actor, personId: string): Promise<Erasure> {
  needOwner(actor);
  return look(weft, personId);
}

/** Erases whoever acts, once they have shown to be themselves and typed their address. */
export async function eraseMyself(
  weft: Weft,
  request: FastifyRequest,
  actor: Actor,
  { email, password }: { email: string; password?: string },
): Promise<void> {
  const me = await getPerson(weft.db.people, actor.personId);
  checkTyped(email, me.email);
  if (await findPasswordHash(weft.db.people, me.email)) await checkOwnPassword(weft, request, actor, password ?? "");
  else await checkFresh(weft, request, actor);
  // From where they did it is their own too: the trail says only that they did.
  await erase(weft, { personId: actor.personId, requestId: null }, actor.personId);
}

/** Erases a person, at the wish of whoever runs the instance. */
export async function erasePerson(weft: Weft, actor: Actor, personId: string, email: string): Promise<void> {
  needOwner(actor);
  checkTyped(email, (await getPerson(weft.db.people, personId)).email);
  await erase(weft, actor, personId);
}

async function look(weft: Weft, personId: string): Promise<Erasure> {
  const db = weft.db.people;
  const person = await getPerson(db, personId);
  const owned = await findLastOwned(db, personId);
  const shown = (hasOthers: boolean) =>
    owned.filter((workspace) => workspace.hasOthers === hasOthers).map(({ id, name }) => ({ id, name }));
  return {
    blockedBy: shown(true),
    goes: shown(false),
    isLastInstanceOwner: person.is_instance_owner && (await countOwners(db)) === 1,
    proof: (await findPasswordHash(db, person.email)) ? "password" : "fresh_sign_in",
  };
}

async function erase(weft: Weft, who: AuditActor, personId: string): Promise<void> {
  await tellHeldRefusals(weft);
  const { email, keys } = await weft.db.people.transaction().execute(async (trx) => {
    await lockSignUp(trx);
    await lockWorkspacesOf(trx, personId);
    const person = await getPerson(trx, personId);
    const goes = await checkNothingHeld(trx, person);
    const pseudonym = `Former person ${randomBytes(2).toString("hex")}`;
    const former: Former = { name: person.name, email: person.email.toLowerCase(), pseudonym };
    const found = await findFileKeys(trx, personId);
    const invitationIds = await findToldInvitations(trx, former.email);
    await trashWorkspaces(trx, goes);
    await eraseTraces(trx, personId, former);
    await emptyPerson(trx, personId, pseudonym);
    for (const id of goes)
      await recordAudit(trx, who, { action: "workspace.deleted", thing: { kind: "workspace", id } });
    await recordAudit(trx, who, { action: "person.erased", thing: { kind: "person", id: personId } });
    for (const id of invitationIds)
      await recordAudit(trx, who, { action: "person.erased", thing: { kind: "invitation", id } });
    for (const id of [personId, ...invitationIds]) await erasePersonal(trx, id);
    await announce(trx, { about: "person", personId });
    return { email: person.email, keys: found };
  });
  await unlockAccount(weft, email);
  for (const key of keys) await weft.objects.delete(key);
}

/** The workspaces that go with a person; throws when others would be left without an owner. */
async function checkNothingHeld(
  trx: Transaction<WeftTables>,
  person: { id: string; is_instance_owner: boolean },
): Promise<string[]> {
  const owned = await findLastOwned(trx, person.id);
  const held = owned.filter(({ hasOthers }) => hasOthers).map(({ name }) => name);
  if (held.length > 0)
    throw new Problem(
      "person.owns_workspaces",
      phrase`Others would be left without an owner in ${listed(held)}: make somebody else owner there first.`,
    );
  if (person.is_instance_owner && (await countOwners(trx)) === 1)
    throw new Problem(
      "person.last_owner",
      phrase`Nobody would run this instance any more: make somebody else its owner first.`,
    );
  return owned.map(({ id }) => id);
}

function checkTyped(typed: string, email: string): void {
  if (typed.toLowerCase() === email.toLowerCase()) return;
  throw new Problem("request.invalid", phrase`This is not the address of the account that would be erased.`, [
    { path: "email", message: phrase`is not the address of this account` },
  ]);
}

async function checkFresh(weft: Weft, request: FastifyRequest, actor: Actor): Promise<void> {
  const token = sessionTokenOf(weft, request);
  const sessions = await listSessionsOf(weft.db.people, actor.personId);
  const session = sessions.find((each) => each.token === token);
  if (session && session.created_at.getTime() > Date.now() - freshMs) return;
  throw new Problem(
    "auth.wrong_credentials",
    phrase`Sign out and in again first: an account without a password is erased within ten minutes of signing in.`,
  );
}

async function getPerson(db: Kysely<WeftTables>, personId: string) {
  const found = await lockPerson(db, personId);
  if (!found) throw new Problem("person.not_found", phrase`There is no person ${personId}.`);
  return found;
}

function needOwner(actor: Actor): void {
  if (!actor.isInstanceOwner)
    throw new Problem("auth.forbidden", phrase`Only the owner of this instance may erase people.`);
}
