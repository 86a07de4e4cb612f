import type { ProblemCode } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import type { Permission, Role } from "@weft/model/permissions";
import { roleMay, scopesMay } from "@weft/model/permissions";
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
      `Your role here is ${found.role}, and ${permission} needs more. Ask a manager of the workspace.`,
    );
  }
  if (actor.tokenScopes && !scopesMay(actor.tokenScopes, permission)) {
    throw new Problem(
      "auth.scope_missing",
      `This token may ${actor.tokenScopes.join(", ")}; this needs ${permission}.`,
    );
  }
  return found;
}

function missing(reach: Reach): Problem {
  const [code, noun, id]: [ProblemCode, string, string] =
    "workspaceId" in reach
      ? ["workspace.not_found", "workspace", reach.workspaceId]
      : "baseId" in reach
        ? ["base.not_found", "base", reach.baseId]
        : ["table.not_found", "table", reach.tableId];
  return new Problem(code, `There is no ${noun} ${id}, or it is not yours to see.`);
}
