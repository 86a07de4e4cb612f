import type { JobName, JobPayload } from "@weft/api/jobs";
import { tellAnnouncements } from "../features/announcements/announcements.jobs.ts";
import { tellHeldRefusals } from "../features/audit/audit.refusals.ts";
import { partitionChanges } from "../features/changes/changes.jobs.ts";
import { expireExports, writeExport } from "../features/exports/exports.jobs.ts";
import { tendHandIns } from "../features/hand-ins/hand-ins.jobs.ts";
import { analyseImport, fetchImport, loadImport } from "../features/imports/imports.jobs.ts";
import { makeIndex, tendIndexes } from "../features/indexes/indexes.jobs.ts";
import { sendMail } from "../features/mails/mails.jobs.ts";
import { mailDigests, mailNotice } from "../features/notices/notices.jobs.ts";
import { clearObjects } from "../features/orphans/orphans.jobs.ts";
import { mailPasswordLink } from "../features/people/people.links.ts";
import { expireTakeAlongs, writeTakeAlong } from "../features/take-along/take-along.jobs.ts";
import { tellExpiringSecrets } from "../features/secrets/secrets.jobs.ts";
import { shipAudit, shipDue } from "../features/shipping/shipping.jobs.ts";
import { tellExpiringTokens } from "../features/tokens/tokens.jobs.ts";
import { emptyTrash } from "../features/trash/trash.jobs.ts";
import { sweepObjects } from "../features/trash/trash.objects.ts";
import type { Weft } from "../weft.ts";

/** What a handler may know of the job it does. */
export interface JobRun {
  id: string;
  /** 1 at the first try. */
  attempts: number;
  attemptsMax: number;
  /** Aborted when this process is told to stop: let go and throw; the job is done again by another. */
  signal: AbortSignal;
}

export type Handlers = { [Name in JobName]: (weft: Weft, payload: JobPayload<Name>, job: JobRun) => Promise<unknown> };

/** Who does which job. A job without a handler does not compile. */
export const handlers: Handlers = {
  "import.fetch": fetchImport,
  "import.analyse": analyseImport,
  "import.load": loadImport,
  "export.write": writeExport,
  "export.expire": expireExports,
  "people.password_link": mailPasswordLink,
  "hand_ins.tend": tendHandIns,
  "people.take_along": writeTakeAlong,
  "people.expire_take_alongs": expireTakeAlongs,
  "notice.mail": mailNotice,
  "notice.digest": mailDigests,
  "announcement.tell": tellAnnouncements,
  "mail.send": sendMail,
  "tokens.tell_expiring": tellExpiringTokens,
  "trash.empty": emptyTrash,
  "objects.sweep": sweepObjects,
  "objects.clear": clearObjects,
  "index.make": makeIndex,
  "index.tend": tendIndexes,
  "audit.tell": tellHeldRefusals,
  "audit.ship": shipAudit,
  "audit.ship_due": shipDue,
  "secrets.tell_expiring": tellExpiringSecrets,
  "changes.partition": (weft) => partitionChanges(weft),
};
