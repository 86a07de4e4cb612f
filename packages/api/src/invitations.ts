import { phrase } from "@weft/model/texts/phrase";
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, idOf, role } from "./shapes.ts";

/** Days an invitation holds when nothing else is said. */
export const invitationDays = 14;

export const invitation = z.object({
  id: z.string(),
  email: z.string(),
  role,
  /** Name of whoever invited; null when their account is gone. */
  invitedBy: z.string().nullable(),
  state: z.enum(["open", "expired", "accepted", "withdrawn"]),
  sentAt: at,
  expiresAt: at,
});
export type Invitation = z.output<typeof invitation>;

/** An invitation that was just sent. */
const sentInvitation = invitation.extend({
  /** Where there is no mail server to bring it: the link, to be handed over by hand. Told this once; null when it was mailed. */
  link: z.string().nullable(),
});
export type SentInvitation = z.output<typeof sentInvitation>;

const ofWorkspace = z.object({ workspaceId: idOf("workspace") });
const ofInvitation = ofWorkspace.extend({ invitationId: idOf("invitation") });
const days = z.int().min(1).max(90).optional();
const secret = z.strictObject({ secret: z.string().min(1).max(200) });

export const listInvitations = endpoint({
  name: "invitations.list",
  method: "GET",
  path: "/workspaces/:workspaceId/invitations",
  summary: "Who was asked into a workspace, newest first: the last 500.",
  access: "any",
  permission: "members.update",
  params: ofWorkspace,
  reply: z.object({ invitations: z.array(invitation) }),
  problems: ["workspace.not_found"],
});

export const createInvitation = endpoint({
  name: "invitations.create",
  method: "POST",
  path: "/workspaces/:workspaceId/invitations",
  summary: "Asks an address into a workspace by mail; an earlier invitation to it no longer works.",
  access: "any",
  permission: "members.update",
  params: ofWorkspace,
  body: z.strictObject({ email: z.email(phrase`is not an e-mail address`.template).max(254), role, days }),
  reply: sentInvitation,
  status: 201,
  problems: ["workspace.not_found", "member.exists", "limit.reached"],
});

export const resendInvitation = endpoint({
  name: "invitations.resend",
  method: "POST",
  path: "/workspaces/:workspaceId/invitations/:invitationId/resend",
  summary: "Sends an invitation again with a new link, which holds from now; the earlier link no longer works.",
  access: "any",
  permission: "members.update",
  params: ofInvitation,
  body: z.strictObject({ days }),
  reply: sentInvitation,
  problems: ["workspace.not_found", "invitation.not_found", "invitation.over", "limit.reached"],
});

export const withdrawInvitation = endpoint({
  name: "invitations.delete",
  method: "DELETE",
  path: "/workspaces/:workspaceId/invitations/:invitationId",
  summary: "Withdraws an invitation: its link no longer works.",
  access: "any",
  permission: "members.update",
  params: ofInvitation,
  problems: ["workspace.not_found", "invitation.not_found", "invitation.over"],
});

export const readInvitation = endpoint({
  name: "invitations.read",
  method: "POST",
  path: "/invitations/read",
  summary: "What an invitation is to, by the secret of its link.",
  access: "public",
  permission: null,
  body: secret,
  reply: z.object({
    workspaceName: z.string(),
    invitedBy: z.string().nullable(),
    email: z.string(),
    role,
    expiresAt: at,
    /** Whether the address has an account: then one signs in, else one signs up. */
    hasAccount: z.boolean(),
  }),
  problems: ["invitation.not_found", "invitation.over"],
});

export const acceptInvitation = endpoint({
  name: "invitations.accept",
  method: "POST",
  path: "/invitations/accept",
  summary: "Accepts an invitation, once, as the person of the address it went to.",
  access: "session",
  permission: null,
  body: secret,
  reply: z.object({ workspaceId: z.string(), role }),
  problems: ["invitation.not_found", "invitation.over", "invitation.other_address"],
});
