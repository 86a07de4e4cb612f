import type { Field } from "@weft/model/fields/field";
import type { Kysely, RawBuilder } from "kysely";
import { sql } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import type { WeftTables } from "../../database/tables.ts";
import { columnType } from "../tables/tables.catalog.ts";
import type { PhysicalTable } from "../tables/tables.store.ts";
import { tableReference } from "../tables/tables.store.ts";
import { conversionOf, textOf } from "./fields.conversion.ts";

type Place = Pick<PhysicalTable, "baseId" | "id">;

/** The column in which the values from before a retype stay. */
export function keptColumnOf(fieldId: string, change: number): string {
  return `${fieldId}_${change}`;
}

/** From all rows: how many filled cells a conversion keeps, and how many it would empty or cut. */
export async function countFates(
  db: Kysely<WeftTables>,
  table: Place,
  from: Field,
  to: Field,
): Promise<{ kept: number; lost: number }> {
  const { isFilled, isKept } = conversionOf(sql.id(from.id), from, to);
  // `offset 0` keeps PostgreSQL from reading each value once for either count.
  const counted = await sql<{ kept: number; lost: number }>`
    select count(*) filter (where kept) as kept, count(*) filter (where not kept) as lost
    from (select ${isKept} as kept from ${tableReference(table)} where ${isFilled} offset 0) as fates`.execute(db);
  return counted.rows[0] as { kept: number; lost: number };
}

/** The first cells, by row id, that a conversion would empty or cut; each value at most 200 characters. */
export async function listLost(
  db: Kysely<WeftTables>,
  table: Place,
  from: Field,
  to: Field,
  most: number,
): Promise<{ rowId: number; value: string }[]> {
  const column = sql.id(from.id);
  const { isFilled, isKept } = conversionOf(column, from, to);
  const found = await sql<{ rowId: number; value: string }>`
    select id as "rowId", left(${textOf(column, from)}, 200) as value from ${tableReference(table)}
    where ${isFilled} and not ${isKept} order by id limit ${most}`.execute(db);
  return found.rows;
}

/** The texts of a column, most frequent first: at most `most`, each at most 200 characters. */
export async function listDistinctTexts(
  db: Kysely<WeftTables>,
  table: Place,
  field: Field,
  most: number,
): Promise<string[]> {
  const text = sql`btrim(${textOf(sql.id(field.id), field)})`;
  const found = await sql<{ name: string }>`
    select ${text} as name from ${tableReference(table)} where ${text} <> '' and length(${text}) <= 200
    group by 1 order by count(*) desc, 1 limit ${most}`.execute(db);
  return found.rows.map((row) => row.name);
}

/** Keeps everybody else off the rows until the transaction ends; throws 55P03 when that cannot be had in time. */
export async function lockRows(trx: DataTransaction, table: Place): Promise<void> {
  await sql`lock table ${tableReference(table)} in access exclusive mode`.execute(trx);
}

/**
 * Converts a column in one pass over the table. The old one stays beside it as `<field id>_<change>`, without its
 * indexes: whoever wants the old values back finds them there.
 */
export async function convertColumn(
  trx: DataTransaction,
  table: Place,
  from: Field,
  to: Field,
  change: number,
): Promise<void> {
  await replaceColumn(trx, table, from, to, change, (old) => conversionOf(old, from, to).value);
}

/** As `convertColumn`, with values of the caller's own making; `old` is the column that stays beside. */
export async function replaceColumn(
  trx: DataTransaction,
  table: Place,
  from: Pick<Field, "id">,
  to: Field,
  change: number,
  valueOf: (old: RawBuilder<unknown>) => RawBuilder<unknown>,
): Promise<void> {
  const old = sql.id(keptColumnOf(from.id, change));
  const type = sql.raw(columnType(to));
  const place = tableReference(table);
  await dropIndexes(trx, table, from.id);
  await sql`alter table ${place} rename column ${sql.id(from.id)} to ${old}`.execute(trx);
  await sql`alter table ${place} add column ${sql.id(to.id)} ${type}`.execute(trx);
  // An expression over another column makes PostgreSQL write the table anew once; an UPDATE would leave every row twice.
  await sql`alter table ${place} alter column ${sql.id(to.id)} type ${type} using ${valueOf(old)}`.execute(trx);
  await sql`analyze ${place}`.execute(trx);
}

async function dropIndexes(trx: DataTransaction, table: Place, column: string): Promise<void> {
  const found = await sql<{ name: string }>`
    select c.relname as name from pg_index i
    join pg_class c on c.oid = i.indexrelid
    join pg_attribute a on a.attrelid = i.indrelid and a.attname = ${column} and a.attnum = any(i.indkey::int2[])
    where i.indrelid = format('%I.%I', ${table.baseId}::text, ${table.id}::text)::regclass`.execute(trx);
  for (const { name } of found.rows) await sql`drop index ${sql.id(table.baseId, name)}`.execute(trx);
}
