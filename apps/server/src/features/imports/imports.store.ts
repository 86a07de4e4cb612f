import type { ImportOptions, ImportState, Profile, Progress } from "@weft/api/import-shapes";
import { importOptions } from "@weft/api/import-shapes";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Kysely, Selectable, Updateable } from "kysely";
import type { Place } from "../../doors/page-cursor.ts";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import { announce } from "../../live/announce.ts";
import type { Sight } from "../workspaces/workspaces.sight.ts";
import { isSeen } from "../workspaces/workspaces.sight.ts";
import type { KeptJob } from "./imports.shown.ts";
import { statesBefore } from "./imports.states.ts";

type Db = Kysely<WeftTables>;

/** An import with what its jobs need of its file and base. */
export type ImportRow = Omit<Selectable<WeftTables["imports"]>, "state" | "options" | "profile"> & {
  state: ImportState;
  options: ImportOptions;
  profile: Profile | null;
  workspace_id: string;
  upload_name: string;
  upload_bytes: number;
  object_key: string;
};

/** One import, or undefined. Readable by both roles. */
export async function findImport(db: Db, importId: string): Promise<ImportRow | undefined> {
  const row = await db
    .selectFrom("imports")
    .innerJoin("bases", "bases.id", "imports.base_id")
    .innerJoin("uploads", "uploads.id", "imports.upload_id")
    .selectAll("imports")
    .select(["bases.workspace_id", "uploads.name as upload_name", "uploads.size_bytes as upload_bytes"])
    .select("uploads.object_key")
    .where("imports.id", "=", importId)
    .executeTakeFirst();
  return row && ({ ...row, options: importOptions.parse(row.options) } as ImportRow);
}

interface NewImport {
  id: string;
  baseId: string;
  uploadId: string;
  sourceUrl: string | null;
  options: ImportOptions;
  start: "review" | "now";
  personId: string;
}

export async function insertImport(db: Db, made: NewImport): Promise<void> {
  await db
    .insertInto("imports")
    .values({
      id: made.id,
      base_id: made.baseId,
      table_id: made.options.tableId ?? null,
      upload_id: made.uploadId,
      source_url: made.sourceUrl,
      state: "waiting",
      start: made.start,
      options: toJsonb(made.options),
      person_id: made.personId,
    })
    .execute();
  await announce(db, { about: "import", importId: made.id });
}

/** Written with everything that is announced: who reads an import twice knows which reading is the newer. */
const nextStep = { step: sql<number>`step + 1` };

/**
 * The one way an import changes its state: only along the states' map, and only if nobody was quicker (false). What goes
 * with the state is written with it; who watches is told after commit.
 */
export async function moveImport(
  db: Db,
  importId: string,
  to: ImportState,
  values: Updateable<WeftTables["imports"]> = {},
): Promise<boolean> {
  const result = await db
    .updateTable("imports")
    .set({ ...values, state: to, ...nextStep })
    .where("id", "=", importId)
    .where("state", "in", statesBefore(to))
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  await announce(db, { about: "import", importId });
  return true;
}

/** Notes how far an import has come; false = it is not in this state any more, so whoever works on it must stop. */
export async function noteProgress(db: Db, importId: string, state: ImportState, progress: Progress): Promise<boolean> {
  const result = await db
    .updateTable("imports")
    .set({ progress: JSON.stringify(progress), ...nextStep })
    .where("id", "=", importId)
    .where("state", "=", state)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  await announce(db, { about: "import", importId });
  return true;
}

/** Keeps a person's choices; false = the import does not wait any more. */
export async function setOptions(db: Db, importId: string, options: ImportOptions): Promise<boolean> {
  const result = await db
    .updateTable("imports")
    .set({ options: toJsonb(options), table_id: options.tableId ?? null, ...nextStep })
    .where("id", "=", importId)
    .where("state", "=", "ready")
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  await announce(db, { about: "import", importId });
  return true;
}

/** Whether what an import has changed or replaced is still kept; it goes after a time. Others have nothing to keep. */
const keepsBefore = sql<boolean>`imports.options ->> 'mode' not in ('replace', 'upsert') or exists (
  select from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = imports.base_id and c.relname = 'undo_' || imports.id)`;

/** Which imports of a workspace are wanted. */
export interface ImportFilter {
  baseId?: string;
  tableId?: string;
  state?: ImportState;
  personId?: string;
}

/** Imports before they are shown: one, or a page of a workspace, newest first. */
export async function findImportJobs(
  db: Db,
  which:
    | { importId: string }
    | (ImportFilter & { workspaceId: string; limit: number; before: Place | null; sight: Sight }),
): Promise<{ id: string; created_at: Date; job: KeptJob }[]> {
  let query = db
    .selectFrom("imports")
    .innerJoin("bases", "bases.id", "imports.base_id")
    .innerJoin("uploads", "uploads.id", "imports.upload_id")
    .leftJoin("tables", "tables.id", "imports.table_id")
    .leftJoin("people", "people.id", "imports.person_id")
    .select([
      "imports.id",
      "imports.base_id",
      "imports.table_id",
      "imports.state",
      "imports.step",
      "imports.options",
      "imports.progress",
      "imports.submission_id",
    ])
    .select(keepsBefore.as("keeps_before"))
    .select(["imports.read", "imports.loaded", "imports.rejected", "imports.created", "imports.updated"])
    .select(["imports.seconds", "imports.failure", "imports.rejects_key", "imports.created_at", "imports.ended_at"])
    .select(["bases.workspace_id", "bases.name as base_name", "tables.name as table_name"])
    .select(["tables.deleted_at as table_deleted_at", "uploads.id as upload_id", "uploads.name as upload_name"])
    .select(["uploads.size_bytes", "uploads.sha256", "people.id as person_id", "people.name as person_name"]);
  if ("importId" in which) query = query.where("imports.id", "=", which.importId);
  else {
    query = query.where("bases.workspace_id", "=", which.workspaceId).where("bases.deleted_at", "is", null);
    query = query.where(isSeen(which.sight, "imports.table_id", "imports.base_id"));
    if (which.baseId) query = query.where("imports.base_id", "=", which.baseId);
    if (which.tableId) query = query.where("imports.table_id", "=", which.tableId);
    if (which.state) query = query.where("imports.state", "=", which.state);
    if (which.personId) query = query.where("imports.person_id", "=", which.personId);
    const at = sql<Date>`date_trunc('milliseconds', imports.created_at)`;
    if (which.before)
      query = query.where(sql<boolean>`(${at}, imports.id) < (${which.before.at}::timestamptz, ${which.before.id})`);
    query = query.orderBy(at, "desc").orderBy("imports.id", "desc").limit(which.limit);
  }
  return (await query.execute()).map((row) => ({ id: row.id, created_at: row.created_at, job: toImportJob(row) }));
}

interface JobRow {
  [column: string]: unknown;
  id: string;
  created_at: Date;
  ended_at: Date | null;
}

function toImportJob(row: JobRow): KeptJob {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    baseId: row.base_id,
    baseName: row.base_name,
    tableId: row.table_id,
    tableName: row.table_name,
    upload: { id: row.upload_id, name: row.upload_name, sizeBytes: row.size_bytes, sha256: row.sha256 },
    state: row.state,
    step: row.step,
    options: importOptions.parse(row.options),
    progress: row.progress,
    totals:
      row.state === "done" || row.state === "undone"
        ? {
            read: row.read,
            loaded: row.loaded,
            rejected: row.rejected,
            created: row.created,
            updated: row.updated,
            seconds: row.seconds,
          }
        : null,
    failure: row.failure,
    hasRejects: row.rejects_key !== null,
    canUndo: row.state === "done" && row.table_id !== null && row.table_deleted_at === null && row.keeps_before,
    submissionId: row.submission_id,
    createdBy: row.person_id ? { id: row.person_id, name: row.person_name } : null,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  } as KeptJob;
}

/** Earlier imports of the very same bytes in the same workspace, newest first. */
export async function findSameFile(
  db: Db,
  row: ImportRow,
): Promise<{ importId: string; tableId: string | null; tableName: string | null; at: string }[]> {
  const found = await db
    .selectFrom("uploads as own")
    .innerJoin("uploads as same", (join) =>
      join.onRef("same.sha256", "=", "own.sha256").onRef("same.workspace_id", "=", "own.workspace_id"),
    )
    .innerJoin("imports", "imports.upload_id", "same.id")
    .leftJoin("tables", (join) => join.onRef("tables.id", "=", "imports.table_id").on("tables.deleted_at", "is", null))
    .select(["imports.id", "tables.id as table_id", "tables.name", "imports.created_at"])
    .where("own.id", "=", row.upload_id)
    .where("imports.id", "!=", row.id)
    .where("imports.state", "=", "done")
    .orderBy("imports.created_at", "desc")
    .limit(20)
    .execute();
  return found.map(({ id, table_id, name, created_at }) => ({
    importId: id,
    tableId: table_id,
    tableName: name,
    at: created_at.toISOString(),
  }));
}

/**
 * Takes a block of row ids for a load, in a statement of its own: nobody waits for the load to get ids, and those of one
 * that fails are not used again. Gives the first; `table.not_found` when the table is gone.
 */
export async function reserveRows(db: Db, tableId: string, rows: number): Promise<number> {
  const taken = await db
    .updateTable("tables")
    .set((eb) => ({ next_row: eb("next_row", "+", rows) }))
    .where("id", "=", tableId)
    .where("deleted_at", "is", null)
    .returning("next_row")
    .executeTakeFirst();
  if (!taken) throw new Problem("table.not_found", phrase`There is no table ${tableId} any more.`);
  return taken.next_row - rows;
}

/** A value as `jsonb` takes it: PostgreSQL has no NUL and no half letters in text, files do. */
export function toJsonb(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "string" ? part.replaceAll("\0", "\ufffd").toWellFormed() : part,
  );
}
