import { Problem } from "@weft/api/problems";
import type { Workspace } from "@weft/api/workspaces";
import { makeId } from "@weft/model/ids";
import { listed, phrase } from "@weft/model/texts/phrase";
import type { GrantedRole } from "@weft/model/permissions";
import { scopesMay } from "@weft/model/permissions";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { listWorkspacesOf } from "../people/people.store.ts";
import { refuseAround } from "../tokens/tokens.reach.ts";
import { access, accessByName } from "./workspaces.access.ts";
import { getWorkspaceRow, insertWorkspace, renameWorkspace } from "./workspaces.store.ts";

/** The workspaces one is a member of, or was given something in, by name. */
export async function listWorkspaces(weft: Weft, actor: Actor): Promise<{ workspaces: Workspace[] }> {
  return { workspaces: await listWorkspacesOf(weft.db.people, actor) };
}

/** Makes a workspace whose owner is the caller; a token needs the scope that may manage workspaces. */
export async function createWorkspace(weft: Weft, actor: Actor, name: string): Promise<Workspace> {
  refuseAround(actor, { role: "none" });
  if (actor.tokenScopes && !scopesMay(actor.tokenScopes, "workspace.update")) {
    const text = phrase`This token may ${listed(actor.tokenScopes)}; making a workspace needs manage.`;
    throw new Problem("auth.scope_missing", text);
  }
  const id = makeId("workspace");
  await weft.db.people.transaction().execute(async (trx) => {
    await insertWorkspace(trx, { id, name, ownerId: actor.personId });
    await recordAudit(trx, actor, { action: "workspace.created", thing: { kind: "workspace", id } });
  });
  return readWorkspace(weft, id, "owner");
}

/** One workspace with the caller's role in it, which may be none. */
export async function getWorkspace(weft: Weft, actor: Actor, workspaceId: string): Promise<Workspace> {
  const { role } = await accessByName(weft, actor, "workspace.read", { workspaceId });
  return readWorkspace(weft, workspaceId, role);
}

/** Renames a workspace; two may have the same name. */
export async function updateWorkspace(weft: Weft, actor: Actor, workspaceId: string, name: string): Promise<Workspace> {
  const { role } = await access(weft, actor, "workspace.update", { workspaceId });
  await weft.db.people.transaction().execute(async (trx) => {
    const before = { name: (await getWorkspaceRow(trx, workspaceId)).name };
    await renameWorkspace(trx, workspaceId, name);
    const thing = { kind: "workspace", id: workspaceId } as const;
    await recordAudit(trx, actor, { action: "workspace.updated", thing, before, after: { name } });
  });
  return readWorkspace(weft, workspaceId, role);
}

async function readWorkspace(weft: Weft, workspaceId: string, role: GrantedRole): Promise<Workspace> {
  const found = await getWorkspaceRow(weft.db.people, workspaceId);
  return { id: found.id, name: found.name, role, createdAt: found.created_at.toISOString() };
}
