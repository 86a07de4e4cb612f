import { fieldsOf } from "@weft/model/filter";
import type { Filter, Operator } from "@weft/model/filter";
import { queryUntil } from "../../database/abandonable.ts";
import type { Weft } from "../../weft.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { rowJson } from "./rows.json-sql.ts";
import type { Keys } from "./rows.json-sql.ts";
import type { PageQuery, PageRow } from "./rows.page.ts";
import { pageSql } from "./rows.page.ts";
import { asSeen, rowsSql } from "./rows.rules-sql.ts";
import type { Selection } from "./rows.selection.ts";
import type { Place } from "./rows.sort-sql.ts";
import { placeSql, readPlace, sortKeys } from "./rows.sort-sql.ts";
import { SqlParameters } from "./sql-values.ts";

/** Smaller tables are read through in less than 50 ms, whatever the planner takes. */
export const bigTableRows = 50_000;

/** A page of rows as JSON text, of one statement; undefined when the table is gone. */
export async function readPage(weft: Weft, query: PageQuery, signal?: AbortSignal): Promise<PageRow | undefined> {
  if (!isGuessed(query)) return queryPage(weft, query, signal);
  const near = await queryPage(weft, { ...query, look: "near" }, signal);
  return near?.more ? near : queryPage(weft, { ...query, look: "all" }, signal);
}

/**
 * Whether PostgreSQL can but guess how many rows hold a text. It takes a common one for rare, then finds and sorts hundreds
 * of thousands (0.8 s of 1 M) where the first hundred lie at hand (7 ms); or a rare one for common, then reads all rows
 * in order, one by one.
 */
function isGuessed({ table, selection }: PageQuery): boolean {
  if (table.rowEstimate < bigTableRows || selection.sorts.length > 0) return false;
  return selection.search !== null || (selection.filter !== null && looksIntoText(selection.filter));
}

const intoText = new Set<Operator>(["contains", "does_not_contain", "starts_with", "ends_with", "matches_pattern"]);

function looksIntoText(filter: Filter): boolean {
  if ("not" in filter) return looksIntoText(filter.not);
  if ("all" in filter || "any" in filter) return ("all" in filter ? filter.all : filter.any).some(looksIntoText);
  return intoText.has(filter.op);
}

async function queryPage(weft: Weft, query: PageQuery, signal: AbortSignal | undefined): Promise<PageRow | undefined> {
  const { text, values } = pageSql(query);
  const [page] = await queryUntil<PageRow>(weft.db, signal, { name: statementName(query, text), text, values });
  return page;
}

const statementsMax = 200;
const statements = new Map<string, string>();

/**
 * A name under which PostgreSQL keeps the statement parsed and planned (0.4 of 1 ms). Only for pages whose plan does not
 * depend on the values: those without a search, filtered, also by a rule, by nothing but what they are sorted by.
 */
function statementName({ table, selection, skip }: PageQuery, text: string): string | undefined {
  const { filter, search, sorts } = asSeen(table, selection);
  const isOwn = table.rule !== null && table.rule.ownOf !== null;
  if (search || isOwn || skip > 0 || (filter && !fieldsOf(filter).every((field) => field === sorts[0]?.field)))
    return undefined;
  if (!statements.has(text) && statements.size < statementsMax) statements.set(text, `page_${statements.size}`);
  return statements.get(text);
}

/** One row as JSON text with the table's change number; `row` is null when it is not there. */
export async function readRow(
  weft: Weft,
  table: GrantedTable,
  rowId: number,
  keys: Keys,
): Promise<{ change: number; row: string | null; rowChange: number } | undefined> {
  const values = new SqlParameters();
  const json = rowJson(table.fields, keys, "object", values);
  const { rows } = await weft.db.readPool.query<{ change: number; row: string | null; rowChange: number }>(
    `select c.last_change as change, r.row, coalesce(r.change, 0) as "rowChange"
     from weft.tables c left join lateral (
       select ${json} as row, t._change as change from ${rowsSql(table, values)}
       where t.id = ${values.put(rowId, "bigint")}
     ) r on true
     where c.id = ${values.put(table.id, "text")} and c.deleted_at is null`,
    values.list,
  );
  return rows[0];
}

/** The place of a row in a list, as its cells are now; undefined when the row is gone. */
export async function findPlace(
  weft: Weft,
  table: GrantedTable,
  selection: Selection,
  rowId: string,
): Promise<Place | undefined> {
  const values = new SqlParameters();
  const { rows } = await weft.db.readPool.query<{ place: string }>(
    `select ${placeSql(sortKeys(selection.sorts, table))} as place
     from ${rowsSql(table, values)} where t.id = ${values.put(rowId, "bigint")}`,
    values.list,
  );
  return rows[0] && readPlace(rows[0].place);
}
