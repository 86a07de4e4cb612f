import { Problem } from "@weft/api/problems";
import type { GrantedRole, Permission, Role } from "@weft/model/permissions";
import { roleMay, scopesMay } from "@weft/model/permissions";
import type { Phrase } from "@weft/model/texts/phrase";
import { listed, phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { findStanding } from "./workspaces.roles.ts";
import type { Sight } from "./workspaces.sight.ts";
import { seesAnything, sightOf } from "./workspaces.sight.ts";

/** What a thing of a workspace is reached by; each kind answers its own 404. */
export type Reach = { workspaceId: string } | { baseId: string } | { tableId: string };

export interface Access {
  workspaceId: string;
  /** null when a workspace was reached. */
  baseId: string | null;
  /** On the thing that was reached. */
  role: Role;
}

/**
 * Asks whether the actor may; gives the workspace and the actor's role on the thing. What they may not know of (nothing
 * given to them, or in the trash unless `trashed`) answers 404 just like what does not exist; what they know but may not
 * do, 403.
 */
export async function access(
  weft: Weft,
  actor: Actor,
  permission: Permission,
  reach: Reach,
  options: { trashed?: boolean } = {},
): Promise<Access> {
  const standing = await findStanding(weft.db, actor.personId, reach, options.trashed ?? false);
  const sight = standing && sightOf(standing);
  if (!standing || !sight || !seesAnything(sight)) throw missing(reach);
  const { workspaceId, role } = sight;
  if (role === "none" || !roleMay(role, permission)) {
    throw new Problem(
      "auth.forbidden",
      phrase`Your role here is ${roleWords[role]}, and ${permission} needs more. Ask a manager of the workspace.`,
    );
  }
  checkScopes(actor, permission);
  return { workspaceId, baseId: standing.baseId, role };
}

/** What the actor sees of a workspace or base, were it only its name and parts of it; 404 when nothing. */
export async function accessByName(
  weft: Weft,
  actor: Actor,
  permission: "workspace.read" | "base.read",
  reach: Reach,
): Promise<Sight> {
  const standing = await findStanding(weft.db, actor.personId, reach, false);
  const sight = standing && sightOf(standing);
  if (!sight || !seesAnything(sight)) throw missing(reach);
  checkScopes(actor, permission);
  return sight;
}

function checkScopes({ tokenScopes }: Actor, permission: Permission): void {
  if (!tokenScopes || scopesMay(tokenScopes, permission)) return;
  throw new Problem("auth.scope_missing", phrase`This token may ${listed(tokenScopes)}; this needs ${permission}.`);
}

/** What each role is called. */
export const roleWords: Record<GrantedRole, Phrase> = {
  owner: phrase`owner`,
  manager: phrase`manager`,
  builder: phrase`builder`,
  editor: phrase`editor`,
  commenter: phrase`commenter`,
  viewer: phrase`viewer`,
  none: phrase`none`,
};

function missing(reach: Reach): Problem {
  if ("workspaceId" in reach)
    return new Problem(
      "workspace.not_found",
      phrase`There is no workspace ${reach.workspaceId}, or it is not yours to see.`,
    );
  if ("baseId" in reach)
    return new Problem("base.not_found", phrase`There is no base ${reach.baseId}, or it is not yours to see.`);
  return new Problem("table.not_found", phrase`There is no table ${reach.tableId}, or it is not yours to see.`);
}
