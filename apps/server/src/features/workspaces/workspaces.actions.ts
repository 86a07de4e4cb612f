import type { ReplyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type * as contract from "@weft/api/workspaces";
import type { Workspace } from "@weft/api/workspaces";
import { makeId } from "@weft/model/ids";
import { listed, phrase } from "@weft/model/texts/phrase";
import type { Role } from "@weft/model/permissions";
import { scopesMay } from "@weft/model/permissions";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { listWorkspacesOf } from "../people/people.store.ts";
import { access } from "./workspaces.access.ts";
import { getWorkspaceRow, insertWorkspace, listMembersOf, renameWorkspace } from "./workspaces.store.ts";

/** The workspaces one is a member of, by name. */
export async function listWorkspaces(weft: Weft, actor: Actor): Promise<{ workspaces: Workspace[] }> {
  return { workspaces: await listWorkspacesOf(weft.db.people, actor.personId) };
}

/** Makes a workspace whose owner is the caller; a token needs the scope that may manage workspaces. */
export async function createWorkspace(weft: Weft, actor: Actor, name: string): Promise<Workspace> {
  if (actor.tokenScopes && !scopesMay(actor.tokenScopes, "workspace.update")) {
    const text = phrase`This token may ${listed(actor.tokenScopes)}; making a workspace needs manage.`;
    throw new Problem("auth.scope_missing", text);
  }
  const id = makeId("workspace");
  await weft.db.people.transaction().execute((trx) => insertWorkspace(trx, { id, name, ownerId: actor.personId }));
  return readWorkspace(weft, id, "owner");
}

/** One workspace with the caller's role in it. */
export async function getWorkspace(weft: Weft, actor: Actor, workspaceId: string): Promise<Workspace> {
  const { role } = await access(weft, actor, "workspace.read", { workspaceId });
  return readWorkspace(weft, workspaceId, role);
}

/** Renames a workspace; two may have the same name. */
export async function updateWorkspace(weft: Weft, actor: Actor, workspaceId: string, name: string): Promise<Workspace> {
  const { role } = await access(weft, actor, "workspace.update", { workspaceId });
  await renameWorkspace(weft.db.people, workspaceId, name);
  return readWorkspace(weft, workspaceId, role);
}

/** Who is in a workspace. */
export async function listMembers(
  weft: Weft,
  actor: Actor,
  workspaceId: string,
): Promise<ReplyOf<typeof contract.listMembers>> {
  await access(weft, actor, "members.read", { workspaceId });
  return { members: await listMembersOf(weft.db.people, workspaceId) };
}

async function readWorkspace(weft: Weft, workspaceId: string, role: Role): Promise<Workspace> {
  const found = await getWorkspaceRow(weft.db.people, workspaceId);
  return { id: found.id, name: found.name, role, createdAt: found.created_at.toISOString() };
}
