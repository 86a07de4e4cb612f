import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, jsonValue } from "./shapes.ts";

/** Due; due later; being done; to be tried again after a failure; given up (a dead letter). */
export const queuedStates = ["waiting", "later", "running", "failing", "dead"] as const;
export type QueuedState = (typeof queuedStates)[number];

const worker = z.object({
  id: z.string(),
  /** The queues whose jobs it does. */
  roles: z.array(z.string()),
  version: z.string(),
  /** null = of an older version, which does not say. */
  host: z.string().nullable(),
  processId: z.int().nullable(),
  /** Jobs it has in hand. */
  jobs: z.int(),
  startedAt: at,
  seenAt: at,
});

const counts = z.object({ waiting: z.int(), later: z.int(), running: z.int(), failing: z.int(), dead: z.int() });

export const getQueue = endpoint({
  name: "queue.get",
  method: "GET",
  path: "/queue",
  summary: "How many jobs wait, run and have failed, by name, and which workers live; for the instance's owner.",
  access: "session",
  permission: null,
  reply: z.object({
    jobs: z.array(z.object({ job: z.string(), queue: z.string().nullable(), ...counts.shape })),
    /** Since when the longest-waiting job that is due waits; null = none does. */
    oldestAt: at.nullable(),
    workers: z.array(worker),
  }),
});

const queuedJob = z.object({
  id: z.string(),
  job: z.string(),
  state: z.enum(queuedStates),
  /** Secrets in it are dots. */
  payload: jsonValue,
  error: z.string().nullable(),
  attempts: z.int(),
  attemptsMax: z.int(),
  createdAt: at,
  /** When it is due, or was. */
  runAt: at,
  /** Since when a worker has it. */
  lockedAt: at.nullable(),
});
export type QueuedJob = z.output<typeof queuedJob>;

export const listQueuedJobs = endpoint({
  name: "queue.list",
  method: "GET",
  path: "/queue/jobs",
  summary: "Jobs of the queue with payload and error, newest first; for the instance's owner.",
  access: "session",
  permission: null,
  query: z.object({
    state: z.enum(queuedStates).optional(),
    job: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(200).optional(),
    /** Goes on below the job with this id. */
    before: z.string().regex(/^\d+$/).max(18).optional(),
  }),
  reply: z.object({ jobs: z.array(queuedJob), next: z.string().nullable() }),
});

const ofJob = z.object({ jobId: z.string().regex(/^\d+$/).max(18) });

export const retryJob = endpoint({
  name: "queue.retry",
  method: "POST",
  path: "/queue/jobs/:jobId/retry",
  summary: "Makes a job due at once, with all its tries anew; for the instance's owner.",
  access: "session",
  permission: null,
  params: ofJob,
  problems: ["job.not_found", "job.running"],
});

export const cancelJob = endpoint({
  name: "queue.cancel",
  method: "DELETE",
  path: "/queue/jobs/:jobId",
  summary:
    "Takes a job that no worker has in hand out of the queue; what asked for it is told as failed. For the owner.",
  access: "session",
  permission: null,
  params: ofJob,
  problems: ["job.not_found", "job.running"],
});
