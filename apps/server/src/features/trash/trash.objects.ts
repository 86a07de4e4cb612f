import { sql } from "kysely";
import type { StoredObject } from "../../objects/object-store.ts";
import type { Weft } from "../../weft.ts";
import { openUploadStore } from "../uploads/uploads.tus.ts";

/** A younger object may be one whose row is just being written. */
const ageHoursMin = 24;
const batchSize = 500;
/** What one run throws away at most, of uploads and of objects: the next night goes on. */
const dropsMax = 10_000;

/**
 * The job `objects.sweep`: throws away uploads that no import and no request for hand-ins uses and nobody has touched for `uploadDays`, and objects
 * that no row points to. Safe beside uploads and imports that run, and to run again at any time.
 */
export async function sweepObjects(weft: Weft): Promise<void> {
  const dropped = { uploads: await dropUploads(weft), objects: await dropOrphans(weft) };
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

async function dropOrphans(weft: Weft): Promise<number> {
  const before = Date.now() - ageHoursMin * 3_600_000;
  let dropped = 0;
  let batch: StoredObject[] = [];
  const drop = async () => {
    for (const key of await findOrphans(weft, batch)) {
      await weft.objects.delete(key);
      dropped += 1;
    }
    batch = [];
  };
  for await (const object of weft.objects.list()) {
    if (object.changedAt.getTime() >= before) continue;
    batch.push(object);
    if (batch.length === batchSize) await drop();
    if (dropped >= dropsMax) return dropped;
  }
  await drop();
  return dropped;
}

const id = (prefix: string) => `(${prefix}[0-9a-z]{14})`;
/** Keys as we make them. A bucket may hold what others put there: that is not ours to throw away. */
const kinds = {
  /** What a process that was killed had written of an object. */
  partial: new RegExp(`\\.${id("upl")}\\.part$`),
  /** An upload, and what tus notes beside it. */
  upload: new RegExp(`^${id("upl")}(\\.json|\\.info|\\.part)?$`),
  rejects: new RegExp(`^rejects-${id("imp")}[-0-9a-z]*\\.csv$`),
  export: new RegExp(`^exports/${id("exp")}$`),
  takeAlong: new RegExp(`^take-along/${id("tak")}$`),
};

/** Keys of ours that no row points to, and none will: a running export or import may be about to. */
async function findOrphans(weft: Weft, objects: readonly StoredObject[]): Promise<string[]> {
  const keys = objects.map(({ key }) => key);
  const idsIn = (kind: RegExp) => keys.flatMap((key) => kind.exec(key)?.[1] ?? []);
  const known = await sql<{ key: string }>`
    select id as key from weft.uploads where id = any(${idsIn(kinds.upload)})
    union all select rejects_key from weft.imports
      where id = any(${idsIn(kinds.rejects)}) and rejects_key is not null
    union all select 'exports/' || id from weft.exports
      where id = any(${idsIn(kinds.export)}) and (object_key is not null or state in ('waiting', 'running'))
    union all select 'take-along/' || id from weft.take_alongs
      where id = any(${idsIn(kinds.takeAlong)}) and (object_key is not null or state = 'waiting')
  `.execute(weft.db.people);
  const used = new Set(known.rows.map(({ key }) => key));
  return keys.filter((key) => {
    if (kinds.partial.test(key)) return true;
    const uploadId = kinds.upload.exec(key)?.[1];
    if (uploadId) return !used.has(uploadId);
    const isOurs = [kinds.rejects, kinds.export, kinds.takeAlong].some((kind) => kind.test(key));
    return isOurs && !used.has(key);
  });
}
