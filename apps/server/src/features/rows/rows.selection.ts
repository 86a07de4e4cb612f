import type { Fault, ProblemCode } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import type { Field } from "@weft/model/fields/field";
import { findField } from "@weft/model/fields/find-field";
import type { Filter, Sort } from "@weft/model/filter";
import { resolveFilter } from "@weft/model/filters/resolve";
import { orderWithin, parseGroup } from "@weft/model/groups";
import { parseSort, splitNames } from "@weft/model/sort";
import type { Phrase } from "@weft/model/texts/phrase";
import { listed, phrase } from "@weft/model/texts/phrase";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { filterSql, searchSql } from "./rows.filter-sql.ts";
import { rowsSql } from "./rows.rules-sql.ts";
import type { ListSort } from "./rows.sort-sql.ts";
import { orderSql, sortKeys } from "./rows.sort-sql.ts";
import type { SqlValues } from "./sql-values.ts";

/** Which rows are asked for, in which order, with which fields; all by field id. */
export interface Selection {
  filter: Filter | null;
  /** Groups come first. */
  sorts: ListSort[];
  search: string | null;
  fields: Field[];
}

interface WantedSelection {
  filter?: unknown;
  sort?: string;
  group?: string;
  /** Where `today` is today, and where days of moments begin; UTC when absent. */
  zone?: string;
  search?: string;
  /** Names or ids, comma-separated or as a list. */
  fields?: string | string[];
}

/** Checks a selection against a table; throws `filter.invalid` or `field.not_found` with every fault of every part. */
export function resolveSelection(table: GrantedTable, wanted: WantedSelection): Selection {
  const issues: Fault[] = [];
  let code: ProblemCode = "field.not_found";
  const selection: Selection = { filter: null, sorts: [], search: wanted.search?.trim() || null, fields: table.fields };
  if (wanted.filter !== undefined) {
    const resolved = resolveFilter(wanted.filter, table.fields, { timeZone: wanted.zone });
    if (resolved.ok) selection.filter = resolved.filter;
    else {
      code = "filter.invalid";
      for (const { path, message } of resolved.faults)
        issues.push({ path: path ? `filter.${path}` : "filter", message });
    }
  }
  if (wanted.sort) {
    const parsed = parseSort(wanted.sort, table.fields);
    if (parsed.ok) selection.sorts = parsed.sorts;
    else issues.push(...parsed.faults.map((message) => ({ path: "sort", message })));
  }
  if (wanted.group) {
    const parsed = parseGroup(wanted.group, table.fields);
    if (parsed.ok) selection.sorts = groupedSorts(table, parsed.group, selection.sorts, wanted.zone);
    else issues.push(...parsed.faults.map((message) => ({ path: "group", message })));
  }
  if (wanted.fields !== undefined && wanted.fields.length > 0)
    selection.fields = chooseFields(table, wanted.fields, issues);
  if (issues.length > 0) throw new Problem(code, faultText(table, code, issues), issues);
  return selection;
}

/** Groups, then the sorts within them; times are grouped by their day, empty texts with empty cells. */
function groupedSorts(table: GrantedTable, group: Sort[], sorts: Sort[], zone = "UTC"): ListSort[] {
  const types = new Map(table.fields.map(({ id, type }) => [id, type]));
  const grouped = group.map((sort): ListSort => {
    const type = types.get(sort.field);
    if (type === "datetime") return { ...sort, dayIn: zone };
    // Texts alone can be empty without being null; other types keep the index that serves their column.
    return type === "text" ? { ...sort, filled: true } : sort;
  });
  return [...grouped, ...orderWithin(group, sorts, table.fields)];
}

/** `where` and `order by` of a selection on the table as `t`, such as an export reads; `where` is `true` for all rows. */
export function selectionSql(table: GrantedTable, selection: Selection, values: SqlValues) {
  return {
    from: rowsSql(table, values),
    where: whereSql(table, selection, values) ?? "true",
    orderBy: orderSql(sortKeys(selection.sorts, table), "all"),
  };
}

/** Filter and search as one condition; null = all rows. */
export function whereSql(
  table: GrantedTable,
  { filter, search }: Pick<Selection, "filter" | "search">,
  values: SqlValues,
): string | null {
  const parts: string[] = [];
  if (filter) parts.push(filterSql(filter, table.fields, values));
  if (search) parts.push(searchSql(search, table.fields, values));
  return parts.length > 0 ? parts.join(" and ") : null;
}

function chooseFields(table: GrantedTable, wanted: string | string[], issues: Fault[]): Field[] {
  const names = typeof wanted === "string" ? splitNames(wanted) : wanted;
  return names.flatMap((name, index) => {
    const field = findField(table.fields, name);
    if (!field)
      issues.push({
        path: typeof wanted === "string" ? "fields" : `fields.${index}`,
        message: phrase`there is no field ${name}`,
      });
    return field ?? [];
  });
}

function faultText(table: GrantedTable, code: ProblemCode, issues: Fault[]): Phrase {
  const first = issues[0]?.message ?? "";
  if (code === "filter.invalid") {
    return issues.length === 1
      ? phrase`The filter on ${table.name} cannot be applied: ${first}.`
      : phrase`The filter on ${table.name} has ${issues.length} faults; the first: ${first}.`;
  }
  return phrase`${table.name}: ${first}. Its fields are ${listed(table.fields.map((field) => field.name))}.`;
}
