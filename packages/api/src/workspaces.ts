import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, grantedRole, idOf, name } from "./shapes.ts";

export const workspace = z.object({
  id: z.string(),
  name: z.string(),
  /** `none` for whom single bases or tables of it were given, who know it by its name only. */
  role: grantedRole,
  createdAt: at,
});
export type Workspace = z.output<typeof workspace>;
const params = z.object({ workspaceId: idOf("workspace") });

export const listWorkspaces = endpoint({
  name: "workspaces.list",
  method: "GET",
  path: "/workspaces",
  summary: "The workspaces one is a member of, or was given something in.",
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
