import type { Field } from "@weft/model/fields/field";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import type { WeftTables } from "../../database/tables.ts";
import { columnType } from "../tables/tables.catalog.ts";
import type { PhysicalTable } from "../tables/tables.store.ts";
import { tableReference } from "../tables/tables.store.ts";

const shown = ["id", "name", "description", "type", "options"] as const;

/** A field of a table, in the trash or not, and whether it is. */
export async function findField(
  db: Kysely<WeftTables>,
  tableId: string,
  fieldId: string,
): Promise<{ field: Field; isTrashed: boolean } | undefined> {
  const found = await db
    .selectFrom("fields")
    .select([...shown, "deleted_at"])
    .where("table_id", "=", tableId)
    .where("id", "=", fieldId)
    .executeTakeFirst();
  if (!found) return undefined;
  const { deleted_at, ...field } = found;
  return { field: field as unknown as Field, isTrashed: deleted_at !== null };
}

/** Changes what the catalog says of a field; throws PostgreSQL's 23505 on `fields_name` for a taken name. */
export async function updateFieldRow(
  trx: DataTransaction,
  fieldId: string,
  changes: Partial<Field> & { position?: number },
): Promise<void> {
  const { options, ...rest } = changes;
  await trx
    .updateTable("fields")
    .set({ ...rest, ...(options ? { options: JSON.stringify(options) } : {}) })
    .where("id", "=", fieldId)
    .execute();
}

/** Puts a field into the trash or takes it out; its column stays as it is. False when it already is where it shall be. */
export async function setFieldTrashed(trx: DataTransaction, fieldId: string, trashed: boolean): Promise<boolean> {
  const result = await trx
    .updateTable("fields")
    .set({ deleted_at: trashed ? sql<Date>`now()` : null })
    .where("id", "=", fieldId)
    .where("deleted_at", trashed ? "is" : "is not", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Adds the column of a field, empty; takes no longer for many rows. */
export async function addColumn(
  trx: DataTransaction,
  table: Pick<PhysicalTable, "baseId" | "id">,
  field: Pick<Field, "id" | "type" | "options">,
): Promise<void> {
  await sql`alter table ${tableReference(table)} add column ${sql.id(field.id)} ${sql.raw(columnType(field))}`.execute(
    trx,
  );
}

/** Adds the column of a field with the values of another of the same type: the table is written anew once. */
export async function addCopiedColumn(
  trx: DataTransaction,
  table: Pick<PhysicalTable, "baseId" | "id">,
  field: Pick<Field, "id" | "type" | "options">,
  source: Pick<Field, "id">,
): Promise<void> {
  await addColumn(trx, table, field);
  // As a retype does: an UPDATE would leave every row twice.
  await sql`alter table ${tableReference(table)} alter column ${sql.id(field.id)}
    type ${sql.raw(columnType(field))} using ${sql.id(source.id)}`.execute(trx);
}
