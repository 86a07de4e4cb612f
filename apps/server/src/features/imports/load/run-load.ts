import assert from "node:assert/strict";
import { Problem } from "@weft/api/problems";
import type { Language } from "@weft/model/texts/phrase";
import { recordAudit } from "../../audit/audit.record.ts";
import { appendChange } from "../../changes/changes.store.ts";
import { listIndexWants, restoreIndexes, shedIndexes } from "../../indexes/indexes.jobs.ts";
import type { IndexWant } from "../../indexes/indexes.wants.ts";
import { setAuthor } from "../../tables/tables.authors.ts";
import type { Weft } from "../../../weft.ts";
import type { KeptRejects } from "../imports.ending.ts";
import { tellEnding } from "../imports.ending.ts";
import type { LoadPlan } from "../imports.plan.ts";
import { openSource } from "../imports.source.ts";
import type { ImportRow } from "../imports.store.ts";
import { findImport, moveImport, reserveRows, toJsonb } from "../imports.store.ts";
import type { Watch } from "../imports.watch.ts";
import { Cancelled } from "../imports.watch.ts";
import { dropUnnamedColumns } from "./load-columns.ts";
import { inLoadTransaction } from "./load-connection.ts";
import type { Rejects } from "./load-rejects.ts";
import { openRejects } from "./load-rejects.ts";
import type { Load, Loaded } from "./load.ts";
import { loaders } from "./load.ts";

interface LoadOrder {
  row: ImportRow;
  plan: LoadPlan;
  /** What whoever handed it in reads. */
  language: Language;
  watch: Watch;
  tempFolder: string;
  /** `performance.now()` when the job began. */
  startedAt: number;
}

/**
 * Rows, catalog, change, totals and notice in one commit. When it fails, nothing stays but, if that was why, the rejects.
 * Indexes that Weft has made by itself go before a large load and are made again after it, in jobs.
 */
export async function runLoad(weft: Weft, order: LoadOrder): Promise<void> {
  const { table } = order.plan;
  const wants = table ? await indexesInTheWay(weft, order.row, table.id) : [];
  try {
    await loadInOne(weft, order);
  } finally {
    if (table)
      await restoreIndexes(weft, table.id, wants).catch((error: unknown) =>
        weft.log.warn({ err: error, tableId: table.id }, "indexes were not ordered after a load"),
      );
  }
}

/** What indexes there are for that will be gone after the load: those that it is quicker without, or of rows it replaces. */
async function indexesInTheWay(weft: Weft, { options, profile }: ImportRow, tableId: string): Promise<IndexWant[]> {
  if (options.mode === "replace" && !options.replaces) return listIndexWants(weft, tableId);
  return shedIndexes(weft, tableId, profile?.records ?? 0);
}

async function loadInOne(weft: Weft, order: LoadOrder): Promise<void> {
  const { row, plan, watch } = order;
  const { profile } = row;
  assert(profile, "a loading import has a profile");
  // What a killed try has left.
  if (plan.table) await dropUnnamedColumns(weft, plan.table.id);
  const firstRow = plan.table ? await reserveRows(weft.db.data, plan.table.id, profile.records) : 1;
  using rejects = openRejects(
    weft,
    row.id,
    profile.columns.map(({ header, name }) => header || name),
    order.language,
  );
  let kept: KeptRejects | null = null;
  try {
    const loaded = await inLoadTransaction(weft, watch.signal, async (trx, client) => {
      await setAuthor(trx, row.person_id);
      const source = openSource(weft, row);
      const load: Load = { ...order, weft, profile, source, firstRow, rejects, trx, client };
      const done = await loaders[row.options.mode](load);
      kept = await rejects.keep();
      await watch.stop();
      watch.signal.throwIfAborted();
      await finish(load, order, done, kept);
      return done;
    });
    await weft.db.dataPool
      .query(`analyze "${row.base_id}"."${loaded.tableId}"`)
      .catch((error: unknown) => weft.log.warn({ err: error }, "a loaded table was not analysed"));
  } catch (error) {
    if (plan.table) await dropUnnamedColumns(weft, plan.table.id).catch(() => 0);
    throw await keepOrDelete(weft, row.id, rejects, kept, watch.signal.aborted ? watch.signal.reason : error);
  }
}

/**
 * The rejects stay when they are why the load failed; else they go with it. A job that came twice finds them belonging
 * to the one that was faster.
 */
async function keepOrDelete(
  weft: Weft,
  importId: string,
  rejects: Rejects,
  kept: KeptRejects | null,
  error: unknown,
): Promise<unknown> {
  if (error instanceof Problem && error.code === "import.rejects")
    return Object.assign(error, { kept: kept ?? (await rejects.keep()) });
  if (kept && (await findImport(weft.db.people, importId))?.rejects_key !== kept.key)
    await weft.objects.delete(kept.key);
  return error;
}

async function finish(load: Load, order: LoadOrder, loaded: Loaded, kept: KeptRejects | null): Promise<void> {
  const { trx, row, rejects, firstRow } = load;
  const count = loaded.created + loaded.updated;
  assert.equal(loaded.read, count + rejects.count, "read = loaded + rejected");
  const seconds = Math.round((performance.now() - order.startedAt) / 10) / 100;
  const { mode, replaces } = row.options;
  const { created, updated, removed } = loaded;
  const actor = row.person_id ? { personId: row.person_id, clientId: null, requestId: row.id } : null;
  await appendChange(trx, actor, {
    tableId: loaded.tableId,
    number: loaded.number,
    kind: "rows.imported",
    importId: row.id,
    detail: { mode, file: row.upload_name, created, updated, ...(replaces && { replaces, removed }) },
  });
  const isDone = await moveImport(trx, row.id, "done", {
    table_id: loaded.tableId,
    read: loaded.read,
    loaded: count,
    rejected: rejects.count,
    created: loaded.created,
    updated: loaded.updated,
    seconds,
    progress: null,
    rejects_key: kept?.key ?? null,
    first_rejects: toJsonb(rejects.first),
    first_row: firstRow,
    last_row: firstRow + loaded.read - 1,
    change_number: loaded.number,
    ended_at: new Date(),
  });
  if (!isDone) throw new Cancelled();
  const { tableName } = loaded;
  const ending = { state: "done", tableName, loaded: count, rejected: rejects.count, seconds, text: null } as const;
  await tellEnding(trx, row, ending);
  if (mode !== "new" || !actor) return;
  const thing = { kind: "table", id: loaded.tableId } as const;
  await recordAudit(trx, actor, { action: "table.created", thing, after: { importId: row.id } });
}
