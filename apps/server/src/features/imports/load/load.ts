import assert from "node:assert/strict";
import { pipeline } from "node:stream/promises";
import type { ImportOptions, Profile } from "@weft/api/import-shapes";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import { sql } from "kysely";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { DataTransaction } from "../../../database/databases.ts";
import type { Weft } from "../../../weft.ts";
import { systemColumns } from "../../tables/tables.catalog.ts";
import type { PlannedColumn } from "../imports.columns.ts";
import type { LoadPlan } from "../imports.plan.ts";
import type { ImportRow } from "../imports.store.ts";
import type { Watch } from "../imports.watch.ts";
import type { CopyTotals, FileSource } from "../reading/reading.ts";
import { copyFormat, copyRows } from "../reading/reading.ts";
import { appendRows } from "./load-append.ts";
import { loadNewTable } from "./load-new.ts";
import type { Rejects } from "./load-rejects.ts";
import { openRejectLimit } from "./load-reject-limit.ts";
import { replaceEarlierRows } from "./load-replace-part.ts";
import { replaceRows } from "./load-replace.ts";
import { upsertRows } from "./load-upsert.ts";

/** One load under way: all that its mode needs. */
export interface Load {
  weft: Weft;
  row: ImportRow;
  profile: Profile;
  plan: LoadPlan;
  source: FileSource;
  /** A folder for unpacked copies. */
  tempFolder: string;
  /** Row id of the first record; the others follow. */
  firstRow: number;
  rejects: Rejects;
  watch: Watch;
  trx: DataTransaction;
  client: pg.PoolClient;
}

/** What a load did; `number` is the change it wrote its rows under. */
export interface Loaded {
  tableId: string;
  tableName: string;
  number: number;
  read: number;
  created: number;
  updated: number;
  /** Rows of an earlier import that went for these. */
  removed?: number;
}

/** How rows get into a table in each mode. */
export const loaders: Record<ImportOptions["mode"], (load: Load) => Promise<Loaded>> = {
  new: loadNewTable,
  append: (load) => appendRows(load),
  replace: (load) => (load.row.options.replaces ? replaceEarlierRows(load) : replaceRows(load)),
  upsert: upsertRows,
};

/**
 * Streams the file into a table with COPY; `target` is its name within the base's schema. `freeze` for a table made in
 * this transaction: its rows are written once and need no clean-up. Throws when more rows are rejected than may be.
 */
export async function copyInto(load: Load, target: string, { freeze }: { freeze: boolean }): Promise<CopyTotals> {
  const { profile, plan, watch, rejects, row } = load;
  const limit = openRejectLimit(load);
  const columns = plan.columns.map(({ index, name, reading }) => ({ index, name, reading }));
  const copy = copyRows(load.source, profile.reading, columns, {
    firstRow: load.firstRow,
    onReject: (reject) => {
      rejects.add(reject);
      limit.check();
    },
    onProgress: (read) => {
      watch.note(read);
      watch.setRejected(rejects.count);
    },
    signal: watch.signal,
    unpackedBytesMax: load.weft.config.unpackedBytesMax,
    tempFolder: load.tempFolder,
  });
  const names = [systemColumns.id, ...plan.columns.map(({ field }) => field.id)].map((name) => `"${name}"`);
  const statement = `copy "${row.base_id}"."${target}" (${names}) from stdin with (format ${copyFormat}, freeze ${freeze})`;
  await pipeline(copy.chunks, load.client.query(copyFrom(statement)), { signal: watch.signal });
  const totals = copy.result();
  assert.equal(totals.rejected, rejects.count, "every reject is in the file");
  assert.equal(totals.read, totals.loaded + totals.rejected, "read = loaded + rejected");
  assert(totals.read <= profile.records, "no more records than the analysis has counted");
  limit.checkEnd();
  watch.setPhase("indexing");
  return totals;
}

/** Refuses the load if a field it fills was deleted while it ran. Call it when the table's number is taken: schema edits wait from then on. */
export async function checkFields(load: Load, tableId: string): Promise<void> {
  const targets = load.plan.columns.filter(({ isNew }) => !isNew);
  if (targets.length === 0) return;
  const gone = await load.trx
    .selectFrom("fields")
    .select(["id", "name"])
    .where("table_id", "=", tableId)
    .where("deleted_at", "is not", null)
    .where(
      "id",
      "in",
      targets.map(({ field }) => field.id),
    )
    .execute();
  if (gone.length === 0) return;
  const names = gone.map(({ name }) => `“${name}”`).join(", ");
  throw new Problem(
    "import.failed",
    phrase`While the file was being loaded, somebody deleted ${names} from the table. Nothing was loaded: look at the columns again, and begin again.`,
    gone.map(({ id, name }) => ({ path: id, message: phrase`${name} was deleted` })),
  );
}

/** One import at a time into a table; the next one waits until this one has ended. */
export async function waitForTable(trx: DataTransaction, tableId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${tableId}`}, 0))`.execute(trx);
}

/** The columns of the plan that the import makes. */
export function newColumns(load: Load): PlannedColumn[] {
  return load.plan.columns.filter(({ isNew }) => isNew);
}
