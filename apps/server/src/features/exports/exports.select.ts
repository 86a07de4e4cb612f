import { Problem } from "@weft/api/problems";
import type { ExportOptions } from "@weft/api/exports";
import type { Field } from "@weft/model/fields/field";
import type { CatalogTable } from "../tables/tables.catalog.ts";

/** What an export reads: its fields in order, and the SQL that ends `select …` (`from`, `where`, `order by`). */
export interface ExportSource {
  fields: Field[];
  /** Complete SQL text without parameters: COPY takes none. */
  fromSql: string;
}

/** The rows an export asks for, as SQL; throws `field.not_found` or `filter.invalid` when they cannot be. */
export function selectForExport(table: CatalogTable, options: ExportOptions): ExportSource {
  return {
    fields: chooseFields(table, options.fields),
    fromSql: `from "${table.baseId}"."${table.id}" as t order by t.id`,
  };
}

function chooseFields(table: CatalogTable, wanted: string[] | undefined): Field[] {
  if (!wanted) return table.fields;
  const issues = [];
  const fields: Field[] = [];
  for (const [index, name] of wanted.entries()) {
    const field = table.fields.find((field) => field.id === name || field.name.toLowerCase() === name.toLowerCase());
    if (field) fields.push(field);
    else issues.push({ path: `fields.${index}`, message: `${table.name} has no field ${name}` });
  }
  if (issues.length > 0)
    throw new Problem(
      "field.not_found",
      `${table.name} has no such field; it has ${table.fields.map((field) => field.name).join(", ")}.`,
      issues,
    );
  return fields;
}
