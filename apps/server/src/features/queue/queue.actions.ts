import type { QueryOf, ReplyOf } from "@weft/api/endpoint";
import type { JobName } from "@weft/api/jobs";
import { jobs } from "@weft/api/jobs";
import { Problem } from "@weft/api/problems";
import type * as contract from "@weft/api/queue";
import { queuedStates } from "@weft/api/queue";
import type { JsonValue } from "@weft/model/fields/field";
import { phrase } from "@weft/model/texts/phrase";
import type { Transaction } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { maskAddresses, maskSecrets } from "../instance/instance.masks.ts";
import { needInstanceOwner } from "../instance/instance.owner.ts";
import { callOff } from "./queue.calling-off.ts";
import type { QueuedRow } from "./queue.store.ts";
import { countJobs, deleteJob, findJobs, findWorkers, lockJob, reviveJob } from "./queue.store.ts";

const pageRows = 50;

/** A worker says each second that it lives: after so many it is taken for dead, and its jobs are taken up by others. */
const aliveSeconds = 10;

/** The whole queue in figures, and who works on it. */
export async function getQueue(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.getQueue>> {
  needInstanceOwner(actor);
  const db = weft.db.people;
  const [{ counts, oldestAt }, workers] = await Promise.all([countJobs(db), findWorkers(db, aliveSeconds)]);
  const names = [...new Set([...Object.keys(jobs), ...counts.map(({ job }) => job)])];
  const countOf = (name: string, wanted: string) =>
    counts.find(({ job, state }) => job === name && state === wanted)?.count ?? 0;
  return {
    jobs: names.map((job) => ({
      job,
      queue: jobs[job as JobName]?.queue ?? null,
      ...(Object.fromEntries(queuedStates.map((state) => [state, countOf(job, state)])) as Counts),
    })),
    oldestAt: oldestAt?.toISOString() ?? null,
    workers: workers.map((worker) => ({
      id: worker.id,
      roles: worker.roles,
      version: worker.version,
      host: worker.host,
      processId: worker.process_id,
      jobs: worker.jobs,
      startedAt: worker.started_at.toISOString(),
      seenAt: worker.seen_at.toISOString(),
    })),
  };
}

type Counts = Record<(typeof queuedStates)[number], number>;

/** A page of jobs with what they are about; secrets in it are masked. */
export async function listQueuedJobs(
  weft: Weft,
  actor: Actor,
  query: QueryOf<typeof contract.listQueuedJobs>,
): Promise<ReplyOf<typeof contract.listQueuedJobs>> {
  needInstanceOwner(actor);
  const { limit = pageRows, ...wanted } = query;
  const found = await findJobs(weft.db.people, { ...wanted, limit: limit + 1 });
  const rows = found.slice(0, limit);
  return { jobs: rows.map(shown), next: found.length > limit ? String(rows.at(-1)?.id) : null };
}

/** Makes a job due at once, with all its tries anew. */
export async function retryJob(weft: Weft, actor: Actor, jobId: string): Promise<void> {
  needInstanceOwner(actor);
  await weft.db.people.transaction().execute(async (trx) => {
    const found = await getIdle(trx, jobId);
    await reviveJob(trx, jobId);
    await tell(trx, actor, "job.retried", found);
  });
}

/** Takes a job out of the queue, and tells what asked for it that it was called off. */
export async function cancelJob(weft: Weft, actor: Actor, jobId: string): Promise<void> {
  needInstanceOwner(actor);
  await weft.db.people.transaction().execute(async (trx) => {
    const found = await getIdle(trx, jobId);
    await deleteJob(trx, jobId);
    await callOff(trx, found.job as JobName, found.payload);
    await tell(trx, actor, "job.cancelled", found);
  });
}

async function getIdle(trx: Transaction<WeftTables>, jobId: string): Promise<QueuedRow> {
  const found = await lockJob(trx, jobId);
  if (!found) throw new Problem("job.not_found", phrase`There is no job ${jobId}: it was done or taken out already.`);
  if (found.state === "running")
    throw new Problem("job.running", phrase`A worker has the job ${jobId} in hand: wait until it ends.`);
  return found;
}

async function tell(
  trx: Transaction<WeftTables>,
  actor: Actor,
  action: "job.retried" | "job.cancelled",
  { id, job, attempts }: QueuedRow,
): Promise<void> {
  const thing = { kind: "job" as const, id: String(id), name: job };
  await recordAudit(trx, actor, { action, thing, before: { attempts } });
}

function shown(row: QueuedRow) {
  return {
    id: String(row.id),
    job: row.job,
    state: row.state,
    payload: maskSecrets(row.payload) as JsonValue,
    error: row.error && maskAddresses(row.error),
    attempts: row.attempts,
    attemptsMax: row.attempts_max,
    createdAt: row.created_at.toISOString(),
    runAt: row.run_at.toISOString(),
    lockedAt: row.locked_at?.toISOString() ?? null,
  };
}
