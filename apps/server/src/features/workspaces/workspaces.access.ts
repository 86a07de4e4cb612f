import { Problem } from "@weft/api/problems";
import type { Permission, Role } from "@weft/model/permissions";
import { roleMay, scopesMay } from "@weft/model/permissions";
import type { Phrase } from "@weft/model/texts/phrase";
import { listed, phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { findRole } from "./workspaces.roles.ts";

/** What a thing of a workspace is reached by; each kind answers its own 404. */
export type Reach = { workspaceId: string } | { baseId: string } | { tableId: string };

export interface Access {
  workspaceId: string;
  role: Role;
}

/**
 * Asks whether the actor may; gives the workspace and the actor's role in it. What they may not know of (no member, or
 * in the trash unless `trashed`) answers 404 just like what does not exist; what they know but may not do, 403.
 */
export async function access(
  weft: Weft,
  actor: Actor,
  permission: Permission,
  reach: Reach,
  options: { trashed?: boolean } = {},
): Promise<Access> {
  const found = await findRole(weft.db, actor.personId, reach, options.trashed ?? false);
  if (!found || !roleMay(found.role, "workspace.read")) throw missing(reach);
  if (!roleMay(found.role, permission)) {
    throw new Problem(
      "auth.forbidden",
      phrase`Your role here is ${roleWords[found.role]}, and ${permission} needs more. Ask a manager of the workspace.`,
    );
  }
  if (actor.tokenScopes && !scopesMay(actor.tokenScopes, permission)) {
    throw new Problem(
      "auth.scope_missing",
      phrase`This token may ${listed(actor.tokenScopes)}; this needs ${permission}.`,
    );
  }
  return found;
}

const roleWords: Record<Role, Phrase> = {
  owner: phrase`owner`,
  manager: phrase`manager`,
  builder: phrase`builder`,
  editor: phrase`editor`,
  commenter: phrase`commenter`,
  viewer: phrase`viewer`,
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
