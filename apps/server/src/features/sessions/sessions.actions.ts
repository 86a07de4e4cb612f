import type { ReplyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type * as contract from "@weft/api/sessions";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { readDevice } from "./sessions.device.ts";
import { deleteSessionOf, deleteSessionsOf, listSessionsOf } from "./sessions.store.ts";

/** One's own sessions, last used first; `token` is that of the one that asks. */
export async function listSessions(
  weft: Weft,
  actor: Actor,
  token: string | null,
): Promise<ReplyOf<typeof contract.listSessions>> {
  const found = await listSessionsOf(weft.db.people, actor.personId);
  return {
    sessions: found.map((session) => ({
      id: session.id,
      isThis: session.token === token,
      ...readDevice(session.user_agent),
      address: session.ip_address,
      createdAt: session.created_at.toISOString(),
      lastUsedAt: session.last_used_at.toISOString(),
    })),
  };
}

/** Ends one of one's own sessions at once, in every process, with its sockets. */
export async function endSession(weft: Weft, actor: Actor, sessionId: string): Promise<void> {
  const { personId } = actor;
  await weft.db.people.transaction().execute(async (trx) => {
    if (!(await deleteSessionOf(trx, personId, sessionId)))
      throw new Problem("session.not_found", phrase`This session has ended already, or it is not yours.`);
    await recordAudit(trx, actor, { action: "person.session_ended", thing: { kind: "person", id: personId } });
    await announce(trx, { about: "person", personId });
  });
}

/** Ends every other session of one's own at once; `token` is that of the one that asks. */
export async function endOtherSessions(weft: Weft, actor: Actor, token: string | null): Promise<void> {
  const { personId } = actor;
  await endSessions(weft, personId, token);
  await recordAudit(weft.db.people, actor, { action: "person.session_ended", thing: { kind: "person", id: personId } });
}

/** Ends every session of a person at once, in every process, with their sockets; but for the one with the token `keep`. */
export async function endSessions(weft: Weft, personId: string, keep: string | null = null): Promise<void> {
  await weft.db.people.transaction().execute(async (trx) => {
    await deleteSessionsOf(trx, personId, keep);
    await announce(trx, { about: "person", personId });
  });
}
