import type { QueryOf } from "@weft/api/endpoint";
import type { findRows as findEndpoint } from "@weft/api/finds";
import type { Actor } from "../../actor.ts";
import { queryUntil } from "../../database/abandonable.ts";
import type { Weft } from "../../weft.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { withTable } from "../tables/tables.granted.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { searchSql } from "./rows.filter-sql.ts";
import type { Selection } from "./rows.selection.ts";
import { resolveSelection, whereSql } from "./rows.selection.ts";
import type { Landmarks } from "./rows.landmarks.ts";
import { getLandmarks, lastAtMost } from "./rows.landmarks.ts";
import { rowsSql } from "./rows.rules-sql.ts";
import { bigTableRows } from "./rows.store.ts";
import { orderSql, sortKeys } from "./rows.sort-sql.ts";
import { SqlParameters } from "./sql-values.ts";

interface Found {
  rows: number[];
  before: number;
  total: number;
  change: number;
}

type Query = QueryOf<typeof findEndpoint>;

const landmarkTries = 3;

/** The places in a list of rows that hold a text; broken off when `signal` says that nobody waits any more. */
export async function findRows(
  weft: Weft,
  actor: Actor,
  tableId: string,
  query: Query,
  signal: AbortSignal,
): Promise<Found> {
  const granted = await access(weft, actor, "row.read", { tableId });
  return withTable(weft, tableId, granted, (table) => {
    const search = { table, selection: resolveSelection(table, query), query, signal };
    return isPlain(search) ? findInPlain(weft, search) : findInAny(weft, search);
  });
}

interface Search {
  table: GrantedTable;
  selection: Selection;
  query: Query;
  signal: AbortSignal;
}

/** Whether the list is all rows of a big table in the order they came. */
function isPlain({ table, selection: { filter, search, sorts } }: Search): boolean {
  const isAll = !filter && !search && !table.rule;
  return table.rowEstimate >= bigTableRows && isAll && sorts.length === 0 && !table.hasPlaces;
}

async function findInPlain(weft: Weft, search: Search): Promise<Found | undefined> {
  for (let attempt = 1; attempt <= landmarkTries; attempt++) {
    const marks = await getLandmarks(weft, search.table, search.selection);
    const found = await findHits(weft, search, marks);
    if (!found) return undefined;
    if (found.change !== marks.change) continue;
    const rows = await numberHits(weft, search, marks, found.ids);
    if (rows) return { rows, before: found.before, total: found.total, change: found.change };
  }
  // The table changes faster than places can be kept.
  return findInAny(weft, search);
}

/** The ids of rows that hold the text, from the row number that is asked for. */
async function findHits(weft: Weft, { table, query: { text, from, limit }, signal }: Search, marks: Landmarks) {
  const values = new SqlParameters();
  const rows = rowsSql(table, values);
  const holds = searchSql(text, table.fields, values);
  const start = from === 0 ? "0" : idBeforeSql(rows, from, marks, values);
  const [found] = await queryUntil<{ ids: number[]; before: number; total: number; change: number }>(weft.db, signal, {
    text: `with hits as materialized (select t.id from ${rows} where ${holds}),
        start as materialized (select ${start} as id)
      select c.last_change as change,
        (select count(*) from hits) as total,
        (select count(*) from hits where id <= (select id from start)) as before,
        coalesce((select json_agg(id order by id) from (select id from hits where id > (select id from start) order by id
          limit ${values.put(limit, "bigint")}) h), '[]') as ids
      from weft.tables c where c.id = ${values.put(table.id, "text")} and c.deleted_at is null`,
    values: values.list,
  });
  return found;
}

/** The id of the row before row number `from`; above all ids when the list ends before. */
function idBeforeSql(rows: string, from: number, marks: Landmarks, values: SqlParameters): string {
  const mark = lastAtMost(marks.positions, from - 1);
  const skip = from - 1 - (marks.positions[mark] ?? 0);
  return `coalesce((select t.id from ${rows} where t.id > ${values.put(marks.places[mark]?.id ?? 0, "bigint")}
    order by t.id offset ${values.put(skip, "bigint")} limit 1), 9223372036854775807)`;
}

/** The row numbers of rows in the plain order, growing as `ids` do; undefined when the table has changed meanwhile. */
async function numberHits(
  weft: Weft,
  { table, signal }: Search,
  marks: Landmarks,
  ids: number[],
): Promise<number[] | undefined> {
  const numbers = new Map<number, number>();
  const stretches = new Map<number, { low: number; high: number; before: number }>();
  const markIds = marks.places.map(({ id }) => Number(id));
  for (const id of ids) {
    const at = lastAtMost(markIds, id - 1);
    const [low, before] = [markIds[at] ?? 0, marks.positions[at] ?? 0];
    const [high, upTo] = [markIds[at + 1] ?? Number.MAX_SAFE_INTEGER, marks.positions[at + 1]];
    // No row between these two landmarks is missing.
    if (high - low === (upTo ?? 0) - before) numbers.set(id, before + id - low - 1);
    else stretches.set(at, { low, high, before });
  }
  if (stretches.size === 0) return ids.map((id) => numbers.get(id) as number);
  const list = [...stretches.values()];
  const values = new SqlParameters();
  values.list.push(table.id, ...(["low", "high", "before"] as const).map((key) => list.map((one) => one[key])), ids);
  const rows = await queryUntil<{ change: number; id: number; n: number }>(weft.db, signal, {
    text: `select c.last_change as change, r.id, s.before + r.n as n
      from weft.tables c cross join unnest($2::bigint[], $3::bigint[], $4::bigint[]) s(low, high, before)
        cross join lateral (select t.id, row_number() over (order by t.id) - 1 as n
          from ${rowsSql(table, values)} where t.id > s.low and t.id <= s.high) r
      where c.id = $1 and r.id = any($5::bigint[])`,
    values: values.list,
  });
  for (const { id, n } of rows) numbers.set(id, n);
  const isWhole = numbers.size === ids.length && rows.every(({ change }) => change === marks.change);
  return isWhole ? ids.map((id) => numbers.get(id) as number) : undefined;
}

/** The rows that hold the text are found by themselves, so that an index of words serves; then the list is numbered. */
async function findInAny(
  weft: Weft,
  { table, selection, query: { text, from, limit }, signal }: Search,
): Promise<Found | undefined> {
  const values = new SqlParameters();
  const rows = rowsSql(table, values);
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
