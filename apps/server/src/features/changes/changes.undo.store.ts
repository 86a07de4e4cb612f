import type { ChangeKind } from "@weft/api/changes";
import type { Kysely } from "kysely";
import { CompiledQuery } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import type { WeftTables } from "../../database/tables.ts";
import { cellsJson } from "../rows/rows.json-sql.ts";
import { SqlParameters } from "../rows/sql-values.ts";
import type { CatalogTable } from "../tables/tables.catalog.ts";

/** A change as undo needs it: cells stay JSON text, so that no digit is lost on the way. */
export interface LoggedChange {
  number: number;
  kind: ChangeKind;
  personId: string | null;
  rowIds: number[];
  /** "{}" where the change has none. */
  before: string;
  after: string;
  /** What a schema change touched. */
  detail: unknown;
  undoes: number | null;
}

/** One change of a table's log. */
export async function findLogged(
  db: Kysely<WeftTables>,
  tableId: string,
  number: number,
): Promise<LoggedChange | undefined> {
  const { rows } = await db.executeQuery<Omit<LoggedChange, "rowIds"> & { rowIds: string[] }>(
    CompiledQuery.raw(
      `select number, kind, person_id as "personId", row_ids as "rowIds", coalesce(before::text, '{}') as before,
         coalesce(after::text, '{}') as after,
         detail, undoes
       from weft.changes where table_id = $1 and number = $2`,
      [tableId, number],
    ),
  );
  return rows[0] && { ...rows[0], rowIds: rows[0].rowIds.map(Number) };
}

/** The number of the change that undoes `number`, if there is one. */
export async function findUndoing(
  db: Kysely<WeftTables>,
  tableId: string,
  number: number,
): Promise<number | undefined> {
  const found = await db
    .selectFrom("changes")
    .select("number")
    .where("table_id", "=", tableId)
    .where("number", ">", number)
    .where("undoes", "=", number)
    .executeTakeFirst();
  return found?.number;
}

/** A cell (or a whole row, fieldId null) that is not as a change left it, and who touched it last. */
export interface AlteredCell {
  rowId: number;
  fieldId: string | null;
  personId: string | null;
}

/**
 * Cells of a change that have other values by now; of created and restored rows, cells that somebody touched since. A row
 * that is gone counts whole.
 */
export async function findAlteredCells(
  trx: DataTransaction,
  table: CatalogTable,
  change: LoggedChange,
): Promise<AlteredCell[]> {
  const values = new SqlParameters();
  const ids = values.put(change.rowIds, "bigint[]");
  const tableId = values.put(table.id, "text");
  const number = values.put(change.number, "bigint");
  const touched = `select c.person_id from weft.changes c where c.table_id = ${tableId} and c.number > ${number}
    and c.row_ids @> array[a.row_id]`;
  const altered =
    change.kind === "rows.updated"
      ? `select w.id as row_id, e.key as field_id from unnest(${ids}) w(id)
           left join "${table.baseId}"."${table.id}" t on t.id = w.id
           left join lateral (
             select e.key from jsonb_each(${values.put(change.after, "jsonb")} -> w.id::text) e
             where e.value is distinct from (${cellsJson(table.fields, "id", values)})::jsonb -> e.key
           ) e on t.id is not null
         where t.id is null or e.key is not null`
      : `select w.id as row_id, null::text as field_id from unnest(${ids}) w(id)
           left join "${table.baseId}"."${table.id}" t on t.id = w.id
         where t.id is null or t._change is distinct from ${number}`;
  const { rows } = await trx.executeQuery<AlteredCell>(
    CompiledQuery.raw(
      `select a.row_id as "rowId", a.field_id as "fieldId",
         (${touched} and (a.field_id is null or c.before -> a.row_id::text ? a.field_id or c.after is null)
          order by c.number desc limit 1) as "personId"
       from (${altered}) a order by 1, 2 limit 1000`,
      values.list,
    ),
  );
  return rows;
}
