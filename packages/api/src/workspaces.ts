import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, idOf, name, role } from "./shapes.ts";

export const workspace = z.object({ id: z.string(), name: z.string(), role, createdAt: at });
export type Workspace = z.output<typeof workspace>;
const params = z.object({ workspaceId: idOf("workspace") });

export const listWorkspaces = endpoint({
  name: "workspaces.list",
  method: "GET",
  path: "/workspaces",
  summary: "The workspaces one is a member of.",
  access: "any",
  permission: null,
  reply: z.object({ workspaces: z.array(workspace) }),
});

export const createWorkspace = endpoint({
  name: "workspaces.create",
  method: "POST",
  path: "/workspaces",
  summary: "Makes a workspace and its owner: the caller.",
  access: "any",
  permission: null,
  body: z.object({ name }),
  reply: workspace,
  status: 201,
});

export const getWorkspace = endpoint({
  name: "workspaces.get",
  method: "GET",
  path: "/workspaces/:workspaceId",
  summary: "One workspace.",
  access: "any",
  permission: "workspace.read",
  params,
  reply: workspace,
  problems: ["workspace.not_found"],
});

export const updateWorkspace = endpoint({
  name: "workspaces.update",
  method: "PATCH",
  path: "/workspaces/:workspaceId",
  summary: "Renames a workspace.",
  access: "any",
  permission: "workspace.update",
  params,
  body: z.object({ name }),
  reply: workspace,
  problems: ["workspace.not_found"],
});

export const listMembers = endpoint({
  name: "members.list",
  method: "GET",
  path: "/workspaces/:workspaceId/members",
  summary: "Who is in a workspace, and in which role.",
  access: "any",
  permission: "members.read",
  params,
  reply: z.object({ members: z.array(z.object({ personId: z.string(), name: z.string(), email: z.string(), role })) }),
  problems: ["workspace.not_found"],
});
