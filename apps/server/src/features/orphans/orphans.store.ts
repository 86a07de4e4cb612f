import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

/** Whether what belongs to nothing is about to be thrown away. */
export async function isClearing(db: Kysely<WeftTables>): Promise<boolean> {
  const { rows } = await sql`
    select from graphile_worker.jobs where task_identifier = 'objects.clear' and attempts < max_attempts limit 1`.execute(
    db,
  );
  return rows.length > 0;
}
