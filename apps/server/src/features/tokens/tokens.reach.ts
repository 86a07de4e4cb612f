import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Standing } from "../workspaces/workspaces.roles.ts";
import { decideOn } from "../workspaces/workspaces.roles.ts";
import type { Sight } from "../workspaces/workspaces.sight.ts";

/** Who asks; a job that does what somebody has ordered has no token. */
type Limited = Partial<Pick<Actor, "tokenThings">>;

/**
 * What of a sight is left to a token that is limited to some bases and tables: around them it sees names only, as
 * somebody does who was given no more than them.
 */
export function narrowSight({ tokenThings }: Limited, standing: Standing, sight: Sight): Sight {
  if (!tokenThings) return sight;
  const { workspaceId, baseId, tableId } = standing;
  const covers = (place: { baseId: string | null; tableId: string | null }) =>
    tokenThings.some((thing) => thing.baseId === place.baseId && [null, place.tableId].includes(thing.tableId));
  const seen: Sight["seen"] = {};
  for (const grant of standing.grants) {
    const id = grant.tableId ?? grant.baseId;
    if (id in sight.seen) seen[id] = covers(grant) && sight.seen[id] === true;
  }
  for (const thing of tokenThings) {
    const isInside =
      thing.workspaceId === workspaceId &&
      (baseId === null || thing.baseId === baseId) &&
      (tableId === null || thing.tableId === tableId);
    if (isInside) seen[thing.tableId ?? thing.baseId] = decideOn(standing, thing).role !== "none";
  }
  return { ...sight, role: covers(standing) ? sight.role : "none", seen };
}

/** Throws `auth.scope_missing` when a token may know of a thing only by what it reaches inside it. */
export function refuseAround({ tokenThings }: Limited, { role }: Pick<Sight, "role">): void {
  if (!tokenThings || role !== "none") return;
  throw new Problem(
    "auth.scope_missing",
    phrase`This token reaches only some bases or tables, and this asks for what lies around them.`,
  );
}
