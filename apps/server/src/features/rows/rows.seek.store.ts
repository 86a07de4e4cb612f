import type { Condition } from "@weft/model/filter";
import { queryUntil } from "../../database/abandonable.ts";
import type { Weft } from "../../weft.ts";
import type { CatalogTable } from "../tables/tables.catalog.ts";
import { filterSql } from "./rows.filter-sql.ts";
import type { Selection } from "./rows.selection.ts";
import { whereSql } from "./rows.selection.ts";
import type { Place } from "./rows.sort-sql.ts";
import { orderSql, placeSql, readPlace, sortKeys } from "./rows.sort-sql.ts";
import { SqlParameters } from "./sql-values.ts";

/** Down a list, or back up. */
export type Way = "down" | "up";

type SortKeys = ReturnType<typeof sortKeys>;

/** How many rows of a list stand before a place, which is its row's number; null where the list leaves that row out. */
export async function countBefore(
  weft: Weft,
  table: CatalogTable,
  selection: Selection,
  place: Place,
  signal: AbortSignal,
): Promise<{ row: number | null; change: number } | undefined> {
  const values = new SqlParameters();
  const where = whereSql(table, selection, values) ?? "true";
  const before = beyondSql(sortKeys(selection.sorts, table), place, "up", values);
  const rows = `"${table.baseId}"."${table.id}" t where ${where}`;
  const [counted] = await queryUntil<{ row: number | null; change: number }>(weft.db, signal, {
    text: `select c.last_change as change,
        case when exists (select from ${rows} and t.id = ${values.put(place.id, "bigint")})
          then (select count(*) from ${rows} and ${before}) end as row
      from weft.tables c where c.id = ${values.put(table.id, "text")} and c.deleted_at is null`,
    values: values.list,
  });
  return counted;
}

interface Search {
  selection: Selection;
  from: Place;
  wanted: Condition;
  way: Way;
}

/** The nearest row beyond a place that fits a condition; without an index on the order it is the least of those that fit. */
export async function findNext(
  weft: Weft,
  table: CatalogTable,
  { selection, from, wanted, way }: Search,
  signal: AbortSignal,
): Promise<{ place: Place | null; change: number } | undefined> {
  const values = new SqlParameters();
  const keys = sortKeys(selection.sorts, table);
  const conditions = [
    whereSql(table, selection, values),
    beyondSql(keys, from, way, values),
    filterSql(wanted, table.fields, values),
  ].filter((part) => part !== null);
  const [found] = await queryUntil<{ place: string | null; change: number }>(weft.db, signal, {
    text: `select c.last_change as change, f.place from weft.tables c left join lateral (
        select ${placeSql(keys)} as place from "${table.baseId}"."${table.id}" t where ${conditions.join(" and ")}
        order by ${way === "down" ? orderSql(keys, "all") : backwardsSql(keys)} limit 1
      ) f on true
      where c.id = ${values.put(table.id, "text")} and c.deleted_at is null`,
    values: values.list,
  });
  return found && { change: found.change, place: found.place === null ? null : readPlace(found.place) };
}

/** How many rows one goes from a place to another, which lies that way. */
export async function countSteps(
  weft: Weft,
  table: CatalogTable,
  { selection, from, to, way }: { selection: Selection; from: Place; to: Place; way: Way },
  signal: AbortSignal,
): Promise<{ steps: number; change: number } | undefined> {
  const values = new SqlParameters();
  const keys = sortKeys(selection.sorts, table);
  const between = [
    whereSql(table, selection, values),
    beyondSql(keys, from, way, values),
    beyondSql(keys, to, way === "down" ? "up" : "down", values),
  ].filter((part) => part !== null);
  const [counted] = await queryUntil<{ steps: number; change: number }>(weft.db, signal, {
    text: `select c.last_change as change,
        (select count(*) + 1 from "${table.baseId}"."${table.id}" t where ${between.join(" and ")}) as steps
      from weft.tables c where c.id = ${values.put(table.id, "text")} and c.deleted_at is null`,
    values: values.list,
  });
  return counted;
}

/** The condition “beyond this place” over a whole list, where empty cells come last. */
function beyondSql(keys: SortKeys, place: Place, way: Way, values: SqlParameters): string {
  const isDown = (direction: "asc" | "desc") => (direction === "asc") === (way === "down");
  const operator = isDown(keys.at(-1)?.direction ?? "asc") ? ">" : "<";
  const byId = `t.id ${operator} ${values.put(place.id, "bigint")}`;
  return keys.reduceRight((rest, { expression, direction, type }, index) => {
    // A place from before the table's rows had any: they went by id.
    const held = place.keys.length > 0 ? place.keys[index] : place.id;
    if (held === null || held === undefined) {
      const same = `(${expression} is null and ${rest})`;
      return way === "down" ? same : `(${expression} is not null or ${same})`;
    }
    const value = values.put(held, type);
    const last = way === "down" ? ` or ${expression} is null` : "";
    return `(${expression} ${isDown(direction) ? ">" : "<"} ${value}${last} or (${expression} = ${value} and ${rest}))`;
  }, byId);
}

/** `order by` of a list read from its end. */
function backwardsSql(keys: SortKeys): string {
  const turned = { asc: "desc", desc: "asc" } as const;
  const parts = keys.map(({ expression, direction }) => `${expression} ${turned[direction]} nulls first`);
  return [...parts, `t.id ${turned[keys.at(-1)?.direction ?? "asc"]}`].join(", ");
}
