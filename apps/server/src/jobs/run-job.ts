import type { JobName } from "@weft/api/jobs";
import { jobs } from "@weft/api/jobs";
import { Problem } from "@weft/api/problems";
import type { JobHelpers } from "graphile-worker";
import { jobSeconds } from "../metrics/metrics.ts";
import type { Weft } from "../weft.ts";
import { handlers } from "./handlers.ts";
import type { JobRun } from "./handlers.ts";

/**
 * Does one job: checks its payload, calls its handler, notes what became of it. A Problem is final (the handler has
 * stored its own failure); anything else is thrown, so that the queue tries again with backoff.
 */
export async function runJob(
  weft: Weft,
  name: JobName,
  payload: unknown,
  helpers: JobHelpers,
  signal: AbortSignal,
): Promise<void> {
  const { id, attempts, max_attempts: attemptsMax } = helpers.job;
  const job: JobRun = { id: String(id), attempts, attemptsMax, signal };
  const log = weft.log.child({ jobId: job.id, job: name, ...(payload as object) });
  const stopClock = jobSeconds.startTimer({ job: name });
  const note = (state: "done" | "failed" | "retried" | "stopped", level: "info" | "warn" | "error", error?: unknown) =>
    log[level]({ err: error, attempts, seconds: stopClock({ state }) }, `job ${state}`);
  try {
    const handle = handlers[name] as (weft: Weft, payload: unknown, job: JobRun) => Promise<unknown>;
    await handle({ ...weft, log }, jobs[name].payload.parse(payload), job);
    note("done", "info");
  } catch (error) {
    if (error instanceof Problem) return void note("failed", "info", error);
    if (signal.aborted) note("stopped", "info");
    else note("retried", attempts >= attemptsMax ? "error" : "warn", error);
    throw error;
  }
}
