import type { Condition } from "@weft/model/filter";
import { queryUntil } from "../../database/abandonable.ts";
import type { Weft } from "../../weft.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { filterSql } from "./rows.filter-sql.ts";
import { rowsSql } from "./rows.rules-sql.ts";
import type { Selection } from "./rows.selection.ts";
import { whereSql } from "./rows.selection.ts";
import type { Place, Segment } from "./rows.sort-sql.ts";
import { orderSql, placeSql, readPlace, segmentSql, sortKeys } from "./rows.sort-sql.ts";
import { SqlParameters } from "./sql-values.ts";

/** Down a list, or back up. */
export type Way = "down" | "up";

const opposite = { down: "up", up: "down" } as const;

type SortKeys = ReturnType<typeof sortKeys>;

/** A list that is asked: `from` takes further conditions on its rows; null ones say nothing. */
function openList(table: GrantedTable, selection: Selection) {
  const values = new SqlParameters();
  const keys = sortKeys(selection.sorts, table);
  const chosen = whereSql(table, selection, values);
  const rows = rowsSql(table, values);
  const from = (conditions: (string | null)[]) =>
    `from ${rows} where ${[chosen, ...conditions].filter((part) => part !== null).join(" and ") || "true"}`;
  return { values, keys, from, tableId: values.put(table.id, "text") };
}

/** How many rows of a list stand before a place, which is its row's number; null where the list leaves that row out. */
export async function countBefore(
  weft: Weft,
  table: GrantedTable,
  selection: Selection,
  place: Place,
  signal: AbortSignal,
): Promise<{ row: number | null; change: number } | undefined> {
  const { values, keys, from, tableId } = openList(table, selection);
  const counts = segmentsOn(keys, place, "up").map(
    (segment) => `(select count(*) ${from(beyondSql(keys, segment, place, "up", values))})`,
  );
  const [counted] = await queryUntil<{ row: number | null; change: number }>(weft.db, signal, {
    text: `select c.last_change as change,
        case when exists (select ${from([`t.id = ${values.put(place.id, "bigint")}`])}) then ${counts.join(" + ")} end as row
      from weft.tables c where c.id = ${tableId} and c.deleted_at is null`,
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

/**
 * The nearest row beyond a place that fits a condition. As pages are, a sorted list is read in segments, so that an index
 * on the order serves; without one it is the least of those that fit.
 */
export async function findNext(
  weft: Weft,
  table: GrantedTable,
  { selection, from: place, wanted, way }: Search,
  signal: AbortSignal,
): Promise<{ place: Place | null; change: number } | undefined> {
  let change = 0;
  for (const segment of segmentsOn(sortKeys(selection.sorts, table), place, way)) {
    const { values, keys, from, tableId } = openList(table, selection);
    const conditions = [...beyondSql(keys, segment, place, way, values), filterSql(wanted, table.fields, values)];
    const [found] = await queryUntil<{ place: string | null; change: number }>(weft.db, signal, {
      text: `select c.last_change as change, f.place from weft.tables c left join lateral (
          select ${placeSql(keys)} as place ${from(conditions)}
          order by ${way === "down" ? orderSql(keys, segment) : backwardsSql(keys, segment)} limit 1
        ) f on true
        where c.id = ${tableId} and c.deleted_at is null`,
      values: values.list,
    });
    if (!found) return undefined;
    if (found.place !== null) return { change: found.change, place: readPlace(found.place) };
    change = found.change;
  }
  return { change, place: null };
}

/** How many rows one goes from a place to another, which lies that way. */
export async function countSteps(
  weft: Weft,
  table: GrantedTable,
  { selection, from: start, to, way }: { selection: Selection; from: Place; to: Place; way: Way },
  signal: AbortSignal,
): Promise<{ steps: number; change: number } | undefined> {
  const { values, keys, from, tableId } = openList(table, selection);
  const [first, last] = [segmentOf(start), segmentOf(to)];
  const beyondStart = () => beyondSql(keys, first, start, way, values);
  const beforeEnd = () => beyondSql(keys, last, to, opposite[way], values);
  const parts = first === last ? [[...beyondStart(), ...beforeEnd()]] : [beyondStart(), beforeEnd()];
  const counts = parts.map((conditions) => `(select count(*) ${from(conditions)})`);
  const [counted] = await queryUntil<{ steps: number; change: number }>(weft.db, signal, {
    text: `select c.last_change as change, ${counts.join(" + ")} + 1 as steps
      from weft.tables c where c.id = ${tableId} and c.deleted_at is null`,
    values: values.list,
  });
  return counted;
}

function segmentOf(place: Place): Segment {
  return place.keys[0] === null ? "empty" : "filled";
}

/** The segments one comes through from a place on. */
function segmentsOn(keys: SortKeys, place: Place, way: Way): Segment[] {
  const own = segmentOf(place);
  if (keys.length === 0) return ["filled"];
  if (way === "down") return own === "filled" ? ["filled", "empty"] : ["empty"];
  return own === "filled" ? ["filled"] : ["empty", "filled"];
}

/** The conditions on the rows of a segment that lie beyond a place. */
function beyondSql(keys: SortKeys, segment: Segment, place: Place, way: Way, values: SqlParameters): (string | null)[] {
  const inSegment = segmentSql(keys, segment);
  if (segment !== segmentOf(place)) return [inSegment];
  const operatorOf = (direction: "asc" | "desc") => ((direction === "asc") === (way === "down") ? ">" : "<");
  const [first] = keys;
  const id = values.put(place.id, "bigint");
  const byId = `t.id ${operatorOf(keys.at(-1)?.direction ?? "asc")} ${id}`;
  if (!first) return [byId];
  // One row comparison is a single descent of the index on (column, id).
  if (segment === "filled" && keys.length === 1) {
    const held = values.put(place.keys[0], first.type);
    return [inSegment, `(${first.expression}, t.id) ${operatorOf(first.direction)} (${held}, ${id})`];
  }
  const rest = keys.slice(1).reduceRight((after, { expression, direction, type }, index) => {
    const held = place.keys[index + 1] ?? null;
    if (held === null) {
      const same = `(${expression} is null and ${after})`;
      return way === "down" ? same : `(${expression} is not null or ${same})`;
    }
    const value = values.put(held, type);
    const last = way === "down" ? ` or ${expression} is null` : "";
    return `(${expression} ${operatorOf(direction)} ${value}${last} or (${expression} = ${value} and ${after}))`;
  }, byId);
  if (segment === "empty") return [inSegment, rest];
  const [operator, value] = [operatorOf(first.direction), values.put(place.keys[0], first.type)];
  return [
    inSegment,
    `${first.expression} ${operator}= ${value}`,
    `(${first.expression} ${operator} ${value} or ${rest})`,
  ];
}

/** `order by` of a segment read from its end. */
function backwardsSql(keys: SortKeys, segment: Segment): string {
  const turned = { asc: "desc", desc: "asc" } as const;
  const parts = keys.flatMap(({ expression, direction }, index) => {
    if (index === 0 && segment === "empty") return [];
    return [`${expression} ${turned[direction]}${index === 0 ? "" : " nulls first"}`];
  });
  return [...parts, `t.id ${turned[keys.at(-1)?.direction ?? "asc"]}`].join(", ");
}
