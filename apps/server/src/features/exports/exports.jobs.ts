import { pipeline } from "node:stream/promises";
import { PassThrough } from "node:stream";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import { announce } from "../../live/announce.ts";
import type { JobRun } from "../../jobs/handlers.ts";
import type { Weft } from "../../weft.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { getGrantedTable } from "../tables/tables.granted.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { endExport } from "./exports.ending.ts";
import { selectForExport } from "./exports.select.ts";
import { openSnapshot } from "./exports.snapshot.ts";
import type { KeptExport, StoredExport } from "./exports.store.ts";
import { countCopiedRows, findStoredExport, listExpiredExports, moveExport, noteExportRows } from "./exports.store.ts";
import { formats } from "./formats/formats.ts";

/** How often progress is noted and a cancelled export noticed. */
const tickMs = 1000;
const attemptsMax = 5;

/**
 * The job `export.write`: streams the rows of one snapshot through the format into the object store. Safe to run
 * again: the file appears whole or not at all. A Problem ends the export; other errors are tried again.
 */
export async function writeExport(
  weft: Weft,
  { exportId }: { exportId: string },
  job?: Pick<JobRun, "attempts" | "signal">,
): Promise<void> {
  const started = await moveExport(weft.db.data, exportId, ["waiting", "running"], { state: "running", rows: 0 });
  const found = await findStoredExport(weft, exportId);
  if (!started || !found) return;
  await announce(weft.db.data, { about: "export", exportId });
  const objectKey = `exports/${exportId}`;
  try {
    const table = await getTableOf(weft, found);
    const { rows, sizeBytes } = await writeFile(weft, found.job, table, objectKey, job?.signal);
    const isEnded = await endExport(weft, found, { state: "done", rows, sizeBytes, objectKey, sight: table.sight });
    if (!isEnded) await deleteUnwanted(weft, exportId, objectKey);
  } catch (error) {
    if (error instanceof Cancelled) return;
    const isFinal = error instanceof Problem || (job?.attempts ?? 1) >= attemptsMax;
    if (!isFinal || job?.signal.aborted) throw error;
    const text =
      error instanceof Problem ? error.text : phrase`Something went wrong here. It has been logged; try again.`;
    if (!(error instanceof Problem)) weft.log.error({ err: error, exportId }, "export failed");
    await endExport(weft, found, { state: "failed", failure: text });
  }
}

/** The table as whoever ordered the export sees it now, which may be less than then. */
async function getTableOf(weft: Weft, { job, personId }: StoredExport): Promise<GrantedTable> {
  const { tableId } = job;
  if (personId === null)
    throw new Problem("table.not_found", phrase`There is no table ${tableId}, or it is not yours to see.`);
  const granted = await access(weft, { personId, tokenScopes: null }, "export.create", { tableId });
  return getGrantedTable(weft.db.data, granted);
}

/** Deletes the file of an export that was cancelled; not when the same job, done twice, has ended it with this very file. */
async function deleteUnwanted(weft: Weft, exportId: string, objectKey: string): Promise<void> {
  const now = await findStoredExport(weft, exportId);
  if (now?.objectKey !== objectKey) await weft.objects.delete(objectKey);
}

/** Thrown through the pipeline when a person has cancelled. */
class Cancelled extends Error {}

async function writeFile(
  weft: Weft,
  job: KeptExport,
  table: GrantedTable,
  objectKey: string,
  stop: AbortSignal = new AbortController().signal,
): Promise<{ rows: number; sizeBytes: number }> {
  const source = selectForExport(table, job.options);
  await using snapshot = await openSnapshot(weft);
  const cancel = new AbortController();
  const signal = AbortSignal.any([cancel.signal, stop]);
  let rows = 0;
  const file = formats[job.options.format]({
    source,
    snapshot,
    options: job.options,
    tableName: job.tableName,
    onRows: (total) => {
      rows = total;
    },
    signal,
  });
  const body = new PassThrough({ highWaterMark: 1024 * 1024 });
  const timer = setInterval(() => void tick(), tickMs);
  async function tick(): Promise<void> {
    // A database that does not answer just now fails the copy itself; the tick only looks on.
    const copied = await countCopiedRows(weft, snapshot.processId).catch(() => null);
    const isRunning = await noteExportRows(weft, job.id, copied ?? rows).catch(() => true);
    await announce(weft.db.data, { about: "export", exportId: job.id }).catch(() => {});
    if (!isRunning) cancel.abort(new Cancelled());
  }
  try {
    const [sizeBytes] = await Promise.all([weft.objects.put(objectKey, body), pipeline(file, body, { signal })]);
    return { rows, sizeBytes };
  } catch (error) {
    if (cancel.signal.aborted) throw new Cancelled();
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** The job `export.expire`: deletes files past their time and says so in their exports. */
export async function expireExports(weft: Weft): Promise<void> {
  for (;;) {
    const expired = await listExpiredExports(weft, 100);
    if (expired.length === 0) return;
    for (const { id, objectKey } of expired) {
      if (objectKey) await weft.objects.delete(objectKey);
      await moveExport(weft.db.data, id, ["done"], { state: "expired", object_key: null });
      await announce(weft.db.data, { about: "export", exportId: id });
    }
  }
}
