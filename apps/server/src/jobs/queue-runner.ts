import { EventEmitter } from "node:events";
import type { JobName } from "@weft/api/jobs";
import { jobs } from "@weft/api/jobs";
import type { Runner, TaskList, WorkerEvents } from "graphile-worker";
import { Logger, parseCronItems, run } from "graphile-worker";
import type { Weft } from "../weft.ts";
import { openQueuePool } from "../database/databases.ts";
import { runJob } from "./run-job.ts";

export type Queue = (typeof jobs)[JobName]["queue"];

/** Work that comes by the clock, in UTC. */
const schedule: { task: JobName; match: string }[] = [
  { task: "export.expire", match: "*/15 * * * *" },
  { task: "hand_ins.tend", match: "*/15 * * * *" },
  { task: "people.expire_take_alongs", match: "*/15 * * * *" },
  { task: "notice.digest", match: "*/15 * * * *" },
  { task: "announcement.tell", match: "* * * * *" },
  { task: "audit.tell", match: "*/10 * * * *" },
  { task: "audit.ship_due", match: "* * * * *" },
  { task: "secrets.tell_expiring", match: "5 * * * *" },
  { task: "tokens.tell_expiring", match: "5 * * * *" },
  { task: "trash.empty", match: "10 3 * * *" },
  { task: "objects.sweep", match: "40 3 * * *" },
  { task: "index.tend", match: "50 3 * * *" },
  { task: "changes.partition", match: "20 3 * * *" },
];

/** One queue's runner in this process. */
export interface QueueRunner {
  /** Names its workers lock jobs under. */
  locks: string[];
  /** Rejects when the runner gave up, as when the database stayed away. */
  ended: Promise<void>;
  /** Takes no new jobs, gives running ones `graceMs`, then aborts their signal. */
  stop(): Promise<void>;
}

const graceMs = 1500;

/** Starts doing the jobs of one queue, `concurrency` at once. */
export async function startQueue(weft: Weft, queue: Queue, concurrency: number): Promise<QueueRunner> {
  const stopping = new AbortController();
  const locks: string[] = [];
  const events = new EventEmitter() as WorkerEvents;
  events.on("worker:create", ({ worker }) => void locks.push(worker.workerId));
  const names = (Object.keys(jobs) as JobName[]).filter((name) => jobs[name].queue === queue);
  const taskList: TaskList = Object.fromEntries(
    names.map((name) => [name, (payload, helpers) => runJob(weft, name, payload, helpers, stopping.signal)]),
  );
  const pgPool = openQueuePool(weft.db.url);
  const runner: Runner = await run({
    pgPool,
    concurrency,
    taskList,
    events,
    parsedCronItems: parseCronItems(schedule.filter(({ task }) => names.includes(task))),
    noHandleSignals: true,
    pollInterval: 1000,
    logger: logThrough(weft),
  });
  return {
    locks,
    ended: runner.promise,
    async stop() {
      const abort = setTimeout(() => stopping.abort(), graceMs);
      await runner.stop().catch((error: unknown) => weft.log.warn({ err: error }, "the queue did not stop cleanly"));
      clearTimeout(abort);
      await pgPool.end();
    },
  };
}

/** The queue's own words: its errors as ours, the rest only when debugging. Job failures are logged by `runJob`. */
function logThrough(weft: Weft): Logger {
  return new Logger((scope) => (level, message) => {
    if (level === "error" && !scope.jobId) weft.log.info({ queue: message }, "the queue reports an error");
    else weft.log.debug({ queue: message }, "queue");
  });
}
