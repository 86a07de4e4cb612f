import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

/** A person's request under a key of theirs. */
interface KeyedRequest {
  personId: string;
  key: string;
  /** SHA-256 of what was asked. */
  requestHash: string;
}

/** What is known of a key that was used before; `status` null = the first request has not ended. */
interface KeptReply {
  requestHash: string;
  status: number | null;
  reply: unknown;
}

/** Takes a key for a request; false when it is in use. A key older than 24 h may be used anew. */
export async function takeKey(db: Kysely<WeftTables>, request: KeyedRequest): Promise<boolean> {
  const taken = await sql`
    insert into weft.idempotency_keys as k (person_id, key, request_hash)
    values (${request.personId}, ${request.key}, ${request.requestHash})
    on conflict (person_id, key) do update
      set request_hash = excluded.request_hash, status = null, reply = null, created_at = now()
      where k.created_at < now() - interval '24 hours'
    returning 1`.execute(db);
  return taken.rows.length > 0;
}

/** What a key in use holds. */
export async function findKeptReply(
  db: Kysely<WeftTables>,
  { personId, key }: KeyedRequest,
): Promise<KeptReply | undefined> {
  const found = await db
    .selectFrom("idempotency_keys")
    .select(["request_hash", "status", "reply"])
    .where("person_id", "=", personId)
    .where("key", "=", key)
    .executeTakeFirst();
  return found && { requestHash: found.request_hash, status: found.status, reply: found.reply };
}

/** Keeps the answer for those who ask again. */
export async function keepReply(
  db: Kysely<WeftTables>,
  { personId, key }: KeyedRequest,
  status: number,
  reply: unknown,
): Promise<void> {
  await db
    .updateTable("idempotency_keys")
    .set({ status, reply: reply === undefined ? null : JSON.stringify(reply) })
    .where("person_id", "=", personId)
    .where("key", "=", key)
    .execute();
}

/** Gives a key back: nothing was done under it. */
export async function releaseKey(db: Kysely<WeftTables>, { personId, key }: KeyedRequest): Promise<void> {
  await db.deleteFrom("idempotency_keys").where("person_id", "=", personId).where("key", "=", key).execute();
}
