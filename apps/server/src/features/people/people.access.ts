import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { deleteSessionsOf } from "../sessions/sessions.store.ts";
import { setDisabled } from "./people.store.ts";
import { unlockAccount } from "./people.throttle.ts";

/** Opens an account that wrong passwords have shut; says nothing of whether there is one. */
export async function unlockPerson(weft: Weft, actor: Actor, email: string): Promise<void> {
  needOwner(actor);
  await unlockAccount(weft, email);
}

/** Shuts a person out at once, in every process: no session, token or socket of theirs works any more. */
export async function disablePerson(weft: Weft, actor: Actor, personId: string): Promise<void> {
  needOwner(actor);
  if (personId === actor.personId)
    throw new Problem("auth.forbidden", phrase`The owner of the instance cannot be shut out of it.`);
  await weft.db.people.transaction().execute(async (trx) => {
    if (!(await setDisabled(trx, personId, true))) throw missing(personId);
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

function needOwner(actor: Actor): void {
  if (!actor.isInstanceOwner)
    throw new Problem("auth.forbidden", phrase`Only the owner of this instance may decide who comes in.`);
}

function missing(personId: string): Problem {
  return new Problem("person.not_found", phrase`There is no person ${personId}.`);
}
