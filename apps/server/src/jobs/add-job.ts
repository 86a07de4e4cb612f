import type { JobName, JobPayload } from "@weft/api/jobs";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../database/tables.ts";

/** Adds a job. In a transaction it is committed with the data that asked for it, or not at all. */
export async function addJob<Name extends JobName>(
  db: Kysely<WeftTables>,
  name: Name,
  payload: JobPayload<Name>,
): Promise<void> {
  await sql`select weft.add_job(${name}, ${JSON.stringify(payload)}::json)`.execute(db);
}
