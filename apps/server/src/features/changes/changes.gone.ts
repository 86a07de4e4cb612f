import { fieldsOf } from "@weft/model/filter";
import type { Weft } from "../../weft.ts";
import { physicalSql, ruleSql } from "../rows/rows.rules-sql.ts";
import { SqlParameters } from "../rows/sql-values.ts";
import { columnType, systemColumns } from "../tables/tables.catalog.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";

/**
 * Of rows that are gone, those that their person would see if they came back as they went: what the log keeps of each passes
 * the rule. A row that is there is none of them, whatever the log says of it; nor is one that went before change `since`.
 */
export async function findSeenGone(
  weft: Weft,
  table: GrantedTable,
  ids: readonly number[],
  since: number,
): Promise<number[]> {
  if (ids.length === 0) return [];
  const values = new SqlParameters();
  const tableId = values.put(table.id, "text");
  const asked = values.put(ids, "bigint[]");
  const ruled = new Set(table.rule?.filter ? fieldsOf(table.rule.filter) : []);
  const columns = table.whole.fields
    .filter(({ id }) => ruled.has(id))
    .map((field) => `"${field.id}" ${columnType(field)}`);
  const text = `with gone as (
      select a.id from unnest(${asked}) a(id)
      where not exists (select from ${physicalSql(table)} p where p.id = a.id)
    ), last as materialized (
      select r.id, max(c.number) as number
      from weft.changes c cross join lateral unnest(c.row_ids) r(id) join gone on gone.id = r.id
      where c.table_id = ${tableId} and c.number > ${values.put(since, "bigint")} group by r.id
    ), went as (
      select e.key::bigint as id, c.number, e.value as cells
      from weft.changes c
      cross join lateral unnest(case c.kind when 'rows.deleted' then c.row_ids
        else array(select id::bigint from jsonb_array_elements_text(c.detail -> 'deleted') id) end) d(id)
      join lateral jsonb_each(c.before) e on e.key::bigint = d.id
      where c.table_id = ${tableId} and c.number in (select number from last)
        and c.kind in ('rows.deleted', 'rows.written')
    )
    select went.id from went join last on last.id = went.id and last.number = went.number
    cross join lateral jsonb_to_record(went.cells)
      as t(${[...columns, `"${systemColumns.author}" text`].join(", ")})
    where ${ruleSql(table, values) ?? "true"}`;
  try {
    const { rows } = await weft.db.dataPool.query<{ id: number }>(text, values.list);
    return rows.map(({ id }) => id);
  } catch (error) {
    // What it held does not fit its field any more, which was retyped since: then it could not come back either.
    if ((error as { code?: string }).code?.startsWith("22")) return [];
    throw error;
  }
}
