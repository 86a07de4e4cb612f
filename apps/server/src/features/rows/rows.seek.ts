import type { QueryOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type { locateRow as locateEndpoint, seekRow as seekEndpoint } from "@weft/api/seeks";
import { findField } from "@weft/model/fields/find-field";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { withTable } from "../tables/tables.granted.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { countBefore, countSteps, findNext } from "./rows.seek.store.ts";
import type { Selection } from "./rows.selection.ts";
import { resolveSelection } from "./rows.selection.ts";
import type { Place } from "./rows.sort-sql.ts";
import { findPlace } from "./rows.store.ts";

/** The number of a row in a list; null where filter or search leave it out. */
export async function locateRow(
  weft: Weft,
  actor: Actor,
  { tableId, rowId }: { tableId: string; rowId: number },
  query: QueryOf<typeof locateEndpoint>,
  signal: AbortSignal,
): Promise<{ row: number | null; change: number }> {
  const granted = await access(weft, actor, "row.read", { tableId });
  return withTable(weft, tableId, granted, async (table) => {
    const selection = resolveSelection(table, query);
    return countBefore(weft, table, selection, await getPlace(weft, table, selection, rowId), signal);
  });
}

/** How many rows on the next one with a filled or an empty cell stands; `steps` is null where there is none. */
export async function seekRow(
  weft: Weft,
  actor: Actor,
  { tableId, rowId }: { tableId: string; rowId: number },
  query: QueryOf<typeof seekEndpoint>,
  signal: AbortSignal,
): Promise<{ steps: number | null; change: number }> {
  const granted = await access(weft, actor, "row.read", { tableId });
  return withTable(weft, tableId, granted, async (table) => {
    const selection = resolveSelection(table, query);
    const field = findField(table.fields, query.field);
    if (!field)
      throw new Problem(
        "field.not_found",
        phrase`There is no field ${query.field} in this table; it may be in the trash.`,
      );
    const from = await getPlace(weft, table, selection, rowId);
    const wanted = { field: field.id, op: query.to === "empty" ? "is_empty" : "is_not_empty" } as const;
    const found = await findNext(weft, table, { selection, from, wanted, way: query.way }, signal);
    if (!found?.place) return found && { steps: null, change: found.change };
    return countSteps(weft, table, { selection, from, to: found.place, way: query.way }, signal);
  });
}

async function getPlace(weft: Weft, table: GrantedTable, selection: Selection, rowId: number): Promise<Place> {
  const place = await findPlace(weft, table, selection, String(rowId));
  if (!place) throw new Problem("row.not_found", phrase`There is no row ${String(rowId)} in this table.`);
  return place;
}
