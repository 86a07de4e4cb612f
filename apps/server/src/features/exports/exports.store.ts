import type { Language, Phrase } from "@weft/model/texts/phrase";
import { say } from "../../language/say.ts";
import type { ExportJob, ExportOptions } from "@weft/api/exports";
import type { Weft } from "../../weft.ts";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

export interface NewExport {
  id: string;
  tableId: string;
  personId: string;
  options: ExportOptions;
  fileName: string;
}

/** An export as the contract shows it, but for what has to be said. Rows of before hold plain English. */
export type KeptExport = Omit<ExportJob, "failure"> & { failure: Phrase | string | null };

/** What only the server knows of an export besides what people see. */
export interface StoredExport {
  job: KeptExport;
  personId: string | null;
  objectKey: string | null;
  /** What the person saw of the table when the file was made; null = all of it. */
  sight: string | null;
}

/** Adds an export that waits for its job. */
export async function insertExport(db: Kysely<WeftTables>, row: NewExport): Promise<void> {
  await db
    .insertInto("exports")
    .values({
      id: row.id,
      table_id: row.tableId,
      person_id: row.personId,
      state: "waiting",
      options: JSON.stringify(row.options),
      file_name: row.fileName,
    })
    .execute();
}

function selectExports(db: Kysely<WeftTables>) {
  return db
    .selectFrom("exports")
    .innerJoin("tables", "tables.id", "exports.table_id")
    .innerJoin("bases", "bases.id", "tables.base_id")
    .selectAll("exports")
    .select(["tables.name as table_name", "bases.workspace_id"]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectExports>["executeTakeFirstOrThrow"]>>;

function readFailure(kept: string | null): Phrase | string | null {
  return kept?.startsWith('{"template":') ? (JSON.parse(kept) as Phrase) : kept;
}

/** An export as somebody reads it. */
export function showExport({ failure, ...job }: KeptExport, language: Language): ExportJob {
  return { ...job, failure: failure === null ? null : say(failure, language) };
}

function toStored(row: Row): StoredExport {
  return {
    personId: row.person_id,
    objectKey: row.object_key,
    sight: row.sight,
    job: {
      id: row.id,
      tableId: row.table_id,
      tableName: row.table_name,
      workspaceId: row.workspace_id,
      state: row.state as ExportJob["state"],
      options: row.options as ExportOptions,
      rows: row.rows,
      sizeBytes: row.size_bytes,
      fileName: row.file_name,
      failure: readFailure(row.failure),
      createdAt: row.created_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      expiresAt: row.expires_at?.toISOString() ?? null,
    },
  };
}

/** An export with its owner and its place in the object store. */
export async function findStoredExport(weft: Weft, id: string): Promise<StoredExport | null> {
  const row = await selectExports(weft.db.data).where("exports.id", "=", id).executeTakeFirst();
  return row ? toStored(row) : null;
}

/** An export as people see it, and whose it is: for those who fan it out. */
export async function findExportJob(
  weft: Weft,
  id: string,
): Promise<{ job: KeptExport; personId: string | null } | null> {
  return findStoredExport(weft, id);
}

/** As exactly as a place in the list carries it: JavaScript's times end at milliseconds. */
const createdMs = sql<Date>`date_trunc('milliseconds', exports.created_at)`;

/** A person's exports in a workspace, newest first, older than `before` (an export's id) when given. */
export async function listExportsOf(
  weft: Weft,
  query: { workspaceId: string; personId: string; limit: number; before?: { createdAt: Date; id: string } },
): Promise<KeptExport[]> {
  let select = selectExports(weft.db.data)
    .where("bases.workspace_id", "=", query.workspaceId)
    .where("exports.person_id", "=", query.personId)
    .orderBy(createdMs, "desc")
    .orderBy("exports.id", "desc")
    .limit(query.limit);
  const { before } = query;
  if (before) {
    select = select.where(sql<boolean>`(${createdMs}, exports.id) < (${before.createdAt}::timestamptz, ${before.id})`);
  }
  return (await select.execute()).map((row) => toStored(row).job);
}

/** Moves an export from one of `from` to a new state; false when it is in another state now. */
export async function moveExport(
  db: Kysely<WeftTables>,
  id: string,
  from: ExportJob["state"][],
  to: {
    state: ExportJob["state"];
    rows?: number;
    size_bytes?: number | null;
    object_key?: string | null;
    sight?: string | null;
    failure?: string | null;
    ended_at?: Date | null;
    expires_at?: Date | null;
  },
): Promise<boolean> {
  const moved = await db
    .updateTable("exports")
    .set(to)
    .where("id", "=", id)
    .where("state", "in", from)
    .executeTakeFirst();
  return moved.numUpdatedRows > 0n;
}

/** Notes how many rows are written so far; gives false once the export no longer runs (it was cancelled). */
export async function noteExportRows(weft: Weft, id: string, rows: number): Promise<boolean> {
  return moveExport(weft.db.data, id, ["running"], { state: "running", rows });
}

/** Exports whose file is past its time, at most `limit`. */
export async function listExpiredExports(
  weft: Weft,
  limit: number,
): Promise<{ id: string; objectKey: string | null }[]> {
  return weft.db.data
    .selectFrom("exports")
    .select(["id", "object_key as objectKey"])
    .where("state", "=", "done")
    .where("expires_at", "<", new Date())
    .orderBy("expires_at")
    .limit(limit)
    .execute();
}

/** Rows the running COPY of a database connection has sent, exactly; null when it has ended. */
export async function countCopiedRows(weft: Weft, processId: number): Promise<number | null> {
  // As the owner: the data role may not look at what a connection does, though it is its own.
  const { rows } = await weft.db.peoplePool.query<{ rows: number }>(
    "select tuples_processed as rows from pg_stat_progress_copy where pid = $1",
    [processId],
  );
  return rows[0]?.rows ?? null;
}
