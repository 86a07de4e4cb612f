import { sql } from "kysely";
import type { Weft } from "../../weft.ts";
import { alterTable } from "../fields/fields.lock.ts";
import { undoTableOf } from "../imports/load/load-replace.ts";
import { forgetOldTries } from "../people/people.tries.ts";
import { tableReference } from "../tables/tables.store.ts";

/**
 * Drops the fields, with their columns, that have lain in the trash for longer than `trashDays`; gives how many. A table
 * that is busy keeps its own until the next time: nobody waits for a table because its trash is emptied.
 */
export async function dropFields(weft: Weft): Promise<number> {
  const expired = sql`fields.deleted_at < now() - make_interval(secs => ${weft.config.trashDays * 86_400})`;
  const found = await sql<{ id: string; table_id: string; base_id: string }>`
    select fields.id, table_id, base_id from weft.fields join weft.tables t on t.id = table_id
    where ${expired}`.execute(weft.db.data);
  let dropped = 0;
  for (const { id, table_id, base_id } of found.rows) {
    const table = tableReference({ baseId: base_id, id: table_id });
    await alterTable(weft, table_id, async (trx) => {
      const gone = await sql`delete from weft.fields where id = ${id} and ${expired}`.execute(trx);
      if (!gone.numAffectedRows) return 0;
      await sql`alter table ${table} drop column if exists ${sql.id(id)}`.execute(trx);
      return 1;
    }).then(
      (count) => (dropped += count),
      (error: unknown) => weft.log.warn({ err: error, tableId: table_id }, "an old field was not dropped"),
    );
  }
  return dropped;
}

/**
 * Drops the columns that retypes left beside the new ones (`<field id>_<change>`) when their change is older than
 * `trashDays`; gives how many. A table that is busy keeps its own until the next time.
 */
export async function dropRetypedColumns(weft: Weft): Promise<number> {
  const found = await sql<{ base_id: string; table_id: string; name: string }>`
    select t.base_id, t.id as table_id, a.attname as name
    from weft.tables t
    join pg_namespace n on n.nspname = t.base_id
    join pg_class c on c.relnamespace = n.oid and c.relname = t.id
    join pg_attribute a on a.attrelid = c.oid and not a.attisdropped and a.attname ~ '^fld[0-9a-z]{14}_[0-9]+$'
    where not exists (
      select from weft.changes
      where table_id = t.id and number = split_part(a.attname, '_', 2)::bigint
        and at > now() - make_interval(secs => ${weft.config.trashDays * 86_400}))`.execute(weft.db.data);
  let dropped = 0;
  for (const { base_id, table_id, name } of found.rows) {
    const table = { baseId: base_id, id: table_id };
    await alterTable(weft, table_id, (trx) =>
      sql`alter table ${tableReference(table)} drop column if exists ${sql.id(name)}`.execute(trx),
    ).then(
      () => (dropped += 1),
      (error: unknown) => weft.log.warn({ err: error, tableId: table_id }, "an old column was not dropped"),
    );
  }
  return dropped;
}

/**
 * Drops what imports that changed or replaced rows have kept for being taken back, when they ended longer ago than
 * `trashDays`; gives how many. One that is being taken back just now is waited for.
 */
export async function dropKeptRows(weft: Weft): Promise<number> {
  const found = await sql<{ id: string; base_id: string }>`
    select i.id, i.base_id
    from weft.imports i
    join pg_namespace n on n.nspname = i.base_id
    join pg_class c on c.relnamespace = n.oid and c.relname = 'undo_' || i.id
    where i.ended_at < now() - make_interval(secs => ${weft.config.trashDays * 86_400})`.execute(weft.db.data);
  for (const { id, base_id } of found.rows) {
    const kept = tableReference({ baseId: base_id, id: undoTableOf(id) });
    await sql`drop table if exists ${kept}`.execute(weft.db.data);
  }
  return found.rows.length;
}

/** Forgets what has run out: sessions, sign-in proofs, links, idempotency keys (24 h), counts of calls (an hour) and tries (two days). */
export async function forgetExpired(weft: Weft): Promise<void> {
  const db = weft.db.people;
  await sql`delete from weft.sessions where expires_at < now()`.execute(db);
  await sql`delete from weft.verifications where expires_at < now()`.execute(db);
  await sql`delete from weft.idempotency_keys where created_at < now() - interval '24 hours'`.execute(db);
  await sql`delete from weft.call_counts where window_start < now() - interval '1 hour'`.execute(db);
  await sql`delete from weft.mail_links where expires_at < now()`.execute(db);
  await forgetOldTries(db);
}
