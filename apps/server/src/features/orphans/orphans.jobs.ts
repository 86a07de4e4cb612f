import type { JobPayload } from "@weft/api/jobs";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { dropOrphans } from "./orphans.find.ts";

/** The job `objects.clear`: throws away what belongs to nothing and is older than a day, and tells the trail how much it was. */
export async function clearObjects(weft: Weft, { personId, requestId }: JobPayload<"objects.clear">): Promise<void> {
  const after = await dropOrphans(weft);
  weft.log.info(after, "files that belonged to nothing thrown away");
  await recordAudit(weft.db.people, { personId, requestId }, { action: "files.cleared", after });
}
