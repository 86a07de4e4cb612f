import type pg from "pg";
import type { AnswerTimes } from "./answer-times.ts";

/** What one process counted in one step. */
export interface PulseLine {
  /** When the step ended. */
  at: string;
  process: string;
  requestsPerSecond: number;
  times: AnswerTimes;
  errors: number;
  refused: number;
  jobsWaiting: number | null;
  rowsPerSecond: number | null;
  sockets: number;
  memoryBytes: number;
}

/** What all processes counted in one step. */
export interface PulseSum extends Omit<PulseLine, "at" | "process" | "times"> {
  at: Date;
  processes: number;
  times: AnswerTimes[];
}

/** Keeps lines, and forgets those of more than an hour ago. */
export async function insertLines(pool: pg.Pool, lines: readonly PulseLine[]): Promise<void> {
  await pool.query(
    `with gone as (delete from weft.pulse where at < now() - interval '1 hour')
     insert into weft.pulse
     select at, process, "requestsPerSecond", times, errors, refused, "jobsWaiting", "rowsPerSecond", sockets, "memoryBytes"
     from jsonb_to_recordset($1::jsonb) as line (at timestamptz, process text, "requestsPerSecond" float8, times jsonb,
       errors int, refused int, "jobsWaiting" int, "rowsPerSecond" float8, sockets int, "memoryBytes" int8)
     on conflict do nothing`,
    [JSON.stringify(lines)],
  );
}

/** The sums of steps after one moment up to another, oldest first. What the whole database counts is the same for all processes. */
export async function sumLines(pool: pg.Pool, after: Date, until: Date): Promise<PulseSum[]> {
  const { rows } = await pool.query<PulseSum>(
    `select at, count(*)::int as processes, sum(requests_per_second) as "requestsPerSecond", jsonb_agg(times) as times,
       sum(errors)::int as errors, sum(refused)::int as refused, max(jobs_waiting) as "jobsWaiting",
       avg(rows_per_second) as "rowsPerSecond", sum(sockets)::int as sockets, sum(memory_bytes)::float8 as "memoryBytes"
     from weft.pulse where at > $1 and at <= $2 group by at order by at`,
    [after, until],
  );
  return rows;
}

/** What the database has counted in all, and jobs that are due and wait. */
export async function countWork(pool: pg.Pool): Promise<{ rows: number; jobs: number } | null> {
  const { rows } = await pool.query<{ rows: number; jobs: number }>(
    `select (tup_inserted + tup_updated + tup_deleted)::float8 as rows,
       (select count(*)::int from graphile_worker._private_jobs
        where locked_at is null and run_at <= now() and attempts < max_attempts) as jobs
     from pg_stat_database where datname = current_database()`,
  );
  return rows[0] ?? null;
}
