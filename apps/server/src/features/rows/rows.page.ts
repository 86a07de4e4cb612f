import type { Filter, Operator } from "@weft/model/filter";
import { systemColumns } from "../tables/tables.catalog.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import type { Keys, Shape } from "./rows.json-sql.ts";
import { rowJson } from "./rows.json-sql.ts";
import { rowsSql } from "./rows.rules-sql.ts";
import type { Selection } from "./rows.selection.ts";
import { whereSql } from "./rows.selection.ts";
import type { Place, Segment } from "./rows.sort-sql.ts";
import { afterSql, orderSql, placeSql, segmentSql, sortKeys } from "./rows.sort-sql.ts";
import { SqlParameters } from "./sql-values.ts";

/** Looked through in 20 ms, as long as it takes to find and sort the 5,000 rows of 1 M that would leave a page of 100 open. */
const nearRows = 20_000;

export interface PageQuery {
  table: GrantedTable;
  selection: Selection;
  keys: Keys;
  shape: Shape;
  limit: number;
  /** The page begins after this place; null = at the top. */
  after: Place | null;
  /** Rows to leave out before the page, counted from `after`. */
  skip: number;
  /**
   * How rows of a list without a sort are found: among the next few thousand alone (`near`), or all of them first, and then
   * put in order (`all`); absent = as the planner has it.
   */
  look?: "near" | "all";
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
 * direction. The second is begun only when the first does not fill the page; segments that end in a limit are never read
 * in parallel, so they keep their order.
 */
export function pageSql(query: PageQuery): { text: string; values: unknown[] } {
  const { table, selection } = query;
  const values = new SqlParameters();
  const keys = sortKeys(selection.sorts, table);
  const json = rowJson(selection.fields, query.keys, query.shape, values);
  const last = query.skip + query.limit;
  const from = rowsSql(table, values);
  const segments = segmentsOf(query).map((name) => {
    const place = [
      segmentSql(keys, name),
      query.after && name === segmentOf(query.after) ? afterSql(keys, query.after, name, values) : null,
    ];
    const chosen = whereSql(table, selection, values);
    const order = orderSql(keys, name);
    const end = `order by ${order} limit ${last + 1}`;
    if (query.look === "near")
      return `(select t.* from (select t.* from ${from} ${where(place)} order by ${order} limit ${nearRows}) t ${where([chosen])} ${end})`;
    if (query.look === "all") {
      const columns = table.hasPlaces ? `t.id, t."${systemColumns.place}"` : "t.id";
      const hits = `select ${columns} from ${from} ${where([...place, chosen])}`;
      return `(with hits as materialized (${hits})
        select t.* from (select t.id from hits t ${end}) h join ${from} on t.id = h.id order by ${order})`;
    }
    return `(select t.* from ${from} ${where([...place, chosen])} ${end})`;
  });
  const rows = segments.length === 1 ? segments[0] : `(${segments.join(" union all ")} limit ${last + 1})`;
  const text = `select c.last_change as change, c.row_estimate as estimate,
      greatest(least(p.found, ${last}) - ${query.skip}, 0) as rows, p.found > ${last} as more, p.lines, p.place
    from weft.tables c cross join lateral (
      select count(*) as found,
        string_agg(${json}, ',') filter (where t.n > ${query.skip} and t.n <= ${last}) as lines,
        max(${placeSql(keys)}) filter (where t.n = ${last}) as place
      from (select t.*, row_number() over () as n from ${rows} t) t
    ) p
    where c.id = ${values.put(table.id, "text")} and c.deleted_at is null`;
  return { text, values: values.list };
}

function where(conditions: (string | null)[]): string {
  const given = conditions.filter((part) => part !== null);
  return given.length > 0 ? `where ${given.join(" and ")}` : "";
}

/** The segments a page may reach into; without sorts, or when the filter lets no empty cell pass, there is but one. */
function segmentsOf({ selection, after }: PageQuery): Segment[] {
  const [first] = selection.sorts;
  if (!first) return ["filled"];
  if (after && segmentOf(after) === "empty") return ["empty"];
  return selection.filter && !first.filled && refusesEmpty(selection.filter, first.field)
    ? ["filled"]
    : ["filled", "empty"];
}

function segmentOf(place: Place): Segment {
  return place.keys[0] === null ? "empty" : "filled";
}

/** Operators that an empty cell may pass. */
const passedByEmpty = new Set<Operator>(["is_not", "is_none_of", "does_not_contain", "is_empty"]);

function refusesEmpty(filter: Filter, fieldId: string): boolean {
  if ("not" in filter || "any" in filter) return false;
  if ("all" in filter) return filter.all.some((part) => refusesEmpty(part, fieldId));
  return filter.field === fieldId && !passedByEmpty.has(filter.op);
}
