import { Problem } from "@weft/api/problems";
import type { Field } from "@weft/model/fields/field";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { findRemembered } from "../imports/imports.plan.ts";
import { getGrantedTable } from "../tables/tables.granted.ts";
import { access } from "../workspaces/workspaces.access.ts";

/** The fields of a table as the actor may fill them, and what columns filled them before; null when it is gone or shut. */
export async function findTarget(
  weft: Weft,
  actor: Actor,
  tableId: string,
): Promise<{ fields: Field[]; remembered: Map<string, string> } | null> {
  try {
    const granted = await access(weft, actor, "import.read", { tableId });
    const table = await getGrantedTable(weft.db.data, granted);
    const fields = table.fields.filter(({ id }) => !table.readOnlyFieldIds.includes(id));
    return { fields, remembered: await findRemembered(weft.db.data, tableId) };
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return null;
    throw error;
  }
}
