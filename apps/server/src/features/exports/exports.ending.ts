import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { DataTransaction } from "../../database/databases.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import { notify } from "../notices/notices.notify.ts";
import type { KeptExport, StoredExport } from "./exports.store.ts";
import { moveExport } from "./exports.store.ts";

/** How an export ended. */
export type Ending =
  | { state: "done"; rows: number; sizeBytes: number; objectKey: string; sight: string | null }
  | { state: "failed"; failure: Phrase };

/** Notes the end and tells its person, in one transaction; false when it was cancelled meanwhile. */
export async function endExport(weft: Weft, { job, personId }: StoredExport, ending: Ending): Promise<boolean> {
  const endedAt = new Date();
  return weft.db.data.transaction().execute(async (trx) => {
    const isEnded = await moveExport(trx, job.id, ["running"], {
      state: ending.state,
      ended_at: endedAt,
      ...(ending.state === "done"
        ? {
            rows: ending.rows,
            size_bytes: ending.sizeBytes,
            object_key: ending.objectKey,
            sight: ending.sight,
            expires_at: new Date(endedAt.getTime() + weft.config.exportHours * 3_600_000),
          }
        : { failure: JSON.stringify(ending.failure) }),
    });
    if (!isEnded) return false;
    await announce(trx, { about: "export", exportId: job.id });
    if (personId) await tellEnding(trx, personId, job, ending);
    return true;
  });
}

async function tellEnding(trx: DataTransaction, personId: string, job: KeptExport, ending: Ending): Promise<void> {
  if (ending.state === "done")
    return notify(trx, personId, "export_ready", {
      title: phrase`${job.fileName} is ready to download`,
      link: `/api/v1/exports/${job.id}/file`,
      linkLabel: phrase`Download the file`,
      figures: [[phrase`Rows`, ending.rows]],
      tone: "good",
    });
  return notify(trx, personId, "job_failed", {
    title: phrase`${job.fileName} could not be exported`,
    text: ending.failure,
    link: `/tables/${job.tableId}`,
    linkLabel: phrase`Open the table`,
    tone: "bad",
  });
}
