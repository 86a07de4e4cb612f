import type { Base } from "@weft/api/bases";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import type { WeftTables } from "../../database/tables.ts";
import { toTableSummary } from "../tables/tables.store.ts";

/** Makes a base: its catalog row and its schema, owned by the data role. */
export async function insertBase(
  trx: DataTransaction,
  base: { id: string; workspaceId: string; name: string },
): Promise<void> {
  await trx.insertInto("bases").values({ id: base.id, workspace_id: base.workspaceId, name: base.name }).execute();
  await sql`create schema ${sql.id(base.id)}`.execute(trx);
}

/** Bases that are not in the trash, oldest first, with their tables in order. */
export async function listBases(
  db: Kysely<WeftTables>,
  of: { workspaceId: string } | { baseId: string },
): Promise<Base[]> {
  const bases = await db
    .selectFrom("bases")
    .select(["id", "workspace_id", "name", "created_at"])
    .where("deleted_at", "is", null)
    .where("workspaceId" in of ? "workspace_id" : "id", "=", "workspaceId" in of ? of.workspaceId : of.baseId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  if (bases.length === 0) return [];
  const tables = await db
    .selectFrom("tables")
    .select(["id", "base_id", "name", "row_estimate", "last_change", "created_at"])
    .where("deleted_at", "is", null)
    .where(
      "base_id",
      "in",
      bases.map((base) => base.id),
    )
    .orderBy("position")
    .execute();
  return bases.map((base) => ({
    id: base.id,
    workspaceId: base.workspace_id,
    name: base.name,
    createdAt: base.created_at.toISOString(),
    tables: tables.filter((table) => table.base_id === base.id).map(toTableSummary),
  }));
}

/** Renames a base. */
export async function renameBase(db: Kysely<WeftTables>, baseId: string, name: string): Promise<void> {
  await db.updateTable("bases").set({ name }).where("id", "=", baseId).execute();
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
