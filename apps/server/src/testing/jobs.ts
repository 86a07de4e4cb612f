import type { JobName } from "@weft/api/jobs";
import { jobs } from "@weft/api/jobs";
import type { TaskList } from "graphile-worker";
import { Logger, runOnce } from "graphile-worker";
import { openQueuePool } from "../database/databases.ts";
import { runJob } from "../jobs/run-job.ts";
import type { Weft } from "../weft.ts";

/** Does all jobs that are due, and those they add, in this process; those that failed wait for their next try. */
export function runJobs(weft: Weft): Promise<void> {
  const done = runDueJobs(weft);
  // A test that fails before it awaits this takes the database away: its own fault is the one to be told.
  done.catch(() => {});
  return done;
}

async function runDueJobs(weft: Weft): Promise<void> {
  const { signal } = new AbortController();
  const taskList: TaskList = Object.fromEntries(
    (Object.keys(jobs) as JobName[]).map((name) => [
      name,
      (payload, helpers) => runJob(weft, name, payload, helpers, signal),
    ]),
  );
  const silent = new Logger(() => () => {});
  const pgPool = openQueuePool(weft.db.url);
  try {
    await runOnce({ pgPool, taskList, logger: silent, noHandleSignals: true });
  } finally {
    await pgPool.end();
  }
}

/** Makes jobs that wait for their next try due at once. */
export async function hurryJobs(weft: Weft): Promise<void> {
  await weft.db.peoplePool.query("update graphile_worker._private_jobs set run_at = now() where run_at > now()");
}
