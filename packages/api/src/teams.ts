import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { idOf, name, personId } from "./shapes.ts";

const team = z.object({
  id: z.string(),
  workspaceId: z.string(),
  name: z.string(),
  members: z.array(z.object({ personId: z.string(), name: z.string(), email: z.string() })),
});
export type Team = z.output<typeof team>;

const ofWorkspace = z.object({ workspaceId: idOf("workspace") });
const ofTeam = z.object({ teamId: idOf("team") });
const ofMember = ofTeam.extend({ personId });

export const listTeams = endpoint({
  name: "teams.list",
  method: "GET",
  path: "/workspaces/:workspaceId/teams",
  summary: "The teams of a workspace with their members, by name.",
  access: "any",
  permission: "teams.read",
  params: ofWorkspace,
  reply: z.object({ teams: z.array(team) }),
  problems: ["workspace.not_found"],
});

export const createTeam = endpoint({
  name: "teams.create",
  method: "POST",
  path: "/workspaces/:workspaceId/teams",
  summary: "Makes a team without members.",
  access: "any",
  permission: "teams.update",
  params: ofWorkspace,
  body: z.object({ name }),
  reply: team,
  status: 201,
  problems: ["workspace.not_found", "team.name_taken"],
});

export const updateTeam = endpoint({
  name: "teams.update",
  method: "PATCH",
  path: "/teams/:teamId",
  summary: "Renames a team.",
  access: "any",
  permission: "teams.update",
  params: ofTeam,
  body: z.object({ name }),
  reply: team,
  problems: ["team.not_found", "team.name_taken"],
});

export const deleteTeam = endpoint({
  name: "teams.delete",
  method: "DELETE",
  path: "/teams/:teamId",
  summary: "Deletes a team, and with it what was given to it.",
  access: "any",
  permission: "teams.update",
  params: ofTeam,
  problems: ["team.not_found"],
});

export const addTeamMember = endpoint({
  name: "teams.add_member",
  method: "PUT",
  path: "/teams/:teamId/members/:personId",
  summary: "Puts a member of the workspace into a team.",
  access: "any",
  permission: "teams.update",
  params: ofMember,
  problems: ["team.not_found", "member.not_found"],
});

export const removeTeamMember = endpoint({
  name: "teams.remove_member",
  method: "DELETE",
  path: "/teams/:teamId/members/:personId",
  summary: "Takes somebody out of a team; nothing happens when they are not in it.",
  access: "any",
  permission: "teams.update",
  params: ofMember,
  problems: ["team.not_found"],
});
