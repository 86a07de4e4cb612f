import type { TableSummary } from "@weft/api/bases";
import type { CellValue, Field } from "@weft/model/fields/field";
import { limits } from "@weft/model/fields/field";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import type { WeftTables } from "../../database/tables.ts";
import { columnType, systemColumns } from "./tables.catalog.ts";

/** The rows' own table in PostgreSQL: what of a catalog table its SQL is made from. */
export interface PhysicalTable {
  baseId: string;
  id: string;
  fields: Pick<Field, "id" | "type" | "options">[];
}

/** A data table as an SQL identifier, `"<baseId>"."<tableId>"`. */
export function tableReference(table: Pick<PhysicalTable, "baseId" | "id">) {
  return sql.id(table.baseId, table.id);
}

/** Makes the rows' table, empty. A load makes it without key and adds it after COPY, which is faster. */
export async function createPhysicalTable(
  trx: DataTransaction,
  table: PhysicalTable,
  { withKey }: { withKey: boolean },
): Promise<void> {
  const columns = [
    sql`${sql.id(systemColumns.id)} bigint not null`,
    sql`${sql.id(systemColumns.change)} bigint`,
    ...table.fields.map((field) => sql`${sql.id(field.id)} ${sql.raw(columnType(field))}`),
  ];
  await sql`create table ${tableReference(table)} (${sql.join(columns)})`.execute(trx);
  if (withKey) await addKey(trx, table);
}

/** Makes `id` the primary key; throws PostgreSQL's 23505 when row ids are not unique. */
export async function addKey(trx: DataTransaction, table: Pick<PhysicalTable, "baseId" | "id">): Promise<void> {
  await sql`alter table ${tableReference(table)} add primary key (${sql.id(systemColumns.id)})`.execute(trx);
}

/** Enters a table in the catalog, after the others of its base. `nextRow` is the first row id not yet used. */
export async function insertTable(
  trx: DataTransaction,
  table: {
    id: string;
    baseId: string;
    name: string;
    nextRow?: number;
    rowEstimate?: number;
    hasPlaces?: boolean;
    hasAuthors?: boolean;
  },
): Promise<void> {
  await trx
    .insertInto("tables")
    .values({
      id: table.id,
      base_id: table.baseId,
      name: table.name,
      position: sql<number>`(select coalesce(max(position), 0) + 1 from weft.tables where base_id = ${table.baseId})`,
      next_row: table.nextRow ?? 1,
      row_estimate: table.rowEstimate ?? 0,
      has_places: table.hasPlaces ?? false,
      has_authors: table.hasAuthors ?? false,
    })
    .execute();
}

/** Enters fields in the catalog in the order given; the first one stands at `position`, the next at `position + 1`. */
export async function insertFields(
  trx: DataTransaction,
  tableId: string,
  fields: readonly Field[],
  position = 1,
): Promise<void> {
  if (fields.length === 0) return;
  await trx
    .insertInto("fields")
    .values(
      fields.map((field, index) => ({
        id: field.id,
        table_id: tableId,
        name: field.name,
        description: field.description,
        type: field.type,
        options: JSON.stringify(field.options),
        position: position + index,
      })),
    )
    .execute();
}

/**
 * `wanted`, or `wanted 2`, `wanted 3` … when tables of the base bear it (in any case). Holds the base's names until the
 * transaction ends, so that two loads cannot take the same one: call it right before `insertTable`, after long work.
 */
export async function ensureUniqueTableName(trx: DataTransaction, baseId: string, wanted: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`table names ${baseId}`}, 0))`.execute(trx);
  const rows = await trx
    .selectFrom("tables")
    .select(sql<string>`lower(name)`.as("name"))
    .where("base_id", "=", baseId)
    .where("deleted_at", "is", null)
    .execute();
  const taken = new Set(rows.map((row) => row.name));
  const whole = wanted.slice(0, limits.nameLengthMax).trimEnd();
  if (!taken.has(whole.toLowerCase())) return whole;
  for (let number = 2; ; number++) {
    const suffix = ` ${number}`;
    const name = whole.slice(0, limits.nameLengthMax - suffix.length).trimEnd() + suffix;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

/** Whether a table of the base that is not in the trash bears the name, in any case. */
export async function isTableNameTaken(trx: DataTransaction, baseId: string, name: string): Promise<boolean> {
  const found = await trx
    .selectFrom("tables")
    .select("id")
    .where("base_id", "=", baseId)
    .where("deleted_at", "is", null)
    .where(sql`lower(name)`, "=", sql`lower(${name}::text)`)
    .executeTakeFirst();
  return found !== undefined;
}

/** The name of a table, in the trash or not. */
export async function findTableName(db: Kysely<WeftTables>, tableId: string): Promise<string | undefined> {
  return (await db.selectFrom("tables").select("name").where("id", "=", tableId).executeTakeFirst())?.name;
}

/** Holds the order of a table's base until the transaction ends, and gives the base; undefined = no such table. */
export async function lockBaseOf(trx: DataTransaction, tableId: string): Promise<string | undefined> {
  const found = await sql<{ id: string }>`
    select id from weft.bases where id = (select base_id from weft.tables where id = ${tableId})
    for no key update`.execute(trx);
  return found.rows[0]?.id;
}

/** Renames or moves; throws PostgreSQL's 23505 on `tables_name` when another table of the base has the name. */
export async function updateTableRow(
  trx: DataTransaction,
  tableId: string,
  changes: { name?: string; position?: number },
): Promise<void> {
  await trx.updateTable("tables").set(changes).where("id", "=", tableId).execute();
}

/** Puts a table into the trash or takes it out; false when it already is where it shall be. */
export async function setTableTrashed(trx: DataTransaction, tableId: string, trashed: boolean): Promise<boolean> {
  const result = await trx
    .updateTable("tables")
    .set({ deleted_at: trashed ? sql<Date>`now()` : null })
    .where("id", "=", tableId)
    .where("deleted_at", trashed ? "is" : "is not", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Puts rows with known ids into a table as if they had been imported; cells by field id, as JSON carries them. */
export async function insertRecords(
  trx: DataTransaction,
  table: PhysicalTable,
  rows: { id: number; cells: Record<string, CellValue> }[],
): Promise<void> {
  const columns = table.fields.map((field) => sql`${sql.id(field.id)} ${sql.raw(columnType(field))}`);
  const names = sql.join([systemColumns.id, ...table.fields.map((field) => field.id)].map((name) => sql.id(name)));
  const records = JSON.stringify(rows.map(({ id, cells }) => ({ [systemColumns.id]: id, ...cells })));
  await sql`insert into ${tableReference(table)} (${names}) select ${names}
    from json_to_recordset(${records}::json) as row(${sql.id(systemColumns.id)} bigint, ${sql.join(columns)})`.execute(
    trx,
  );
}

/** What people see of a table besides its fields and their role. */
export async function getTableDetails(
  db: Kysely<WeftTables>,
  tableId: string,
): Promise<TableSummary & { workspaceId: string; baseName: string }> {
  const found = await db
    .selectFrom("tables")
    .innerJoin("bases", "bases.id", "tables.base_id")
    .select(["tables.id", "tables.base_id", "tables.name", "tables.row_estimate", "tables.last_change"])
    .select(["tables.created_at", "bases.workspace_id", "bases.name as base_name"])
    .where("tables.id", "=", tableId)
    .executeTakeFirstOrThrow();
  return { ...toTableSummary(found), workspaceId: found.workspace_id, baseName: found.base_name };
}

/** A catalog row as people see it. */
export function toTableSummary(row: {
  id: string;
  base_id: string;
  name: string;
  row_estimate: number;
  last_change: number;
  created_at: Date;
}): TableSummary {
  return {
    id: row.id,
    baseId: row.base_id,
    name: row.name,
    rowEstimate: row.row_estimate,
    lastChange: row.last_change,
    createdAt: row.created_at.toISOString(),
  };
}
