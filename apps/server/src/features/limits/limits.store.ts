import type { Kysely, Transaction } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

/**
 * Adds `calls` to a caller's count of the present window (windows begin at multiples of `windowMs` of
 * the database's clock) and gives the count so far and how long the window still lasts.
 */
export async function countCall(
  db: Kysely<WeftTables>,
  caller: string,
  windowMs: number,
  calls: number,
): Promise<{ calls: number; msLeft: number }> {
  const seconds = windowMs / 1000;
  const counted = await sql<{ calls: number; ms_left: number }>`
    insert into weft.call_counts (caller, window_start, calls)
    values (${caller}, date_bin(make_interval(secs => ${seconds}), now(), 'epoch'), ${calls})
    on conflict (caller, window_start) do update set calls = weft.call_counts.calls + excluded.calls
    returning calls, (extract(epoch from window_start + make_interval(secs => ${seconds}) - now()) * 1000)::float8 as ms_left
  `.execute(db);
  const row = counted.rows[0] as { calls: number; ms_left: number };
  return { calls: row.calls, msLeft: row.ms_left };
}

/** The limits that the owner has set. */
export function findSetLimits(db: Kysely<WeftTables>): Promise<{ name: string; most: number; changed_at: Date }[]> {
  return db.selectFrom("limits").select(["name", "most", "changed_at"]).execute();
}

/** Sets a limit; null = takes away what was set. */
export async function setLimit(
  trx: Transaction<WeftTables>,
  { name, most, personId }: { name: string; most: number | null; personId: string },
): Promise<void> {
  await trx.deleteFrom("limits").where("name", "=", name).execute();
  if (most !== null) await trx.insertInto("limits").values({ name, most, changed_by: personId }).execute();
}
