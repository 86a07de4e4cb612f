import { Problem } from "@weft/api/problems";
import type { Field } from "@weft/model/fields/field";
import type { TableRules } from "@weft/model/grants/table-rules";
import { phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

/** A table as SQL is made from it. Its rows lie in "<baseId>"."<id>", each field in the column "<field id>"; ids are the only identifiers SQL ever sees. */
export interface CatalogTable {
  id: string;
  baseId: string;
  workspaceId: string;
  name: string;
  lastChange: number;
  rowEstimate: number;
  /** Whether rows can stand in an order of people's own (docs/decisions/0016). */
  hasPlaces: boolean;
  /** Whether its rows know who made them (docs/decisions/0021). */
  hasAuthors: boolean;
  fields: Field[];
  /** Which fields and rows are hidden from whom; null = none. Rows are read by `GrantedTable`, which goes by them. */
  rules: TableRules | null;
  /** The change by which they were last set; 0 = none that is known. */
  rulesChange: number;
}

/**
 * Columns every data table has besides its fields. `_change` is null in rows that are as they were imported. `_place` is
 * there once a row was moved or put between others, and null in rows that stand where their id says. `_author` is there
 * once a rule speaks of people's own rows; null where nobody knows any more.
 */
export const systemColumns = { id: "id", change: "_change", place: "_place", author: "_author" } as const;

/** SQL type of the column of each field type; number and datetime depend on their options. */
export function columnType(field: Pick<Field, "type" | "options">): string {
  switch (field.type) {
    case "number":
      return (field.options as { decimals: number | null }).decimals === 0 ? "bigint" : "numeric";
    case "datetime":
      return (field.options as { zoned: boolean }).zoned ? "timestamptz" : "timestamp";
    case "boolean":
      return "boolean";
    case "date":
      return "date";
    case "json":
      return "jsonb";
    default:
      return "text";
  }
}

/** A table with its fields in their order, or `table.not_found`. What lies in the trash is not found unless `trashed`. */
export async function getCatalogTable(
  db: Kysely<WeftTables>,
  tableId: string,
  { trashed = false } = {},
): Promise<CatalogTable> {
  const table = await db
    .selectFrom("tables")
    .innerJoin("bases", "bases.id", "tables.base_id")
    .select([
      "tables.id",
      "tables.base_id",
      "bases.workspace_id",
      "tables.name",
      "tables.last_change",
      "tables.row_estimate",
      "tables.has_places",
      "tables.has_authors",
      "tables.rules",
      "tables.rules_change",
    ])
    .where("tables.id", "=", tableId)
    .$if(!trashed, (query) => query.where("tables.deleted_at", "is", null))
    .executeTakeFirst();
  if (!table) throw new Problem("table.not_found", phrase`There is no table ${tableId}, or it is not yours to see.`);
  const fields = await db
    .selectFrom("fields")
    .select(["id", "name", "description", "type", "options"])
    .where("table_id", "=", tableId)
    .where("deleted_at", "is", null)
    .orderBy("position")
    .execute();
  return {
    id: table.id,
    baseId: table.base_id,
    workspaceId: table.workspace_id,
    name: table.name,
    lastChange: table.last_change,
    rowEstimate: table.row_estimate,
    hasPlaces: table.has_places,
    hasAuthors: table.has_authors,
    fields: fields as unknown as Field[],
    rules: table.rules as TableRules | null,
    rulesChange: table.rules_change,
  };
}

/** The fields of a table that lie in the trash; their columns are still there. */
export async function listTrashedFields(db: Kysely<WeftTables>, tableId: string): Promise<Field[]> {
  const fields = await db
    .selectFrom("fields")
    .select(["id", "name", "description", "type", "options"])
    .where("table_id", "=", tableId)
    .where("deleted_at", "is not", null)
    .execute();
  return fields as unknown as Field[];
}
