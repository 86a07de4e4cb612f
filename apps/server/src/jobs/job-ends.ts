import type { Weft } from "../weft.ts";

// The queue's own functions for these leave out jobs that are being done, and its failing of a job is not awaited when it
// stops: the process may be gone before. So the row is written here, while it is still ours.

/** Ends a job that no further try would do: it stays in the queue, given up, with the error it is then failed with. */
export async function giveUp(weft: Weft, jobId: string): Promise<void> {
  await weft.db.peoplePool.query("update graphile_worker._private_jobs set attempts = max_attempts where id = $1", [
    jobId,
  ]);
}

/** Unlocks a job that was stopped, not failed: due at once for whoever comes next, and this was no try. */
export async function handBack(weft: Weft, jobId: string): Promise<void> {
  await weft.db.peoplePool.query(
    `update graphile_worker._private_jobs
     set locked_by = null, locked_at = null, run_at = now(), attempts = greatest(attempts - 1, 0) where id = $1`,
    [jobId],
  );
}
