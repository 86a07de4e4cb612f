import type { Filter } from "@weft/model/filter";
import { systemColumns } from "../tables/tables.catalog.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { filterSql } from "./rows.filter-sql.ts";
import type { SqlValues } from "./sql-values.ts";

/**
 * The rows of a table that its person may see, as `t`: what every reading of rows is `from`. PostgreSQL pulls the condition
 * up into the query around it, so that it is planned like any filter.
 */
export function rowsSql(table: GrantedTable, values: SqlValues): string {
  const rule = ruleSql(table, values);
  return rule === null ? `${physicalSql(table)} t` : `(select t.* from ${physicalSql(table)} t where ${rule}) t`;
}

/** The condition on rows of the table `t` that their person sees them; null = all. For statements that write rows. */
export function ruleSql({ rule, whole }: GrantedTable, values: SqlValues): string | null {
  if (!rule) return null;
  const parts: string[] = [];
  if (rule.filter) parts.push(filterSql(rule.filter, whole.fields, values));
  if (rule.ownOf !== null)
    parts.push(whole.hasAuthors ? `t."${systemColumns.author}" = ${values.put(rule.ownOf, "text")}` : "false");
  return `(${parts.join(" and ")})`;
}

/** The table itself with all its rows, to be written, or looked at for what people are not told. */
export function physicalSql(table: Pick<GrantedTable, "baseId" | "id">): string {
  return `"${table.baseId}"."${table.id}"`;
}

/** A selection with the rule in its filter: what a list goes by, for what is remembered of it and what indexes serve. */
export function asSeen<S extends { filter: Filter | null }>(table: GrantedTable, selection: S): S {
  if (!table.rule) return selection;
  const parts = [table.rule.filter, selection.filter].filter((part) => part !== null);
  return { ...selection, filter: { all: parts } };
}

/** Tells apart lists of one table that hold the same selection of what different people see. */
export function seenBy({ rule, hiddenFieldIds }: GrantedTable, { search }: { search: string | null }): unknown {
  return [rule?.ownOf ?? null, search === null ? null : hiddenFieldIds];
}
