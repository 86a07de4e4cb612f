import { sql } from "kysely";
import type { Weft } from "../../weft.ts";
import { dropOrphans } from "../orphans/orphans.find.ts";
import { openUploadStore } from "../uploads/uploads.tus.ts";

/** What one run throws away at most, of uploads and of objects: the next night goes on. */
const dropsMax = 10_000;

/**
 * The job `objects.sweep`: throws away uploads that no import and no request for hand-ins uses and nobody has touched for `uploadDays`, and objects
 * that no row points to. Safe beside uploads and imports that run, and to run again at any time.
 */
export async function sweepObjects(weft: Weft): Promise<void> {
  const dropped = { uploads: await dropUploads(weft), objects: (await dropOrphans(weft, dropsMax)).count };
  if (dropped.uploads + dropped.objects > 0) weft.log.info(dropped, "unused files thrown away");
}

async function dropUploads(weft: Weft): Promise<number> {
  const unused = sql`touched_at < now() - make_interval(secs => ${weft.config.uploadDays * 86_400})
    and not exists (select from weft.imports where upload_id = uploads.id)
    and not exists (select from weft.hand_ins where template_upload_id = uploads.id)`;
  const found = await sql<{ id: string; object_key: string; complete: boolean }>`
    select id, object_key, complete from weft.uploads where ${unused} limit ${dropsMax}`.execute(weft.db.people);
  const unfinished = found.rows.some(({ complete }) => !complete) ? await openUploadStore(weft) : null;
  let dropped = 0;
  for (const { id, object_key, complete } of found.rows) {
    const isGone = await weft.db.people.transaction().execute(async (trx) => {
      // Locked first, asked again then: whoever goes on with it or imports it has come first, or finds it gone.
      await sql`select from weft.uploads where id = ${id} for update`.execute(trx);
      const gone = await sql`delete from weft.uploads where id = ${id} and ${unused}`.execute(trx);
      return Boolean(gone.numAffectedRows);
    });
    if (!isGone) continue;
    dropped += 1;
    // What tus itself keeps of it, such as parts in S3; an upload that never got a byte may have nothing there.
    if (!complete) await unfinished?.remove(id).catch(() => {});
    await weft.objects.delete(object_key);
  }
  return dropped;
}
