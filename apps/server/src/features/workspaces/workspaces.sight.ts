import type { GrantedRole } from "@weft/model/permissions";
import type { RawBuilder } from "kysely";
import { sql } from "kysely";
import type { Standing } from "./workspaces.roles.ts";
import { decideOn, decideStanding } from "./workspaces.roles.ts";

/** What a person sees of a workspace, a base or a table: parts of it, perhaps, when the thing itself is shut to them. */
export interface Sight {
  workspaceId: string;
  /** On the thing itself. */
  role: GrantedRole;
  /** Bases and tables of which grants speak, by id: whether they are seen. Others are as what lies around them. */
  seen: Record<string, boolean>;
}

/** What a person sees inside the thing their standing was asked of. */
export function sightOf(standing: Standing): Sight {
  const { workspaceId, tableId } = standing;
  const seen: Record<string, boolean> = {};
  for (const grant of standing.grants) {
    // A base that is seen around a table says nothing of the table.
    if (tableId && grant.tableId !== tableId) continue;
    seen[grant.tableId ?? grant.baseId] = decideOn(standing, grant).role !== "none";
  }
  return { workspaceId, role: decideStanding(standing).role, seen };
}

/** Whether anything at all is seen: then they may know of the thing by its name. */
export function seesAnything({ role, seen }: Sight): boolean {
  return role !== "none" || Object.values(seen).includes(true);
}

/** Whether the thing whose id is first in `ids` is seen, as SQL; those after it lie around it, nearest first. */
export function isSeen({ role, seen }: Sight, ...ids: string[]): RawBuilder<boolean> {
  const otherwise = sql.lit(role !== "none");
  if (Object.keys(seen).length === 0) return sql<boolean>`${otherwise}`;
  const each = ids.map((id) => sql`(${JSON.stringify(seen)}::jsonb ->> ${sql.ref(id)})::boolean`);
  return sql<boolean>`coalesce(${sql.join([...each, otherwise])})`;
}
