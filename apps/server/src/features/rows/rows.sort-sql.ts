import type { Field } from "@weft/model/fields/field";
import type { Sort } from "@weft/model/filter";
import type { CatalogTable } from "../tables/tables.catalog.ts";
import { columnType, systemColumns } from "../tables/tables.catalog.ts";
import { columnOf } from "./rows.filter-sql.ts";
import type { SqlValues } from "./sql-values.ts";
import { sqlLiterals } from "./sql-values.ts";

/**
 * A sort as a list goes by it: with `dayIn`, a date with time goes by its day in that zone; with `filled`, an empty text is an
 * empty cell, as people see it.
 */
export interface ListSort extends Sort {
  dayIn?: string;
  filled?: true;
}

/** What rows are ordered by; the row id always comes last and makes the order total. */
interface SortKey {
  expression: string;
  /** SQL type of the value that is compared with it. */
  type: string;
  direction: "asc" | "desc";
}

/** Which part of a sorted list: rows that have the first sort's cell, then those where it is empty. */
export type Segment = "filled" | "empty";

/** A place between two rows: the sort cells as text (null = empty) and the id of the row before it. */
export interface Place {
  keys: (string | null)[];
  id: string;
}

/**
 * Sort keys of resolved sorts. Text goes by `weft.natural_order`; an index on (column collate …, id) serves it. Without
 * sorts, a table whose rows have places goes by those, and any other by id alone.
 */
export function sortKeys(
  sorts: readonly ListSort[],
  { fields, hasPlaces }: Pick<CatalogTable, "fields" | "hasPlaces">,
): SortKey[] {
  if (sorts.length === 0 && hasPlaces) return [{ expression: ownPlaceSql, type: "numeric", direction: "asc" }];
  return sorts.map((sort) => {
    const field = fields.find((field) => field.id === sort.field);
    if (!field) throw new Error(`sort by unknown field ${sort.field}`);
    if (sort.dayIn) return { expression: daySql(field, sort.dayIn), type: "date", direction: sort.direction };
    const type = columnType(field);
    const collation = type === "text" ? " collate weft.natural_order" : "";
    const column = sort.filled ? filledSql(field) : columnOf(field);
    return { expression: column + collation, type, direction: sort.direction };
  });
}

/** Where a row stands in the order of people's own: among the ids, unless it was moved. The index of `addPlaces` serves it. */
export const ownPlaceSql = `coalesce(t."${systemColumns.place}", t.${systemColumns.id})`;

/** A text with an empty one as null. */
export function filledSql(field: Field): string {
  return `nullif(${columnOf(field)}, '')`;
}

/** The day of a date with time. The zone is one that was checked, and no value: expressions that are ordered by take none. */
export function daySql(field: Field, zone: string): string {
  const isZoned = field.type === "datetime" && field.options.zoned;
  return isZoned
    ? `(${columnOf(field)} at time zone ${sqlLiterals.put(zone, "text")})::date`
    : `${columnOf(field)}::date`;
}

/**
 * `order by` of one segment, or of all rows. Empty cells come last in both directions. Within a segment the first key
 * says nothing of nulls, so that an index read backwards serves a descending order. Ids go the way of the last key.
 */
export function orderSql(keys: readonly SortKey[], segment: Segment | "all"): string {
  const parts = keys.flatMap(({ expression, direction }, index) => {
    if (index === 0 && segment === "empty") return [];
    return [`${expression} ${direction}${index === 0 && segment === "filled" ? "" : " nulls last"}`];
  });
  return [...parts, `t.id ${idDirection(keys)}`].join(", ");
}

/** The condition of a segment; without sorts there is but one, and it holds all rows. */
export function segmentSql(keys: readonly SortKey[], segment: Segment): string | null {
  const first = keys[0];
  if (!first) return null;
  return `${first.expression} is ${segment === "filled" ? "not null" : "null"}`;
}

/** The condition “after this place” within the place's own segment. */
export function afterSql(keys: readonly SortKey[], place: Place, segment: Segment, values: SqlValues): string {
  const [first] = keys;
  const id = values.put(place.id, "bigint");
  const afterId = `t.id ${idDirection(keys) === "asc" ? ">" : "<"} ${id}`;
  if (!first) return afterId;
  const operator = first.direction === "asc" ? ">" : "<";
  if (segment === "filled" && keys.length === 1) {
    // A place from before the table's rows had any: they went by id.
    const key = place.keys.length > 0 ? place.keys[0] : place.id;
    // One row comparison, which PostgreSQL turns into a single descent of the index on (column, id).
    return `(${first.expression}, t.id) ${operator} (${values.put(key, first.type)}, ${id})`;
  }
  const rest = keys
    .map((key, index) => ({ key, value: place.keys[index] ?? null }))
    .slice(1)
    .reduceRight((after, { key, value }) => nullableAfter(key, value, after, values), afterId);
  if (segment === "empty") return rest;
  const value = values.put(place.keys[0], first.type);
  return `(${first.expression} ${operator}= ${value} and (${first.expression} ${operator} ${value} or ${rest}))`;
}

function nullableAfter({ expression, direction, type }: SortKey, key: string | null, rest: string, values: SqlValues) {
  if (key === null) return `(${expression} is null and ${rest})`;
  const value = values.put(key, type);
  const operator = direction === "asc" ? ">" : "<";
  return `(${expression} ${operator} ${value} or ${expression} is null or (${expression} = ${value} and ${rest}))`;
}

/** A row's place as JSON text `[cell, …, id]`, all as text. */
export function placeSql(keys: readonly SortKey[]): string {
  return `json_build_array(${[...keys.map(({ expression }) => `(${expression})::text`), "t.id::text"].join(", ")})::text`;
}

/** Reads what `placeSql` wrote. */
export function readPlace(text: string): Place {
  const parts = JSON.parse(text) as (string | null)[];
  return { keys: parts.slice(0, -1), id: parts.at(-1) as string };
}

function idDirection(keys: readonly SortKey[]): "asc" | "desc" {
  return keys.at(-1)?.direction ?? "asc";
}
