import type { Field } from "@weft/model/fields/field";
import type { RawBuilder } from "kysely";
import { sql } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import type { PhysicalTable } from "../tables/tables.store.ts";
import { tableReference } from "../tables/tables.store.ts";
import { conversionOf, textOf } from "./fields.conversion.ts";
import { keptColumnOf, replaceColumn } from "./fields.retype.store.ts";

/** A retype that is to be taken back. */
export interface KeptRetype {
  table: Pick<PhysicalTable, "baseId" | "id">;
  /** The field as it is, and as it shall be. */
  field: Field;
  to: Field;
  /** The field before and after the retype. */
  before: Field;
  after: Field;
  /** The column with the values from before; null where the retype needed none. */
  kept: string | null;
  /** Of a retype that itself undid one: the column with the values that the first one took away. */
  first: string | null;
}

/** The column in which a retype of this number left the values from before, if it is still there. */
export async function findKeptColumn(
  trx: DataTransaction,
  table: Pick<PhysicalTable, "baseId" | "id">,
  fieldId: string,
  change: number | null,
): Promise<string | null> {
  if (change === null) return null;
  const name = keptColumnOf(fieldId, change);
  const found = await sql`select from pg_attribute
    where attrelid = format('%I.%I', ${table.baseId}::text, ${table.id}::text)::regclass
      and attname = ${name} and not attisdropped`.execute(trx);
  return found.rows.length > 0 ? name : null;
}

/** Whether rows that were deleted came back after a change: a row brings back its fields' cells, and not what was kept beside. */
export async function hasRestoredRows(trx: DataTransaction, tableId: string, since: number): Promise<boolean> {
  const found = await sql`select from weft.changes
    where table_id = ${tableId} and number > ${since} and kind in ('rows.restored', 'rows.written') limit 1`.execute(
    trx,
  );
  return found.rows.length > 0;
}

/**
 * Cells that were written since the retype and do not fit the type from before: at most `most` of them by row id, each
 * value at most 200 characters; and how many there are. `again` counts those that the first retype emptied or cut before.
 */
export async function findMisfits(
  trx: DataTransaction,
  retype: KeptRetype,
  most: number,
): Promise<{ misfits: { rowId: number; value: string }[]; count: number; again: number }> {
  const column = sql.id(retype.field.id);
  const { isFilled, isKept } = conversionOf(column, retype.field, retype.to);
  const isNew = retype.first ? sql`(${column} is distinct from ${sql.id(retype.first)})` : sql`true`;
  const place = tableReference(retype.table);
  const misfit = sql`not ${isUntouched(retype, column)} and ${isFilled} and not ${isKept}`;
  const counted = await sql<{ count: number; again: number }>`
    select count(*) filter (where is_new) as count, count(*) filter (where not is_new) as again
    from (select ${isNew} as is_new from ${place} where ${misfit} offset 0) as misfits`.execute(trx);
  const { count, again } = counted.rows[0] as { count: number; again: number };
  if (count === 0) return { misfits: [], count, again };
  const found = await sql<{ rowId: number; value: string }>`
    select id as "rowId", left(${textOf(column, retype.field)}, 200) as value from ${place}
    where ${misfit} and ${isNew} order by id limit ${most}`.execute(trx);
  return { misfits: found.rows, count, again };
}

/** Brings the kept values back, and converts what was written since; the column as it is stays beside, for redo. */
export async function restoreColumn(trx: DataTransaction, retype: KeptRetype, change: number): Promise<void> {
  const { table, field, to, kept } = retype;
  await replaceColumn(trx, table, field, to, change, (old) => {
    const { value } = conversionOf(old, field, to);
    return kept ? sql`(case when ${isUntouched(retype, old)} then ${sql.id(kept)} else ${value} end)` : value;
  });
}

/** Whether a cell is still what the retype made of the kept value. */
function isUntouched({ kept, before, after }: KeptRetype, column: RawBuilder<unknown>): RawBuilder<unknown> {
  if (!kept) return sql`false`;
  return sql`(${column} is not distinct from ${conversionOf(sql.id(kept), before, after).value})`;
}
