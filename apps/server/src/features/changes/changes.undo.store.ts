import type { ChangeKind } from "@weft/api/changes";
import type { Kysely } from "kysely";
import { CompiledQuery } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import type { WeftTables } from "../../database/tables.ts";
import { cellsJson } from "../rows/rows.json-sql.ts";
import { placeField } from "../rows/rows.places.ts";
import { SqlParameters } from "../rows/sql-values.ts";
import type { WrittenDetail } from "../rows/rows.write.ts";
import { findSeen } from "../rows/rows.refusals.ts";
import { physicalSql } from "../rows/rows.rules-sql.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";

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
 * Cells that are not as a change left them: other values in cells it set, and values in cells that the rows it made did
 * not have. A row that is gone counts whole; a row that the change deleted does not count.
 */
export async function findAlteredCells(
  trx: DataTransaction,
  table: GrantedTable,
  change: LoggedChange,
): Promise<AlteredCell[]> {
  const values = new SqlParameters();
  const tableId = values.put(table.id, "text");
  const number = values.put(change.number, "bigint");
  const { fields } = table.whole;
  const compared = table.hasPlaces ? [...fields, placeField] : fields;
  const made = values.put(createdBy(change), "bigint[]");
  const left = values.put(change.after, "jsonb");
  const fieldIds = values.put(
    fields.map(({ id }) => id),
    "text[]",
  );
  // The row's cells are made into JSON once (`offset 0`), not for each cell that is compared.
  const altered = `select w.key::bigint as row_id, e.key as field_id
    from jsonb_each(${left}) w
    left join ${physicalSql(table)} t on t.id = w.key::bigint
    left join lateral (select (${cellsJson(compared, "id", values)})::jsonb as cells offset 0) now on t.id is not null
    left join lateral (
      select e.key from jsonb_each(w.value) e
      where e.value is distinct from now.cells -> e.key
        and (e.key = any(${fieldIds}) or not w.key::bigint = any(${made}))
      union all
      select e.key from jsonb_each(now.cells) e
      where w.key::bigint = any(${made}) and e.key = any(${fieldIds}) and e.value <> 'null'
        and not w.value ? e.key
    ) e on t.id is not null
    where t.id is null or e.key is not null`;
  const touched = `select c.person_id from weft.changes c where c.table_id = ${tableId} and c.number > ${number}
    and c.row_ids @> array[a.row_id]`;
  const { rows } = await trx.executeQuery<AlteredCell>(
    CompiledQuery.raw(
      `select a.row_id as "rowId", a.field_id as "fieldId",
         (${touched} and (a.field_id is null or c.before -> a.row_id::text ? a.field_id or c.after is null)
          order by c.number desc limit 1) as "personId"
       from (${altered} order by 1, 2 limit 1000) a order by 1, 2`,
      values.list,
    ),
  );
  return rows;
}

/** Whether a change touched rows that are there and that the person does not see. */
export async function isUnseen(trx: DataTransaction, table: GrantedTable, { rowIds }: LoggedChange): Promise<boolean> {
  if (!table.rule) return false;
  const seen = await findSeen(trx, table, rowIds);
  const unseen = rowIds.filter((id) => !seen.has(id));
  const { rows } = await trx.executeQuery(
    CompiledQuery.raw(`select from ${physicalSql(table)} t where t.id = any($1::bigint[]) limit 1`, [unseen]),
  );
  return rows.length > 0;
}

function createdBy({ kind, rowIds, detail }: LoggedChange): number[] {
  if (kind === "rows.written") return (detail as WrittenDetail).created;
  return kind === "rows.updated" || kind === "rows.moved" ? [] : rowIds;
}
