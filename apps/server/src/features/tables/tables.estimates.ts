import type { Base } from "@weft/api/bases";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { estimateTotal } from "../rows/rows.totals.ts";
import { access } from "../workspaces/workspaces.access.ts";
import type { GrantedTable } from "./tables.granted.ts";
import { getGrantedTable } from "./tables.granted.ts";

/** About how many rows of a table its person sees: how many there are is not told to who sees but some of them. */
export async function estimateRows(weft: Weft, table: GrantedTable): Promise<number> {
  if (!table.rule) return table.rowEstimate;
  const all = { filter: null, sorts: [], search: null, fields: table.fields };
  return (await estimateTotal(weft, table, all)).rows;
}

/** Bases whose tables say about how many rows the actor sees. */
export async function fitEstimates(weft: Weft, actor: Actor, bases: Base[]): Promise<Base[]> {
  const ids = bases.flatMap(({ tables }) => tables.map(({ id }) => id));
  if (ids.length === 0) return bases;
  const ruled = await weft.db.data
    .selectFrom("tables")
    .select("id")
    .where("rules", "is not", null)
    .where("id", "in", ids)
    .execute();
  const estimates = new Map<string, number>();
  for (const { id } of ruled) {
    const granted = await access(weft, actor, "table.read", { tableId: id });
    estimates.set(id, await estimateRows(weft, await getGrantedTable(weft.db.data, granted)));
  }
  return bases.map((base) => ({
    ...base,
    tables: base.tables.map((table) => ({ ...table, rowEstimate: estimates.get(table.id) ?? table.rowEstimate })),
  }));
}
