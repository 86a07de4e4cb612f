import { tokenScopes } from "@weft/model/permissions";
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { code } from "./people.ts";
import { at, idOf, name } from "./shapes.ts";

const scopes = z.array(z.enum(tokenScopes));

/** How many days a token works that was made without an end. */
export const tokenDays = 90;

/** Roles that a workspace's token may have there: owners are people. */
export const programRoles = ["viewer", "commenter", "editor", "builder", "manager"] as const;
export type ProgramRole = (typeof programRoles)[number];

export const token = z.object({
  id: z.string(),
  name: z.string(),
  /** The first characters, to recognise it by; the rest is shown once, when it is made. */
  start: z.string(),
  scopes,
  /** The bases and tables it is limited to; null = all that its person (or its role) may. */
  things: z.array(z.object({ kind: z.enum(["base", "table"]), id: z.string(), name: z.string() })).nullable(),
  /** Where it may be used from, as CIDR; empty = from everywhere. */
  addresses: z.array(z.string()),
  /** Null = what the instance allows every token. */
  callsPerMinute: z.int().nullable(),
  expiresAt: at.nullable(),
  /** Exact to a minute. */
  lastUsedAt: at.nullable(),
  lastUsedFrom: z.string().nullable(),
  createdAt: at,
});
export type Token = z.output<typeof token>;

export const workspaceToken = token.extend({
  role: z.enum(programRoles),
  /** Who made it; null = they have gone. */
  madeBy: z.string().nullable(),
});
export type WorkspaceToken = z.output<typeof workspaceToken>;

const newToken = z.object({
  name,
  scopes: scopes.min(1),
  /** Ids of bases and tables that it is limited to; null = no such limit. */
  things: z
    .array(z.union([idOf("base"), idOf("table")]))
    .min(1)
    .max(100)
    .nullable()
    .default(null),
  /** Addresses and ranges of addresses (CIDR) it may be used from; none = from everywhere. */
  addresses: z.array(z.string().trim().max(50)).max(50).default([]),
  callsPerMinute: z.int().min(1).max(1_000_000).nullable().default(null),
  /** Absent = in 90 days; null = it works until it is revoked. */
  expiresAt: at.nullable().optional(),
});
const params = z.object({ tokenId: idOf("token") });
const ofWorkspace = z.object({ workspaceId: idOf("workspace") });

export const listTokens = endpoint({
  name: "tokens.list",
  method: "GET",
  path: "/tokens",
  summary: "One's own tokens, without their secrets.",
  access: "session",
  permission: null,
  reply: z.object({ tokens: z.array(token) }),
});

export const createToken = endpoint({
  name: "tokens.create",
  method: "POST",
  path: "/tokens",
  summary: "Makes a token for programs. Its secret is in this answer and nowhere else.",
  access: "session",
  permission: null,
  body: newToken,
  reply: z.object({ token, secret: z.string() }),
  status: 201,
});

/** For the command line, which has no cookies: e-mail and password against a token. */
export const signInForToken = endpoint({
  name: "tokens.sign_in",
  method: "POST",
  path: "/tokens/sign-in",
  summary: "Makes a token from e-mail and password, for programs without a browser.",
  access: "public",
  permission: null,
  body: z.object({ email: z.email(), password: z.string().max(200), code, name }),
  reply: z.object({ token, secret: z.string() }),
  status: 201,
  problems: ["auth.wrong_credentials", "auth.second_factor", "limit.reached"],
});

export const deleteToken = endpoint({
  name: "tokens.delete",
  method: "DELETE",
  path: "/tokens/:tokenId",
  summary: "Revokes a token; it stops working at once.",
  access: "session",
  permission: null,
  params,
  problems: ["token.not_found"],
});

export const listWorkspaceTokens = endpoint({
  name: "workspace_tokens.list",
  method: "GET",
  path: "/workspaces/:workspaceId/tokens",
  summary: "The tokens of a workspace, without their secrets.",
  access: "session",
  permission: "tokens.update",
  params: ofWorkspace,
  reply: z.object({ tokens: z.array(workspaceToken) }),
});

export const createWorkspaceToken = endpoint({
  name: "workspace_tokens.create",
  method: "POST",
  path: "/workspaces/:workspaceId/tokens",
  summary:
    "Makes a token that belongs to the workspace and has a role of its own there: it goes on when whoever made it leaves. Its secret is in this answer and nowhere else.",
  access: "session",
  permission: "tokens.update",
  params: ofWorkspace,
  body: newToken.extend({ role: z.enum(programRoles) }),
  reply: z.object({ token: workspaceToken, secret: z.string() }),
  status: 201,
});

export const deleteWorkspaceToken = endpoint({
  name: "workspace_tokens.delete",
  method: "DELETE",
  path: "/workspaces/:workspaceId/tokens/:tokenId",
  summary: "Revokes a token of the workspace; it stops working at once. What it did stays under its name.",
  access: "session",
  permission: "tokens.update",
  params: ofWorkspace.extend({ tokenId: idOf("token") }),
  problems: ["token.not_found"],
});
