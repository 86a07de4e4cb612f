import type { Field } from "@weft/model/fields/field";
import { columnType, systemColumns } from "../tables/tables.catalog.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import type { Keys } from "./rows.json-sql.ts";
import { cellsJson, rowJson } from "./rows.json-sql.ts";
import { placeField } from "./rows.places.ts";
import { physicalSql, rowsSql, ruleSql } from "./rows.rules-sql.ts";
import { SqlParameters } from "./sql-values.ts";

/** What a write statement tells of each row it touched, all as JSON text. */
export interface WrittenRow {
  id: number;
  /** The whole row as callers see it; absent when it was deleted or is not asked for. */
  row?: string | null;
  /** The touched cells by field id. */
  before?: string;
  after?: string;
  /** The change that touched the row before this one; 0 = none. */
  changeBefore: number;
}

interface Statement {
  text: string;
  values: unknown[];
}

/** Cells to write: `cells` is JSON text `{row id: {field id: cell}}`, as the change log keeps it; of it, only rows in `ids`. */
export interface WriteInput {
  touched: readonly Field[];
  cells: string;
  ids: number[];
  change: number;
  /** null = the whole rows are not told. */
  keys: Keys | null;
}

/** Adds rows under given ids. `author` is who makes them, where rows know that; absent = their cells say it. */
export function insertSql(
  table: GrantedTable,
  { touched, cells, ids, change, keys, author }: WriteInput & { author?: string },
): Statement {
  const values = new SqlParameters();
  const own = author === undefined ? [] : [[systemColumns.author, values.put(author, "text")] as const];
  const set = [...touched.map(({ id }) => [id, `x."${id}"`] as const), ...own];
  const text = `with x as materialized (${inputSql(touched, cells, ids, values)}),
    t as (insert into ${physicalSql(table)} (id, _change${set.map(([column]) => `, "${column}"`).join("")})
      select x.row_id, ${values.put(change, "bigint")}${set.map(([, value]) => `, ${value}`).join("")} from x
      returning *)
    select t.id, 0 as "changeBefore", ${toldRow(table, keys, values)} as row,
      ${touchedSql(touched, values, "t")} as after
    from t join x on x.row_id = t.id`;
  return { text, values: values.list };
}

/** Sets cells of rows; those a row does not name stay. Rows that are not there, or not seen, are missing in the answer. */
export function updateSql(table: GrantedTable, { touched, cells, ids, change, keys }: WriteInput): Statement {
  const values = new SqlParameters();
  const set = touched.map(({ id }) => `, "${id}" = case when x.cells ? '${id}' then x."${id}" else t."${id}" end`);
  const wanted = values.put(ids, "bigint[]");
  const text = `with x as materialized (${inputSql(touched, cells, ids, values)}),
    old as materialized (select t.* from ${rowsSql(table, values)} where t.id = any(${wanted})),
    t as (update ${physicalSql(table)} t set _change = ${values.put(change, "bigint")}${set.join("")}
      from x where t.id = x.row_id${andRule(table, values)} returning t.*)
    select t.id, coalesce(old._change, 0) as "changeBefore", ${toldRow(table, keys, values)} as row,
      ${touchedSql(touched, values, "old")} as before, ${touchedSql(touched, values, "t")} as after
    from t join old on old.id = t.id join x on x.row_id = t.id`;
  return { text, values: values.list };
}

/**
 * Gives rows other places and leaves them as they are otherwise: their version does not change. Rows that make room may be
 * hidden from whoever moves others.
 */
export function moveSql(table: GrantedTable, { cells, ids }: Pick<WriteInput, "cells" | "ids">): Statement {
  const values = new SqlParameters();
  const text = `with x as materialized (${inputSql([placeField], cells, ids, values)}),
    old as materialized (select t.* from ${physicalSql(table)} t where t.id = any(${values.put(ids, "bigint[]")})),
    t as (update ${physicalSql(table)} t set "${placeField.id}" = x."${placeField.id}"
      from x where t.id = x.row_id returning t.*)
    select t.id, coalesce(old._change, 0) as "changeBefore",
      ${cellsJson([placeField], "id", values, "old")} as before, ${cellsJson([placeField], "id", values)} as after
    from t join old on old.id = t.id`;
  return { text, values: values.list };
}

function toldRow(table: GrantedTable, keys: Keys | null, values: SqlParameters): string {
  return keys ? rowJson(table.fields, keys, "object", values) : "null::text";
}

/** Deletes rows, telling their cells in `fields`. Rows that are not there, or not seen, are missing in the answer. */
export function deleteSql(table: GrantedTable, fields: readonly Field[], ids: number[]): Statement {
  const values = new SqlParameters();
  const gone = `t.id = any(${values.put(ids, "bigint[]")})${andRule(table, values)}`;
  const text = `with t as (delete from ${physicalSql(table)} t where ${gone} returning *)
    select t.id, coalesce(t._change, 0) as "changeBefore", ${cellsJson(fields, "id", values)} as before from t`;
  return { text, values: values.list };
}

/**
 * The input as rows: `row_id`, `cells` (which fields it names) and one typed column for each touched field. Made from the
 * list of ids, whose length the planner knows: taken for the 100 rows that it expects of `jsonb_each`, 20,000 rows were
 * joined in loops, which took 33 s instead of 1.
 */
function inputSql(touched: readonly Field[], cells: string, ids: number[], values: SqlParameters): string {
  const columns = touched.map((field) => `"${field.id}" ${columnType(field)}`).join(", ");
  const typed = columns ? `cross join lateral jsonb_to_record(r.cells) as p(${columns})` : "";
  return `select w.id as row_id, r.cells${columns ? ", p.*" : ""}
    from unnest(${values.put(ids, "bigint[]")}) w(id)
    cross join lateral (select ${values.put(cells, "jsonb")} -> w.id::text as cells offset 0) r ${typed}`;
}

/** The touched cells of `alias`, only those the row itself names (`x.cells`). */
function touchedSql(touched: readonly Field[], values: SqlParameters, alias: string): string {
  const all = cellsJson(touched, "id", values, alias);
  if (touched.length <= 1) return all;
  return `case when x.cells ?& ${values.put(
    touched.map((field) => field.id),
    "text[]",
  )} then ${all} else
    (select coalesce(jsonb_object_agg(e.key, e.value), '{}')::text from jsonb_each(${all}::jsonb) e where x.cells ? e.key) end`;
}

function andRule(table: GrantedTable, values: SqlParameters): string {
  const rule = ruleSql(table, values);
  return rule === null ? "" : ` and ${rule}`;
}
