import type { QueryOf, ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/instance-workspaces";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import { cutPage, readCursor } from "../../doors/page-cursor.ts";
import type { Weft } from "../../weft.ts";
import { findMembers } from "../members/members.store.ts";
import { needInstanceOwner } from "./instance.owner.ts";
import { findWorkspacesOfInstance, hasWorkspace } from "./instance.workspaces.store.ts";

const pageRows = 50;

/** A page of all workspaces with their size; what is in their tables is not for who runs the instance. */
export async function listInstanceWorkspaces(
  weft: Weft,
  actor: Actor,
  query: QueryOf<typeof contract.listInstanceWorkspaces>,
): Promise<ReplyOf<typeof contract.listInstanceWorkspaces>> {
  needInstanceOwner(actor);
  const { search, limit = pageRows } = query;
  const before = readCursor(query.cursor);
  const found = await findWorkspacesOfInstance(weft.db.people, { search, limit: limit + 1, before });
  const { rows, next } = cutPage(found, limit);
  return {
    workspaces: rows.map(({ created_at, changed_at, size_bytes, ...rest }) => ({
      ...rest,
      sizeBytes: size_bytes,
      changedAt: changed_at?.toISOString() ?? null,
      createdAt: created_at.toISOString(),
    })),
    next,
  };
}

/** Who is in a workspace, strongest role first. */
export async function listInstanceMembers(
  weft: Weft,
  actor: Actor,
  workspaceId: string,
): Promise<ReplyOf<typeof contract.listInstanceMembers>> {
  needInstanceOwner(actor);
  if (!(await hasWorkspace(weft.db.people, workspaceId)))
    throw new Problem("workspace.not_found", phrase`There is no workspace ${workspaceId}.`);
  const members = await findMembers(weft.db.people, workspaceId);
  return {
    members: members.map(({ personId, name, email, role, lastSeenAt }) => ({
      personId,
      name,
      email,
      role,
      lastSeenAt,
    })),
  };
}
