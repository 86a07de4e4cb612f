import type { ImportOptions } from "@weft/api/import-shapes";
import type { Fault } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import type { CatalogTable } from "../tables/tables.catalog.ts";
import { getCatalogTable } from "../tables/tables.catalog.ts";
import { tableReference } from "../tables/tables.store.ts";
import { stateWords } from "./imports.states.ts";
import type { ImportRow } from "./imports.store.ts";
import { findImport } from "./imports.store.ts";

type Db = Kysely<WeftTables>;

/** Most earlier imports offered to be replaced. */
const offeredMax = 50;

/** Which rows an import brought: its block of ids, which no other row ever has. */
export const broughtBy = (row: Pick<ImportRow, "first_row" | "last_row">) =>
  sql<boolean>`id between ${row.first_row} and ${row.last_row}`;

/** What is wrong with the earlier import that is to be replaced; null when nothing is, or none is named. */
export async function findReplacesFault(db: Db, options: ImportOptions): Promise<Fault | null> {
  if (!options.replaces) return null;
  const fault = (message: Fault["message"]): Fault => ({ path: "replaces", message });
  if (options.mode !== "replace" || !options.tableId)
    return fault(phrase`only mode replace takes the place of an earlier import: choose that mode, or leave it out`);
  const earlier = await findImport(db, options.replaces);
  if (earlier?.table_id !== options.tableId)
    return fault(phrase`no import ${options.replaces} went into this table: take one from its imports`);
  const fileName = earlier.upload_name;
  if (earlier.state !== "done")
    return fault(
      phrase`the import of ${fileName} is ${stateWords[earlier.state]}: only one that is done can be replaced`,
    );
  if (earlier.options.mode === "upsert")
    return fault(
      phrase`the import of ${fileName} updated rows by key, which were there before it: it cannot be replaced`,
    );
  const left = await countReplaced(db, await getCatalogTable(db, options.tableId), options.replaces);
  return left?.rows ? null : fault(noneLeft(fileName));
}

/** Says that an import has no rows any more that could be replaced. */
export function noneLeft(fileName: string) {
  return phrase`no row that ${fileName} brought is in the table any more`;
}

/** How many rows of an earlier import are still there, and how many of them somebody has edited since. */
export async function countReplaced(
  db: Db,
  table: CatalogTable,
  importId: string,
): Promise<{ rows: number; edited: number } | null> {
  const earlier = await findImport(db, importId);
  if (!earlier) return null;
  const { rows } = await sql<{ rows: number; edited: number }>`
    select count(*) as rows, count(_change) as edited
    from ${tableReference(table)} where ${broughtBy(earlier)}`.execute(db);
  return rows[0] ?? null;
}

/** Imports that brought rows of which some are still in the table, newest first; `rows` is how many they brought. */
export async function findReplaceable(
  db: Db,
  table: CatalogTable,
): Promise<{ importId: string; name: string; at: string; rows: number }[]> {
  const { rows } = await sql<{ id: string; name: string; ended_at: Date; created: number }>`
    select i.id, u.name, i.ended_at, i.created
    from weft.imports i join weft.uploads u on u.id = i.upload_id
    where i.table_id = ${table.id} and i.state = 'done' and i.options ->> 'mode' <> 'upsert' and exists (
      select from ${tableReference(table)} t where t.id between i.first_row and i.last_row)
    order by i.ended_at desc limit ${offeredMax}`.execute(db);
  return rows.map(({ id, name, ended_at, created }) => ({
    importId: id,
    name,
    at: ended_at.toISOString(),
    rows: created,
  }));
}

/** The import that has put its rows in place of those of this one and still stands. */
export async function findReplacing(
  db: Db,
  row: Pick<ImportRow, "id" | "table_id">,
): Promise<{ upload_name: string } | undefined> {
  return db
    .selectFrom("imports")
    .innerJoin("uploads", "uploads.id", "imports.upload_id")
    .select("uploads.name as upload_name")
    .where("imports.table_id", "=", row.table_id)
    .where("imports.state", "=", "done")
    .where(sql<string>`imports.options ->> 'replaces'`, "=", row.id)
    .executeTakeFirst();
}
