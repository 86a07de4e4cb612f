import { phrase } from "@weft/model/texts/phrase";
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, idOf, role, says } from "./shapes.ts";

const attributeName = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .refine(
    (name) => !["id", "email"].includes(name.toLowerCase()),
    says(phrase`is everybody's own already: choose another name`),
  );
const attributeText = z.string().trim().min(1).max(200);

/** What row rules may ask of a person, such as `unit`: a text, or several. */
export const attributes = z
  .record(attributeName, z.union([attributeText, z.array(attributeText).min(1).max(50)]))
  .refine((all) => Object.keys(all).length <= 20, says(phrase`has more than ${20} attributes`));
export type Attributes = z.output<typeof attributes>;

export const member = z.object({
  personId: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  /** When they came in. */
  since: at,
  /** Last time a browser or a program of theirs was here, to about a day; null = never, or not the caller's to know. */
  lastSeenAt: at.nullable(),
  /** What row rules may ask of them; null = not the caller's to know. */
  attributes: z.record(z.string(), z.union([z.string(), z.array(z.string())])).nullable(),
});
export type Member = z.output<typeof member>;

const ofWorkspace = z.object({ workspaceId: idOf("workspace") });
const ofMember = ofWorkspace.extend({ personId: z.string().min(1).max(64) });

export const listMembers = endpoint({
  name: "members.list",
  method: "GET",
  path: "/workspaces/:workspaceId/members",
  summary: "Who is in a workspace, and in which role; when they were last seen is told to its managers only.",
  access: "any",
  permission: "members.read",
  params: ofWorkspace,
  reply: z.object({ members: z.array(member) }),
  problems: ["workspace.not_found"],
});

export const updateMember = endpoint({
  name: "members.update",
  method: "PATCH",
  path: "/workspaces/:workspaceId/members/:personId",
  summary: "Gives a member another role: none above one's own, to nobody above oneself. The last owner stays owner.",
  access: "any",
  permission: "members.update",
  params: ofMember,
  body: z.strictObject({ role }),
  reply: member,
  problems: ["workspace.not_found", "member.not_found", "member.last_owner"],
});

export const putAttributes = endpoint({
  name: "members.attributes",
  method: "PUT",
  path: "/workspaces/:workspaceId/members/:personId/attributes",
  summary:
    "Sets a member's attributes in place of those before: what row rules such as `unit is mine` compare with. One's own only an owner changes.",
  access: "any",
  permission: "members.update",
  params: ofMember,
  body: z.strictObject({ attributes }),
  reply: member,
  problems: ["workspace.not_found", "member.not_found"],
});

export const removeMember = endpoint({
  name: "members.delete",
  method: "DELETE",
  path: "/workspaces/:workspaceId/members/:personId",
  summary: "Takes somebody out of a workspace; what they made stays.",
  access: "any",
  permission: "members.update",
  params: ofMember,
  problems: ["workspace.not_found", "member.not_found", "member.last_owner"],
});

export const leaveWorkspace = endpoint({
  name: "members.leave",
  method: "POST",
  path: "/workspaces/:workspaceId/leave",
  summary: "Leaves a workspace; its last owner cannot.",
  access: "session",
  permission: "workspace.read",
  params: ofWorkspace,
  problems: ["workspace.not_found", "member.last_owner"],
});
