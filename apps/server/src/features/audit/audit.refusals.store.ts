import type { Kysely, Transaction } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import type { ToldEntry } from "./audit.record.ts";

/** Within this time after one was told, the same refusal is only counted. */
const quiet = sql`interval '1 minute'`;

/** Counts a refusal that was told less than a minute ago; false when it must be told. */
export async function holdRefusal(db: Kysely<WeftTables>, key: string): Promise<boolean> {
  const held = await sql`
    update weft.audit_refusals set held = held + 1 where key = ${key} and since > now() - ${quiet}`.execute(db);
  return held.numAffectedRows === 1n;
}

/** Begins a minute for a refusal that is told now; gives how many were held since the last, null if another was faster. */
export async function beginRefusal(
  trx: Transaction<WeftTables>,
  key: string,
  { entry, personal }: ToldEntry,
): Promise<number | null> {
  const told = [sql`${JSON.stringify(entry)}::jsonb`, sql`${JSON.stringify(personal)}::jsonb`] as const;
  const { rows: inserted } = await sql`
    insert into weft.audit_refusals (key, entry, personal) values (${key}, ${told[0]}, ${told[1]})
    on conflict do nothing returning key`.execute(trx);
  if (inserted.length > 0) return 0;
  const { rows } = await sql<{ held: number }>`
    select held from weft.audit_refusals where key = ${key} for update`.execute(trx);
  if (!rows[0] || (await holdRefusal(trx, key))) return null;
  await sql`
    update weft.audit_refusals set since = now(), held = 0, entry = ${told[0]}, personal = ${told[1]}
    where key = ${key}`.execute(trx);
  return rows[0].held;
}

/** Forgets refusals whose minute is over; gives those that were counted and not told. */
export async function takeHeld(trx: Transaction<WeftTables>): Promise<(ToldEntry & { held: number })[]> {
  const { rows } = await sql<ToldEntry & { held: number }>`
    delete from weft.audit_refusals where key in (
      select key from weft.audit_refusals where since <= now() - ${quiet} for update skip locked
    ) returning entry, personal, held`.execute(trx);
  return rows.filter(({ held }) => held > 0);
}
