import type { Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;
export type TakeAlongRow = Selectable<WeftTables["take_alongs"]>;

/** A person's file, or the one that waits for it. */
export async function findTakeAlong(
  db: Db,
  by: { id: string } | { personId: string },
): Promise<TakeAlongRow | undefined> {
  const query = db.selectFrom("take_alongs").selectAll();
  const found = "id" in by ? query.where("id", "=", by.id) : query.where("person_id", "=", by.personId);
  return found.executeTakeFirst();
}

/** Enters a file that waits for its job, in place of an older one; gives null when one waits already. */
export async function insertTakeAlong(db: Db, id: string, personId: string): Promise<TakeAlongRow | null> {
  const { rows } = await sql<TakeAlongRow>`
    insert into weft.take_alongs (id, person_id, state) values (${id}, ${personId}, 'waiting')
    on conflict (person_id) do update
      set id = excluded.id, state = 'waiting', size_bytes = null, object_key = null, failure = null,
        created_at = now(), ended_at = null, expires_at = null
      where take_alongs.state <> 'waiting'
    returning *`.execute(db);
  return rows[0] ?? null;
}

/** Ends one that waits; false when it has ended, or its person has gone, meanwhile. */
export async function endTakeAlong(
  db: Db,
  id: string,
  ending: { state: "done" | "failed"; sizeBytes?: number; objectKey?: string; failure?: string; expiresAt?: Date },
): Promise<boolean> {
  const ended = await db
    .updateTable("take_alongs")
    .set({
      state: ending.state,
      size_bytes: ending.sizeBytes ?? null,
      object_key: ending.objectKey ?? null,
      failure: ending.failure ?? null,
      expires_at: ending.expiresAt ?? null,
      ended_at: new Date(),
    })
    .where("id", "=", id)
    .where("state", "=", "waiting")
    .executeTakeFirst();
  return ended.numUpdatedRows > 0n;
}

/** Takes the keys of files whose time is over out of their rows. */
export async function takeExpired(db: Db): Promise<{ id: string; object_key: string }[]> {
  const { rows } = await sql<{ id: string; object_key: string }>`
    with over as (select id, object_key from weft.take_alongs where state = 'done' and expires_at < now())
    update weft.take_alongs t set state = 'expired', object_key = null from over
    where t.id = over.id returning over.id, over.object_key`.execute(db);
  return rows;
}
