import { tokenScopes } from "@weft/model/permissions";
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { code } from "./people.ts";
import { at, idOf, name } from "./shapes.ts";

export const token = z.object({
  id: z.string(),
  name: z.string(),
  /** The first characters, to recognise it by; the rest is shown once, when it is made. */
  start: z.string(),
  scopes: z.array(z.enum(tokenScopes)),
  expiresAt: at.nullable(),
  lastUsedAt: at.nullable(),
  createdAt: at,
});
export type Token = z.output<typeof token>;

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
  body: z.object({ name, scopes: z.array(z.enum(tokenScopes)).min(1), expiresAt: at.nullable().default(null) }),
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
  params: z.object({ tokenId: idOf("token") }),
  problems: ["token.not_found"],
});
