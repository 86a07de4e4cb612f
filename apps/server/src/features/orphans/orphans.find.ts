import { sql } from "kysely";
import type { StoredObject } from "../../objects/object-store.ts";
import type { Weft } from "../../weft.ts";

/** A younger object may be one whose row is just being written. */
export const ageHoursMin = 24;
const batchSize = 500;

interface Sum {
  count: number;
  sizeBytes: number;
}

/** Throws away what no row points to and is older than a day, `most` objects at most; gives what it was. */
export async function dropOrphans(weft: Weft, most = Infinity): Promise<Sum> {
  const before = Date.now() - ageHoursMin * 3_600_000;
  const dropped: Sum = { count: 0, sizeBytes: 0 };
  for await (const batch of batchesOf(weft, ({ changedAt }) => changedAt.getTime() < before)) {
    for (const { key, sizeBytes } of await findOrphans(weft, batch)) {
      await weft.objects.delete(key);
      add(dropped, sizeBytes);
      if (dropped.count >= most) return dropped;
    }
  }
  return dropped;
}

/**
 * What of ours no row points to, how much of it is older than a day, and how many rows name an object that is gone. Rows that
 * come while it counts are left out.
 */
export async function countOrphans(weft: Weft): Promise<{ orphans: Sum; old: Sum; missing: number }> {
  const startedAt = new Date();
  const before = startedAt.getTime() - ageHoursMin * 3_600_000;
  const [orphans, old]: Sum[] = [
    { count: 0, sizeBytes: 0 },
    { count: 0, sizeBytes: 0 },
  ];
  const named = await countNamed(weft, startedAt, null);
  let found = 0;
  for await (const batch of batchesOf(weft, () => true)) {
    found += await countNamed(
      weft,
      startedAt,
      batch.map(({ key }) => key),
    );
    for (const { sizeBytes, changedAt } of await findOrphans(weft, batch)) {
      add(orphans as Sum, sizeBytes);
      if (changedAt.getTime() < before) add(old as Sum, sizeBytes);
    }
  }
  return { orphans: orphans as Sum, old: old as Sum, missing: Math.max(0, named - found) };
}

function add(sum: Sum, sizeBytes: number): void {
  sum.count += 1;
  sum.sizeBytes += sizeBytes;
}

async function* batchesOf(weft: Weft, isWanted: (object: StoredObject) => boolean): AsyncGenerator<StoredObject[]> {
  let batch: StoredObject[] = [];
  for await (const object of weft.objects.list()) {
    if (!isWanted(object)) continue;
    batch.push(object);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** How many rows from before a moment name an object; with `keys`, one of these. */
async function countNamed(weft: Weft, startedAt: Date, keys: readonly string[] | null): Promise<number> {
  const { rows } = await sql<{ named: number }>`
    select count(*) as named from (
      select object_key as key, created_at from weft.uploads where complete
      union all select rejects_key, created_at from weft.imports where rejects_key is not null
      union all select object_key, created_at from weft.exports where object_key is not null
      union all select object_key, created_at from weft.take_alongs where object_key is not null) names
    where created_at < ${startedAt} and (${keys === null} or key = any(${keys ?? []}))`.execute(weft.db.people);
  return rows[0]?.named ?? 0;
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
async function findOrphans(weft: Weft, objects: readonly StoredObject[]): Promise<StoredObject[]> {
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
  return objects.filter(({ key }) => {
    if (kinds.partial.test(key)) return true;
    const uploadId = kinds.upload.exec(key)?.[1];
    if (uploadId) return !used.has(uploadId);
    const isOurs = [kinds.rejects, kinds.export, kinds.takeAlong].some((kind) => kind.test(key));
    return isOurs && !used.has(key);
  });
}
