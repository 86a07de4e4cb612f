import type { QueryOf } from "@weft/api/endpoint";
import type { findRows as findEndpoint } from "@weft/api/finds";
import type { Actor } from "../../actor.ts";
import { queryUntil } from "../../database/abandonable.ts";
import type { Weft } from "../../weft.ts";
import { withTable } from "../tables/tables.cache.ts";
import type { CatalogTable } from "../tables/tables.catalog.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { searchSql } from "./rows.filter-sql.ts";
import type { Selection } from "./rows.selection.ts";
import { resolveSelection, whereSql } from "./rows.selection.ts";
import { orderSql, sortKeys } from "./rows.sort-sql.ts";
import { SqlParameters } from "./sql-values.ts";

interface Found {
  rows: number[];
  before: number;
  total: number;
  change: number;
}

type Query = QueryOf<typeof findEndpoint>;

/** The places in a list of rows that hold a text; broken off when `signal` says that nobody waits any more. */
export async function findRows(
  weft: Weft,
  actor: Actor,
  tableId: string,
  query: Query,
  signal: AbortSignal,
): Promise<Found> {
  await access(weft, actor, "row.read", { tableId });
  return withTable(weft, tableId, (table) => readFound(weft, table, resolveSelection(table, query), query, signal));
}

/** The rows that hold the text are found by themselves, so that an index of words serves; then the list is numbered. */
async function readFound(
  weft: Weft,
  table: CatalogTable,
  selection: Selection,
  { text, from, limit }: Query,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const values = new SqlParameters();
  const rows = `"${table.baseId}"."${table.id}" t`;
  const where = whereSql(table, selection, values);
  const holds = searchSql(text, table.fields, values);
  const start = values.put(from, "bigint");
  const [found] = await queryUntil<Found>(weft.db, signal, {
    text: `with hits as materialized (select t.id from ${rows} where ${where ? `${where} and ` : ""}${holds}),
        list as (
          select t.id, row_number() over (order by ${orderSql(sortKeys(selection.sorts, table), "all")}) - 1 as n
          from ${rows} ${where ? `where ${where}` : ""}
        ),
        places as materialized (select n from list where id in (select id from hits))
      select c.last_change as change,
        (select count(*) from places) as total,
        (select count(*) from places where n < ${start}) as before,
        coalesce((select json_agg(n order by n) from (select n from places where n >= ${start} order by n
          limit ${values.put(limit, "bigint")}) p), '[]') as rows
      from weft.tables c where c.id = ${values.put(table.id, "text")} and c.deleted_at is null`,
    values: values.list,
  });
  return found;
}
