import type { Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;
type SessionRow = Selectable<WeftTables["sessions"]>;

/** Enters a session; its token is what the cookie carries. */
export async function insertSession(
  db: Db,
  session: { id: string; personId: string; token: string; expiresAt: Date; address: string; userAgent: string | null },
): Promise<void> {
  await db
    .insertInto("sessions")
    .values({
      id: session.id,
      person_id: session.personId,
      token: session.token,
      expires_at: session.expiresAt,
      ip_address: session.address,
      user_agent: session.userAgent,
    })
    .execute();
}

/** Writes that a session was used now, and from where. */
export async function touchSession(db: Db, sessionId: string, address: string): Promise<void> {
  await db
    .updateTable("sessions")
    .set({ last_used_at: sql<Date>`now()`, ip_address: address })
    .where("id", "=", sessionId)
    .execute();
}

/** A person's sessions that have not ended, last used first. */
export async function listSessionsOf(db: Db, personId: string): Promise<SessionRow[]> {
  return db
    .selectFrom("sessions")
    .selectAll()
    .where("person_id", "=", personId)
    .where("expires_at", ">", sql<Date>`now()`)
    .orderBy("last_used_at", "desc")
    .orderBy("id")
    .execute();
}

/** Ends one session of a person; false when it is not theirs or has ended. */
export async function deleteSessionOf(db: Db, personId: string, sessionId: string): Promise<boolean> {
  const deleted = await db
    .deleteFrom("sessions")
    .where("id", "=", sessionId)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}

/** Ends every session of a person, but for the one with the token `keep`. */
export async function deleteSessionsOf(db: Db, personId: string, keep: string | null = null): Promise<void> {
  let query = db.deleteFrom("sessions").where("person_id", "=", personId);
  if (keep !== null) query = query.where("token", "<>", keep);
  await query.execute();
}

/** Ends the session with this token; gives whose it was. */
export async function deleteSessionByToken(db: Db, token: string): Promise<string | undefined> {
  const deleted = await db.deleteFrom("sessions").where("token", "=", token).returning("person_id").executeTakeFirst();
  return deleted?.person_id;
}
