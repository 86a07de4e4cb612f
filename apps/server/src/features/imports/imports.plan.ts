import type { ImportOptions, Profile } from "@weft/api/import-shapes";
import type { Fault } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import { listed, phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import type { CatalogTable } from "../tables/tables.catalog.ts";
import { getCatalogTable } from "../tables/tables.catalog.ts";
import type { PlannedColumn } from "./imports.columns.ts";
import { plainName, planColumns } from "./imports.columns.ts";
import { findReplacesFault } from "./imports.replaced.ts";
import type { Importer } from "./imports.rights.ts";
import { listFillable } from "./imports.rights.ts";
import type { ImportRow } from "./imports.store.ts";

type Db = Kysely<WeftTables>;

/** How many earlier imports of a table are asked for what their columns filled. */
const rememberedImports = 20;

/** What a load does. */
export interface LoadPlan {
  /** null = makes a new one. */
  table: CatalogTable | null;
  columns: PlannedColumn[];
}

/**
 * The plan of an analysed import, or `import.options_invalid` with every fault; it fills only what is the importer's to
 * change. A draft may leave open what is to be chosen before it is loaded.
 */
export async function planLoad(weft: Weft, importer: Importer, row: ImportRow, isDraft = false): Promise<LoadPlan> {
  const { data: db } = weft.db;
  const { mode } = row.options;
  if (!row.profile) throw new Problem("import.wrong_state", phrase`The file has not been looked at yet.`);
  const table = mode === "new" ? null : await getCatalogTable(db, row.options.tableId ?? "");
  const fields = table && (await listFillable(weft, importer, table, mode));
  const remembered = table ? await findRemembered(db, table.id) : new Map<string, string>();
  const { columns, issues, open } = planColumns(row.profile, row.options, fields, remembered);
  const faults = isDraft ? issues : [...issues, ...open];
  if (faults.length > 0) throw optionsInvalid(faults);
  return { table, columns };
}

/** All faults of choices that can be told without the file. A draft may leave open what identifies a row. */
export async function checkOptions(db: Db, baseId: string, options: ImportOptions, isDraft: boolean): Promise<Fault[]> {
  const issues: Fault[] = [];
  if (options.mode === "new") {
    if (options.tableId) issues.push({ path: "tableId", message: phrase`a new table has no id yet: leave it out` });
    if (options.tableName && (await isNameTaken(db, baseId, options.tableName)))
      issues.push({
        path: "tableName",
        message: phrase`a table of this base is called “${options.tableName}”: take another name`,
      });
  } else if (!options.tableId) issues.push({ path: "tableId", message: phrase`say which table to ${options.mode}` });
  else if ((await getCatalogTable(db, options.tableId)).baseId !== baseId)
    issues.push({ path: "tableId", message: phrase`this table lies in another base` });
  if (!isDraft && options.mode === "upsert" && options.keys.length === 0)
    issues.push({ path: "keys", message: phrase`name the columns that identify a row` });
  const replacesFault = issues.length === 0 ? await findReplacesFault(db, options) : null;
  if (replacesFault) issues.push(replacesFault);
  return issues;
}

export function optionsInvalid(issues: Fault[]): Problem {
  const [first] = issues;
  const told = issues.slice(0, 3).map(({ message }) => message);
  return new Problem(
    "import.options_invalid",
    issues.length === 1 && first
      ? phrase`One choice must be mended: ${first.message}.`
      : phrase`${issues.length} choices must be mended: ${listed(issues.length > 3 ? [...told, "…"] : told, phrase`; `)}.`,
    issues,
  );
}

/** Which field each header filled the last time somebody chose one for it. */
export async function findRemembered(db: Db, tableId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ headers: string[]; columns: ImportOptions["columns"] }>`
    select jsonb_path_query_array(profile, '$.columns[*].header') as headers, options -> 'columns' as columns
    from weft.imports
    where table_id = ${tableId} and state in ('done', 'undone') and jsonb_array_length(options -> 'columns') > 0
    order by created_at desc limit ${rememberedImports}`.execute(db);
  const remembered = new Map<string, string>();
  for (const { headers, columns } of rows) {
    for (const { index, fieldId } of columns) {
      const header = plainName(headers[index] ?? "");
      if (fieldId && header && !remembered.has(header)) remembered.set(header, fieldId);
    }
  }
  return remembered;
}

/** Choices that change how bytes become records: only these make the file be read again. */
export function changesReading(before: ImportOptions, after: ImportOptions, profile: Profile | null): boolean {
  if (before.text !== after.text || !profile) return true;
  const wanted = { ...profile.reading, ...after.reading };
  const unset = Object.keys(before.reading).some((key) => !(key in after.reading));
  return unset || JSON.stringify(wanted) !== JSON.stringify(profile.reading);
}

async function isNameTaken(db: Db, baseId: string, name: string): Promise<boolean> {
  const found = await db
    .selectFrom("tables")
    .select("id")
    .where("base_id", "=", baseId)
    .where("deleted_at", "is", null)
    .where(sql`lower(name)`, "=", sql`lower(${name}::text)`)
    .executeTakeFirst();
  return found !== undefined;
}
