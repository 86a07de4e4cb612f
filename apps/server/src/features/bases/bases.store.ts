import type { Base } from "@weft/api/bases";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import type { WeftTables } from "../../database/tables.ts";
import { toTableSummary } from "../tables/tables.store.ts";
import type { Sight } from "../workspaces/workspaces.sight.ts";
import { isSeen } from "../workspaces/workspaces.sight.ts";

/** Makes a base, after the others of its workspace: its catalog row and its schema, owned by the data role. */
export async function insertBase(
  trx: DataTransaction,
  base: { id: string; workspaceId: string; name: string },
): Promise<void> {
  const position = sql<number>`(
    select coalesce(max(position), 0) + 1 from weft.bases where workspace_id = ${base.workspaceId})`;
  await trx
    .insertInto("bases")
    .values({ id: base.id, workspace_id: base.workspaceId, name: base.name, position })
    .execute();
  await sql`create schema ${sql.id(base.id)}`.execute(trx);
}

/** When a table of the base was last made or changed, those of the trash counted: one look at the log for each table. */
function changedAt(sight: Sight) {
  return sql<Date>`greatest(bases.created_at, (
    select max(greatest(t.created_at, (
      select c.at from weft.changes c where c.table_id = t.id and c.number = t.last_change limit 1)))
    from weft.tables t where t.base_id = bases.id and ${isSeen(sight, "t.id", "t.base_id")}))`;
}

/** A base is seen when it was given, or a table of it: then by its name. */
function isBaseSeen(sight: Sight) {
  return sql<boolean>`(${isSeen(sight, "bases.id")} or exists (
    select from weft.tables t
    where t.base_id = bases.id and t.deleted_at is null and ${isSeen(sight, "t.id", "t.base_id")}))`;
}

/** Bases that are not in the trash, with their tables, both in the order people gave them; only what is in `sight`. */
export async function listBases(
  db: Kysely<WeftTables>,
  of: { workspaceId: string } | { baseId: string },
  sight: Sight,
): Promise<Base[]> {
  const bases = await db
    .selectFrom("bases")
    .select(["id", "workspace_id", "name", "created_at", changedAt(sight).as("changed_at")])
    .where("deleted_at", "is", null)
    .where(isBaseSeen(sight))
    .where("workspaceId" in of ? "workspace_id" : "id", "=", "workspaceId" in of ? of.workspaceId : of.baseId)
    .orderBy("position")
    .orderBy("id")
    .execute();
  if (bases.length === 0) return [];
  const tables = await db
    .selectFrom("tables")
    .select(["id", "base_id", "name", "row_estimate", "last_change", "created_at"])
    .where("deleted_at", "is", null)
    .where(isSeen(sight, "tables.id", "tables.base_id"))
    .where(
      "base_id",
      "in",
      bases.map((base) => base.id),
    )
    .orderBy("position")
    .orderBy("id")
    .execute();
  return bases.map((base) => ({
    id: base.id,
    workspaceId: base.workspace_id,
    name: base.name,
    createdAt: base.created_at.toISOString(),
    changedAt: base.changed_at.toISOString(),
    tables: tables.filter((table) => table.base_id === base.id).map(toTableSummary),
  }));
}

/** How many tables of a base are not in the trash, whoever sees them. */
export async function countTables(db: Kysely<WeftTables>, baseId: string): Promise<number> {
  const { tables } = await db
    .selectFrom("tables")
    .select((eb) => eb.fn.countAll<number>().as("tables"))
    .where("base_id", "=", baseId)
    .where("deleted_at", "is", null)
    .executeTakeFirstOrThrow();
  return tables;
}

/** Holds the order of a base's workspace until the transaction ends. */
export async function lockOrder(trx: DataTransaction, workspaceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`order of bases ${workspaceId}`}, 0))`.execute(trx);
}

/** What a base is called. */
export async function findBaseName(trx: DataTransaction, baseId: string): Promise<string | undefined> {
  return (await trx.selectFrom("bases").select("name").where("id", "=", baseId).executeTakeFirst())?.name;
}

/** Renames or moves a base. */
export async function updateBaseRow(
  trx: DataTransaction,
  baseId: string,
  changes: { name?: string; position?: number },
): Promise<void> {
  await trx.updateTable("bases").set(changes).where("id", "=", baseId).execute();
}

/** Puts a base into the trash or takes it out; false when it already is where it shall be. */
export async function setBaseTrashed(trx: DataTransaction, baseId: string, trashed: boolean): Promise<boolean> {
  const result = await trx
    .updateTable("bases")
    .set({ deleted_at: trashed ? sql<Date>`now()` : null })
    .where("id", "=", baseId)
    .where("deleted_at", trashed ? "is" : "is not", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Tables of a base that are not in the trash themselves, by id, so that whoever locks them does so in one order. */
export async function listTableIds(trx: DataTransaction, baseId: string): Promise<string[]> {
  const tables = await trx
    .selectFrom("tables")
    .select("id")
    .where("base_id", "=", baseId)
    .where("deleted_at", "is", null)
    .orderBy("id")
    .execute();
  return tables.map((table) => table.id);
}
