import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, idOf, page, role } from "./shapes.ts";

const workspaceOfInstance = z.object({
  id: z.string(),
  name: z.string(),
  owners: z.array(z.string()),
  members: z.int(),
  tables: z.int(),
  rows: z.int(),
  /** Of its tables; files are told with the storage. */
  sizeBytes: z.int(),
  /** When rows or fields were changed last; null = never yet. */
  changedAt: at.nullable(),
  createdAt: at,
});
export type WorkspaceOfInstance = z.output<typeof workspaceOfInstance>;

export const listInstanceWorkspaces = endpoint({
  name: "instance.workspaces",
  method: "GET",
  path: "/instance/workspaces",
  summary: "Workspaces of the instance with owners and size, not what is in them, newest first; for its owner.",
  access: "session",
  permission: null,
  query: z.object({ search: z.string().max(200).optional(), ...page }),
  reply: z.object({ workspaces: z.array(workspaceOfInstance), next: z.string().nullable() }),
});

export const listInstanceMembers = endpoint({
  name: "instance.workspace_members",
  method: "GET",
  path: "/instance/workspaces/:workspaceId/members",
  summary: "Who is in a workspace, with their roles; for the instance's owner.",
  access: "session",
  permission: null,
  params: z.object({ workspaceId: idOf("workspace") }),
  reply: z.object({
    members: z.array(
      z.object({ personId: z.string(), name: z.string(), email: z.string(), role, lastSeenAt: at.nullable() }),
    ),
  }),
  problems: ["workspace.not_found"],
});
