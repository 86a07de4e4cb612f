import type { ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/orphans";
import type { Actor } from "../../actor.ts";
import { addJob } from "../../jobs/add-job.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { needInstanceOwner } from "../instance/instance.owner.ts";
import { ageHoursMin, countOrphans } from "./orphans.find.ts";
import { isClearing } from "./orphans.store.ts";

const counting = new WeakMap<Weft["objects"], ReturnType<typeof countOrphans>>();

/** What lies in the object store and belongs to nothing, and what is missing there; those who ask at once share a count. */
export async function countOrphanFiles(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.countOrphans>> {
  needInstanceOwner(actor);
  const { objects } = weft;
  const count = counting.get(objects) ?? countOrphans(weft).finally(() => counting.delete(objects));
  counting.set(objects, count);
  const { orphans, old, missing } = await count;
  return { orphans, clearable: old, ageHours: ageHoursMin, missing, isClearing: await isClearing(weft.db.people) };
}

/** Has what belongs to nothing and is older than a day thrown away, in the background. */
export async function clearOrphans(weft: Weft, actor: Actor): Promise<void> {
  needInstanceOwner(actor);
  await weft.db.people.transaction().execute(async (trx) => {
    await addJob(trx, "objects.clear", { personId: actor.personId, requestId: actor.requestId });
    await recordAudit(trx, actor, { action: "files.clear_asked" });
  });
}
