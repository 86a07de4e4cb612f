import type { JobPayload } from "@weft/api/jobs";
import { inEnglish, phrase } from "@weft/model/texts/phrase";
import type { JobRun } from "../../jobs/handlers.ts";
import { giveUp } from "../../jobs/job-ends.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { findEntries } from "../audit/audit.store.ts";
import { notify } from "../notices/notices.notify.ts";
import { findKeepers } from "../secrets/secrets.store.ts";
import { whyNotSent } from "./shipping.send.ts";
import {
  askForShipping,
  holdShipping,
  leaveShipping,
  missLostJobs,
  noteNotShipped,
  noteShipped,
  wantShipping,
} from "./shipping.store.ts";
import type { ShippingTarget } from "./shipping.targets.ts";
import { readTargets, sendEntries } from "./shipping.targets.ts";

const batchEntries = 200;
/** Who has failed for so long is tried no more before somebody says so. */
const givenUpAfterMs = 24 * 3_600_000;

/**
 * Sends a target what it lacks of the audit trail, in order, batch by batch: where it has got to is written down only
 * when the batch has arrived, so each entry goes there at least once. What fails is tried again by the queue, for a day.
 */
export async function shipAudit(weft: Weft, { targetId }: JobPayload<"audit.ship">, job: JobRun): Promise<void> {
  const target = (await readTargets(weft)).find(({ id }) => id === targetId);
  if (!target?.isEnabled) return leaveShipping(weft.db.people, targetId);
  for (;;) {
    job.signal.throwIfAborted();
    const { isDone, error, isLast } = await shipBatch(weft, target, job);
    if (isLast) await tellStopped(weft, target, job);
    // Not as it is: a Problem would be final.
    if (error) throw new Error(`${target.name}: ${inEnglish(whyNotSent(error))}`, { cause: error });
    if (isDone) return;
  }
}

/** Comes by the clock: takes in what the environment says, and asks for what nobody asked for when it was written. */
export async function shipDue(weft: Weft): Promise<void> {
  const targets = await readTargets(weft);
  await weft.db.people.transaction().execute(async (trx) => {
    await wantShipping(trx, targets);
    await missLostJobs(trx);
    await askForShipping(trx);
  });
}

interface BatchEnd {
  isDone: boolean;
  error?: unknown;
  isLast?: boolean;
}

function shipBatch(weft: Weft, target: ShippingTarget, job: JobRun): Promise<BatchEnd> {
  return weft.db.people.transaction().execute(async (trx) => {
    const held = await holdShipping(trx, target.id);
    // Another job of it is at work: it goes on to the end of the trail.
    if (!held) return { isDone: true };
    const page = { beyond: held.position, order: "asc", limit: batchEntries } as const;
    const links = await findEntries(trx, {}, page);
    const last = links.at(-1);
    if (!last) {
      await leaveShipping(trx, target.id);
      return { isDone: true };
    }
    try {
      await sendEntries(weft, target, links);
    } catch (error) {
      const failingMs = Date.now() - (held.failing_since?.getTime() ?? Date.now());
      const isLast = failingMs >= givenUpAfterMs || job.attempts >= job.attemptsMax;
      await noteNotShipped(trx, target.id, { error: whyNotSent(error), isLast });
      return { isDone: false, error, isLast };
    }
    await noteShipped(trx, target.id, last.number);
    return { isDone: false };
  });
}

/** The job stays in the queue, given up, for people to see; the trail tells it, health does, and the owners get a notice. */
async function tellStopped(weft: Weft, { id, name }: ShippingTarget, job: JobRun): Promise<void> {
  await giveUp(weft, job.id);
  const thing = { kind: "audit_target", id, name } as const;
  await weft.db.people.transaction().execute(async (trx) => {
    for (const personId of await findKeepers(trx, null))
      await notify(trx, personId, "job_failed", {
        title: phrase`The audit trail could not be sent to ${name} for a day`,
        text: phrase`What it lacks is kept. Look what is wrong there, and say that it is to be tried again.`,
        link: "/it-manager/audit/shipping",
        tone: "bad",
      });
    await recordAudit(trx, { personId: null, requestId: null }, { action: "audit_target.stopped", thing });
  });
}
