import type { ImportOptions } from "@weft/api/import-shapes";
import { Problem } from "@weft/api/problems";
import type { Field } from "@weft/model/fields/field";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import type { CatalogTable } from "../tables/tables.catalog.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { getGrantedTable, grantTable } from "../tables/tables.granted.ts";
import type { Granted } from "../workspaces/workspaces.access.ts";
import { access } from "../workspaces/workspaces.access.ts";

/**
 * Who imports: an actor, or in a job whoever brought the file; `accepted` = somebody who may do more has let it through, and
 * `gone` = nobody knows whose it is.
 */
export type Importer = Pick<Actor, "personId" | "tokenScopes"> | "accepted" | "gone";

/** Refuses to import in this mode to whom a part of the table is hidden, or not theirs to change. */
export function refusePart(table: GrantedTable, mode: ImportOptions["mode"]): void {
  const { name, rule, hiddenFieldIds, readOnlyFieldIds } = table;
  if (rule)
    throw new Problem(
      "auth.forbidden",
      phrase`You see only some of the rows of ${name}: ask somebody who sees all of them to import into it.`,
    );
  if (mode !== "append" && hiddenFieldIds.length + readOnlyFieldIds.length > 0)
    throw new Problem(
      "auth.forbidden",
      phrase`Not all fields of ${name} are yours to change: you can add rows to it, and nothing else.`,
    );
}

/** The fields of a table that an import by somebody may fill, if it may be at all. */
export async function listFillable(
  weft: Weft,
  importer: Importer,
  table: CatalogTable,
  mode: ImportOptions["mode"],
): Promise<Field[]> {
  if (!table.rules || importer === "accepted") return table.fields;
  const tableId = table.id;
  if (importer === "gone")
    throw new Problem("table.not_found", phrase`There is no table ${tableId}, or it is not yours to see.`);
  const seen = grantTable(table, await access(weft, importer, "import.create", { tableId }));
  refusePart(seen, mode);
  return seen.fields.filter(({ id }) => !seen.readOnlyFieldIds.includes(id));
}

/** Whether somebody may look at imports of others into a table: to whom nothing of it is hidden. */
export async function seesAllOf(weft: Weft, granted: Granted): Promise<boolean> {
  return (await getGrantedTable(weft.db.data, granted, { trashed: true })).sight === null;
}

/** Of imports of others, those into tables of which nothing is hidden from the actor; all of one's own. */
export async function keepSeen<Job extends { tableId: string | null; createdBy: { id: string } | null }>(
  weft: Weft,
  actor: Actor,
  jobs: readonly Job[],
): Promise<Job[]> {
  const seen = new Map<string, boolean>();
  for (const { tableId, createdBy } of jobs) {
    if (!tableId || createdBy?.id === actor.personId || seen.has(tableId)) continue;
    const asked = access(weft, actor, "import.read", { tableId }, { trashed: true });
    seen.set(tableId, await asked.then((granted) => seesAllOf(weft, granted)).catch(isRefusal));
  }
  return jobs.filter(({ tableId, createdBy }) => {
    return !tableId || createdBy?.id === actor.personId || seen.get(tableId);
  });
}

function isRefusal(error: unknown): false {
  if (error instanceof Problem && error.status < 500) return false;
  throw error;
}
