import { groupsMax } from "@weft/model/groups";
import type { SummaryValues } from "@weft/model/summaries";
import { queryUntil } from "../../database/abandonable.ts";
import type { Weft } from "../../weft.ts";
import { columnType } from "../tables/tables.catalog.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import type { WantedFigure } from "./rows.figures-sql.ts";
import { aggregateSql, endsSql, figureJson, figureSql, hasBars, readFigure, standsAlone } from "./rows.figures-sql.ts";
import { columnOf } from "./rows.filter-sql.ts";
import { cellJson } from "./rows.json-sql.ts";
import { rowsSql } from "./rows.rules-sql.ts";
import type { Selection } from "./rows.selection.ts";
import { whereSql } from "./rows.selection.ts";
import { daySql, filledSql, orderSql, sortKeys } from "./rows.sort-sql.ts";
import { SqlParameters } from "./sql-values.ts";

/** Rows that figures are of: all that pass, or `limit` of them (null = all) from row number `offset` of the list on. */
type Chosen = Selection & { stretch: { offset: number; limit: number | null } | null };

/**
 * Figures of a table in one statement, so of one snapshot; undefined when the table is gone. Those that can share one pass
 * over the rows do.
 */
export async function readFigures(
  weft: Weft,
  table: GrantedTable,
  chosen: Chosen,
  wanted: readonly WantedFigure[],
  signal: AbortSignal,
): Promise<{ change: number; rows: number; figures: SummaryValues } | undefined> {
  const values = new SqlParameters();
  const { from, condition } = sourceSql(table, chosen, values);
  const shared = wanted.filter((figure) => !standsAlone(figure));
  const own = wanted.filter(standsAlone);
  const columns = [
    "count(*) as rows",
    ...shared.map((figure, index) => `${aggregateSql(figure)} as s${index}`),
    ...own.flatMap((figure, index) => (hasBars(figure) ? endsSql(figure, index) : [])),
  ];
  const [row] = await queryUntil<Record<string, string | number | null>>(weft.db, signal, {
    text: `with q as materialized (select ${columns.join(", ")} from ${from} ${condition ? `where ${condition}` : ""})
      select ${["c.last_change as change", "q.rows", ...shared.map((_, index) => `q.s${index}`), ...own.map((figure, index) => `(${figureSql(figure, index, from, condition)}) as o${index}`)].join(", ")}
      from weft.tables c cross join q
      where c.id = ${values.put(table.id, "text")} and c.deleted_at is null`,
    values: values.list,
  });
  if (!row) return undefined;
  const figures = collect([
    ...shared.map((figure, index) => [figure, row[`s${index}`] as string | null] as const),
    ...own.map((figure, index) => [figure, row[`o${index}`] as string | null] as const),
  ]);
  return { change: row.change as number, rows: row.rows as number, figures };
}

/** Where the rows are taken from, as a table `t`, and the condition on them. */
function sourceSql(table: GrantedTable, chosen: Chosen, values: SqlParameters) {
  const from = rowsSql(table, values);
  const condition = whereSql(table, chosen, values);
  if (!chosen.stretch) return { from, condition };
  const { offset, limit } = chosen.stretch;
  const order = orderSql(sortKeys(chosen.sorts, table), "all");
  const part = `offset ${values.put(offset, "bigint")} limit ${values.put(limit, "bigint")}`;
  const where = condition ? `where ${condition}` : "";
  return { from: `(select t.* from ${from} ${where} order by ${order} ${part}) t`, condition: null };
}

/**
 * The groups of a table as JSON text, in the order of its list, one more than the most when there are too many; undefined when
 * the table is gone. The sorts of `selection` are the groups. Rows are hashed into groups first, and only those are put in
 * order. PostgreSQL writes the text: 10,000 groups cost more to read here and write again than to put in order there.
 */
export async function readGroups(
  weft: Weft,
  table: GrantedTable,
  selection: Selection,
  wanted: readonly WantedFigure[],
  signal: AbortSignal,
): Promise<{ change: number; groups: number; lines: string | null } | undefined> {
  const values = new SqlParameters();
  const keys = selection.sorts.map(({ field: id, direction, dayIn, filled }) => {
    const field = table.fields.find((field) => field.id === id)!;
    const isText = !dayIn && columnType(field) === "text";
    return {
      value: dayIn ? daySql(field, dayIn) : filled ? filledSql(field) : columnOf(field),
      json: (column: string) => cellJson[dayIn ? "date" : field.type](column, field),
      collation: isText ? " collate weft.natural_order" : "",
      direction,
    };
  });
  const condition = whereSql(table, selection, values);
  const order = keys.map(({ collation, direction }, index) => `g.k${index}${collation} ${direction} nulls last`);
  const columns = [
    ...keys.map(({ value }, index) => `${value} as k${index}`),
    ...wanted.map((figure, index) => `${aggregateSql(figure)} as f${index}`),
  ];
  const keysJson = keys.map(({ json }, index) => json(`g.k${index}`)).join(` || ',' || `);
  const group = `'{"keys":[' || ${keysJson} || '],"rows":' || g.rows || ${groupFiguresJson(wanted, values)} || '}'`;
  const [found] = await queryUntil<{ change: number; groups: number; lines: string | null }>(weft.db, signal, {
    text: `select c.last_change as change, g.* from weft.tables c cross join (
        select count(*) as groups, string_agg(g.json, ',') as lines from (
          select ${group} as json
          from (select count(*) as rows, ${columns.join(", ")} from ${rowsSql(table, values)}
            ${condition ? `where ${condition}` : ""} group by ${keys.map((_, index) => `k${index}`).join(", ")} limit ${groupsMax + 1}) g
          order by ${order.join(", ")}
        ) g
      ) g
      where c.id = ${values.put(table.id, "text")} and c.deleted_at is null`,
    values: values.list,
  });
  return found;
}

/** SQL of `,"values":{…}` of a group, whose figures stand in the columns f0, f1 …; `''` without any. */
function groupFiguresJson(wanted: readonly WantedFigure[], values: SqlParameters): string {
  if (wanted.length === 0) return "''";
  const byName = Map.groupBy(wanted.keys(), (index) => wanted[index]!.name);
  const parts = Array.from(byName, ([name, indexes], at) => {
    const opening = values.put(`${at > 0 ? "," : ""}${JSON.stringify(name)}:{`, "text");
    const figures = indexes.map((index, place) => {
      const figure = wanted[index]!;
      return `'${place > 0 ? "," : ""}"${figure.kind}":' || ${figureJson(figure, `g.f${index}`)}`;
    });
    return `${opening} || ${figures.join(" || ")} || '}'`;
  });
  return `',"values":{' || ${parts.join(" || ")} || '}'`;
}

function collect(read: (readonly [WantedFigure, string | null])[]): SummaryValues {
  const figures: SummaryValues = {};
  for (const [figure, text] of read) (figures[figure.name] ??= {})[figure.kind] = readFigure(figure, text);
  return figures;
}
