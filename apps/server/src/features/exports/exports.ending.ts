import type { Phrase } from "@weft/model/texts/phrase";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import { addNotice } from "../notices/notices.store.ts";
import type { StoredExport } from "./exports.store.ts";
import { moveExport } from "./exports.store.ts";

/** How an export ended. */
export type Ending =
  | { state: "done"; rows: number; sizeBytes: number; objectKey: string }
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
            expires_at: new Date(endedAt.getTime() + weft.config.exportHours * 3_600_000),
          }
        : { failure: JSON.stringify(ending.failure) }),
    });
    if (!isEnded) return false;
    await announce(trx, { about: "export", exportId: job.id });
    if (personId) {
      await addNotice(trx, personId, {
        kind: `export.${ending.state}`,
        data: {
          link: ending.state === "done" ? `/api/v1/exports/${job.id}/file` : `/tables/${job.tableId}`,
          name: job.fileName,
          tableName: job.tableName,
          loaded: ending.state === "done" ? ending.rows : null,
          rejected: null,
          text: ending.state === "failed" ? ending.failure : null,
        },
      });
    }
    return true;
  });
}
