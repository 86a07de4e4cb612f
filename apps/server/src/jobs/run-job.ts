import type { JobName } from "@weft/api/jobs";
import { jobs } from "@weft/api/jobs";
import { Problem } from "@weft/api/problems";
import type { JobHelpers } from "graphile-worker";
import { z } from "zod";
import { jobSeconds } from "../metrics/metrics.ts";
import type { Weft } from "../weft.ts";
import { handlers } from "./handlers.ts";
import type { JobRun } from "./handlers.ts";
import { giveUp, handBack } from "./job-ends.ts";
import { tellDead } from "./tell-dead.ts";

/**
 * Does one job: checks its payload, calls its handler, notes what became of it. What throws is tried again by the queue
 * with backoff, but a Problem and a payload that cannot be read are final: the job is given up at once and stays in the
 * queue with its error, for people to see. One that was stopped is handed back.
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
    await handle({ ...weft, log }, readPayload(name, payload), job);
    note("done", "info");
  } catch (error) {
    if (isFinal(error)) {
      note("failed", "error", error);
      await giveUp(weft, job.id);
      await tellDead(weft, name);
    } else if (signal.aborted) {
      note("stopped", "info");
      await handBack(weft, job.id);
    } else if (attempts >= attemptsMax) {
      note("failed", "error", error);
      await tellDead(weft, name);
    } else note("retried", "warn", error);
    throw error;
  }
}

/** A payload that no try will read: whoever added the job did so wrongly, or another version did. */
class UnreadablePayload extends Error {}

function readPayload(name: JobName, payload: unknown): unknown {
  const read = jobs[name].payload.safeParse(payload);
  if (read.success) return read.data;
  throw new UnreadablePayload(`the payload of ${name} cannot be read: ${z.prettifyError(read.error)}`);
}

function isFinal(error: unknown): boolean {
  return error instanceof Problem || error instanceof UnreadablePayload;
}
