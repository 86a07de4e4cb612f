import type { ExportOptions } from "@weft/api/exports";
import type { Field } from "@weft/model/fields/field";
import { resolveSelection, selectionSql } from "../rows/rows.selection.ts";
import { sqlLiterals } from "../rows/sql-values.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";

/** What an export reads: its fields in order, and the SQL that ends `select …`. Columns are `t."<field id>"`. */
export interface ExportSource {
  fields: Field[];
  /** `from … where … order by …` without parameters: COPY takes none. */
  fromSql: string;
}

/** The rows an export asks for, as SQL; throws `field.not_found` or `filter.invalid` when they cannot be. */
export function selectForExport(table: GrantedTable, options: ExportOptions): ExportSource {
  const selection = resolveSelection(table, options);
  const { from, where, orderBy } = selectionSql(table, selection, sqlLiterals);
  return { fields: selection.fields, fromSql: `from ${from} where ${where} order by ${orderBy}` };
}
