import type { QueuedState } from "@weft/api/queue";
import type { Kysely, Transaction } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;

/** A job as the queue keeps it. */
export interface QueuedRow {
  id: number;
  job: string;
  state: QueuedState;
  payload: unknown;
  error: string | null;
  attempts: number;
  attempts_max: number;
  created_at: Date;
  run_at: Date;
  locked_at: Date | null;
}

const state = sql<QueuedState>`case
  when j.locked_at is not null then 'running'
  when j.attempts >= j.max_attempts then 'dead'
  when j.attempts > 0 and j.last_error is not null then 'failing'
  when j.run_at > now() then 'later'
  else 'waiting' end`;

// The queue's own view leaves payloads out.
const jobs = sql`graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id`;

/** How many jobs there are of each name and state, and since when the oldest that is due waits. */
export async function countJobs(
  db: Db,
): Promise<{ counts: { job: string; state: QueuedState; count: number }[]; oldestAt: Date | null }> {
  const [counts, oldest] = await Promise.all([
    sql<{ job: string; state: QueuedState; count: number }>`
      select t.identifier as job, ${state} as state, count(*) as count from ${jobs} group by 1, 2`.execute(db),
    sql<{ at: Date | null }>`
      select min(j.run_at) as at from ${jobs}
      where j.locked_at is null and j.run_at <= now() and j.attempts < j.max_attempts`.execute(db),
  ]);
  return { counts: counts.rows, oldestAt: oldest.rows[0]?.at ?? null };
}

/** A page of jobs, newest first. */
export async function findJobs(
  db: Db,
  wanted: { state?: QueuedState; job?: string; before?: string; limit: number },
): Promise<QueuedRow[]> {
  const { rows } = await sql<QueuedRow>`
    select j.id, t.identifier as job, ${state} as state, j.payload, j.last_error as error, j.attempts,
      j.max_attempts as attempts_max, j.created_at, j.run_at, j.locked_at
    from ${jobs}
    where (${wanted.state ?? null}::text is null or ${state} = ${wanted.state ?? null})
      and (${wanted.job ?? null}::text is null or t.identifier = ${wanted.job ?? null})
      and (${wanted.before ?? null}::bigint is null or j.id < ${wanted.before ?? null}::bigint)
    order by j.id desc limit ${wanted.limit}`.execute(db);
  return rows;
}

/** A job with its row locked, so that no worker takes it meanwhile. */
export async function lockJob(trx: Transaction<WeftTables>, jobId: string): Promise<QueuedRow | undefined> {
  const { rows } = await sql<QueuedRow>`
    select j.id, t.identifier as job, ${state} as state, j.payload, j.last_error as error, j.attempts,
      j.max_attempts as attempts_max, j.created_at, j.run_at, j.locked_at
    from ${jobs} where j.id = ${jobId}::bigint for update of j`.execute(trx);
  return rows[0];
}

/** Makes a job due at once, as if never tried. */
export async function reviveJob(trx: Transaction<WeftTables>, jobId: string): Promise<void> {
  await sql`select graphile_worker.reschedule_jobs(array[${jobId}::bigint], run_at := now(), attempts := 0)`.execute(
    trx,
  );
}

/** Takes a job out of the queue. */
export async function deleteJob(trx: Transaction<WeftTables>, jobId: string): Promise<void> {
  await sql`delete from graphile_worker._private_jobs where id = ${jobId}::bigint`.execute(trx);
}

/** Workers that have given a sign of life within `seconds`, with how many jobs each has in hand. */
export async function findWorkers(db: Db, seconds: number) {
  return db
    .selectFrom("workers")
    .select(["id", "roles", "version", "host", "process_id", "started_at", "seen_at"])
    .select(
      sql<number>`(select count(*) from graphile_worker._private_jobs j where j.locked_by = any(workers.locks))`.as(
        "jobs",
      ),
    )
    .where("seen_at", ">", sql<Date>`now() - make_interval(secs => ${seconds})`)
    .orderBy("started_at")
    .orderBy("id")
    .execute();
}
