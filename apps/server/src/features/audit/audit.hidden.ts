import type { TableRules } from "@weft/model/grants/table-rules";
import { viewOf } from "@weft/model/grants/table-rules";
import { sql } from "kysely";
import type { Weft } from "../../weft.ts";
import { decideOn, findStanding } from "../workspaces/workspaces.roles.ts";

/** What of a workspace's trail somebody may not read: whatever tells of these tables and their fields, and of these bases. */
export interface HiddenThings {
  tableIds: readonly string[];
  baseIds: readonly string[];
}

/**
 * Bases that are shut to a manager, and tables they do not see all of: entries tell the names of fields, former ones too, and
 * what rules say. They are left out whole, as an entry with a part blanked would not fit its hash.
 */
export async function findHiddenThings(weft: Weft, personId: string, workspaceId: string): Promise<HiddenThings> {
  const standing = await findStanding(weft.db, personId, { workspaceId }, true);
  if (!standing) return { tableIds: [], baseIds: [] };
  const { rows } = await sql<{ baseId: string; tableId: string | null; rules: TableRules | null }>`
    select b.id as "baseId", t.id as "tableId", t.rules from weft.bases b left join weft.tables t on t.base_id = b.id
    where b.workspace_id = ${workspaceId}`.execute(weft.db.people);
  const person = { id: personId, email: standing.email, attributes: standing.attributes };
  const isWhole = ({ baseId, tableId, rules }: (typeof rows)[number]) => {
    const { role } = decideOn(standing, { baseId, tableId });
    const view = viewOf(rules ?? { fields: {}, rows: [] }, { role }, person);
    return role !== "none" && view.hiddenFieldIds.length === 0 && view.filter === null && !view.ownRowsOnly;
  };
  const isShut = ({ baseId }: { baseId: string }) =>
    decideOn(standing, { baseId, tableId: null }).role === "none" &&
    !standing.grants.some((grant) => grant.baseId === baseId && grant.role !== "none");
  return {
    tableIds: rows.flatMap((row) => (row.tableId !== null && !isWhole(row) ? [row.tableId] : [])),
    baseIds: [...new Set(rows.filter(isShut).map(({ baseId }) => baseId))],
  };
}
