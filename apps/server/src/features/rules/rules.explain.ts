import type { Explanation } from "@weft/api/grants";
import { viewOf } from "@weft/model/grants/table-rules";
import type { GrantedRole } from "@weft/model/permissions";
import type { Weft } from "../../weft.ts";
import { getCatalogTable } from "../tables/tables.catalog.ts";
import type { Standing } from "../workspaces/workspaces.roles.ts";
import { decideStanding } from "../workspaces/workspaces.roles.ts";
import { noRules, showBinding, showFields } from "./rules.sight.ts";

/** What a table's rules leave of it for somebody, as one whose role there is `asker` may know; null = they see nothing of it. */
export async function explainRules(
  weft: Weft,
  tableId: string,
  standing: Standing,
  asker: GrantedRole,
): Promise<Explanation["table"]> {
  const { role } = decideStanding(standing);
  if (role === "none") return null;
  const table = await getCatalogTable(weft.db.data, tableId);
  const rules = table.rules ?? noRules;
  const { personId, email, attributes } = standing;
  const view = viewOf(rules, { role }, { id: personId, email, attributes });
  return {
    fields: showFields(rules, table.fields, asker, view).filter(({ access }) => access !== "change"),
    rows: showBinding(rules, role, asker),
  };
}
