import type { CatalogTable } from "../tables/tables.catalog.ts";
import type { Keys, Shape } from "./rows.json-sql.ts";
import { rowJson } from "./rows.json-sql.ts";
import type { Selection } from "./rows.selection.ts";
import { whereSql } from "./rows.selection.ts";
import type { Place, Segment } from "./rows.sort-sql.ts";
import { afterSql, orderSql, placeSql, segmentSql, sortKeys } from "./rows.sort-sql.ts";
import { SqlParameters } from "./sql-values.ts";

export interface PageQuery {
  table: CatalogTable;
  selection: Selection;
  keys: Keys;
  shape: Shape;
  limit: number;
  /** The page begins after this place; null = at the top. */
  after: Place | null;
  /** Rows to leave out before the page, counted from `after`. */
  skip: number;
}

/** What PostgreSQL answers: JSON text of the rows, and whether and where the list goes on. */
export interface PageRow {
  change: number;
  estimate: number;
  rows: number;
  lines: string | null;
  /** The place of the last row on the page, if the page is full. */
  place: string | null;
  /** Whether a row follows the page. */
  more: boolean;
}

/**
 * One statement, so one snapshot, for a page and the change number it was read at. A sorted list is read in two
 * segments (rows that have the first cell, then rows where it is empty): each is one range of an index, in either
 * direction. The second is touched only when the first does not fill the page.
 */
export function pageSql(query: PageQuery): { text: string; values: unknown[] } {
  const { table, selection } = query;
  const values = new SqlParameters();
  const keys = sortKeys(selection.sorts, table.fields);
  const json = rowJson(selection.fields, query.keys, query.shape, values);
  const place = placeSql(keys);
  const last = query.skip + query.limit;
  const startsEmpty = query.after !== null && keys.length > 0 && query.after.keys[0] === null;

  const segment = (name: Segment, limit: string, offset: string) => {
    const conditions = [
      segmentSql(keys, name),
      whereSql(table, selection, values),
      query.after && startsEmpty === (name === "empty") ? afterSql(keys, query.after, name, values) : null,
    ].filter((part) => part !== null);
    const where = conditions.length > 0 ? `where ${conditions.join(" and ")}` : "";
    return `(select count(*) as found,
        string_agg(${json}, ',') filter (where t.n > ${query.skip} and t.n <= ${last}) as lines,
        max(${place}) filter (where t.n = ${last}) as place
      from (select t.*, row_number() over () + ${offset} as n
        from (select * from "${table.baseId}"."${table.id}" t ${where} order by ${orderSql(keys, name)} limit ${limit}) t
      ) t)`;
  };
  const one = keys.length === 0 || startsEmpty;
  const first = segment(startsEmpty ? "empty" : "filled", String(last + 1), "0");
  const rest = one ? "" : `cross join lateral ${segment("empty", `greatest(${last + 1} - a.found, 0)`, "a.found")} b`;
  const found = one ? "a.found" : "a.found + b.found";
  const text = `select c.last_change as change, c.row_estimate as estimate,
      greatest(least(${found}, ${last}) - ${query.skip}, 0) as rows, ${found} > ${last} as more,
      ${one ? "a.lines" : "case when a.lines is null then b.lines when b.lines is null then a.lines else a.lines || ',' || b.lines end"} as lines,
      ${one ? "a.place" : "coalesce(b.place, a.place)"} as place
    from weft.tables c cross join lateral ${first} a ${rest}
    where c.id = ${values.put(table.id, "text")} and c.deleted_at is null`;
  return { text, values: values.list };
}
