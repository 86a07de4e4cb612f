import type { ProblemCode } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import type { Permission, Role } from "@weft/model/permissions";
import { roleMay, scopesMay } from "@weft/model/permissions";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";

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
  const found = await findRole(weft, actor.personId, reach, options.trashed ?? false);
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

async function findRole(weft: Weft, personId: string, reach: Reach, trashed: boolean): Promise<Access | null> {
  let query = weft.db.people
    .selectFrom("members")
    .innerJoin("workspaces", "workspaces.id", "members.workspace_id")
    .select(["members.workspace_id as workspaceId", "members.role"])
    .where("members.person_id", "=", personId)
    .where("workspaces.deleted_at", "is", null);
  if ("workspaceId" in reach) query = query.where("workspaces.id", "=", reach.workspaceId);
  else if ("baseId" in reach)
    query = query.where("workspaces.id", "in", baseOwner(weft, trashed).where("bases.id", "=", reach.baseId));
  else query = query.where("workspaces.id", "in", tableOwner(weft, trashed).where("tables.id", "=", reach.tableId));
  const found = await query.executeTakeFirst();
  return found ? { workspaceId: found.workspaceId, role: found.role as Role } : null;
}

function baseOwner(weft: Weft, trashed: boolean) {
  const query = weft.db.people.selectFrom("bases").select("bases.workspace_id");
  return trashed ? query : query.where("bases.deleted_at", "is", null);
}

function tableOwner(weft: Weft, trashed: boolean) {
  const query = baseOwner(weft, trashed).innerJoin("tables", "tables.base_id", "bases.id");
  return trashed ? query : query.where("tables.deleted_at", "is", null);
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
