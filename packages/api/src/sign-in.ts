import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at } from "./shapes.ts";

/** A path of the web app, where somebody goes on after the sign-in. */
const returnTo = z.string().max(2000).default("/");
const providerId = z.object({ providerId: z.string().max(40) });

export const listSignIns = endpoint({
  name: "sign_in.list",
  method: "GET",
  path: "/session/providers",
  summary: "The providers one can sign in with, besides e-mail and password.",
  access: "public",
  permission: null,
  reply: z.object({ providers: z.array(z.object({ id: z.string(), name: z.string() })) }),
});

export const startSignIn = endpoint({
  name: "sign_in.start",
  method: "POST",
  path: "/session/providers/:providerId/start",
  summary: "Begins a sign-in with a provider: the browser goes to `url`. What comes back counts in this browser only.",
  access: "public",
  permission: null,
  params: providerId,
  body: z.object({ returnTo }),
  reply: z.object({ url: z.string() }),
  problems: ["provider.not_found", "sign_in.failed", "limit.reached"],
});

export const connectProvider = endpoint({
  name: "sign_in.connect",
  method: "POST",
  path: "/profile/providers/:providerId/connect",
  summary: "Begins to connect a provider to one's own account, so that one can sign in with either.",
  access: "session",
  permission: null,
  params: providerId,
  body: z.object({ returnTo }),
  reply: z.object({ url: z.string() }),
  problems: ["provider.not_found", "sign_in.failed", "limit.reached"],
});

/** What a provider calls somebody, tied to their account. */
export const connection = z.object({
  id: z.string(),
  /** Null = the provider is not here any more, or switched off. */
  providerId: z.string().nullable(),
  name: z.string(),
  connectedAt: at,
});
export type Connection = z.output<typeof connection>;

export const listConnections = endpoint({
  name: "sign_in.connections",
  method: "GET",
  path: "/profile/providers",
  summary: "The providers that one's own account is connected to, and whether it has a password.",
  access: "session",
  permission: null,
  reply: z.object({ connections: z.array(connection), hasPassword: z.boolean() }),
});

export const disconnectProvider = endpoint({
  name: "sign_in.disconnect",
  method: "DELETE",
  path: "/profile/providers/:connectionId",
  summary: "Takes a provider off one's own account: it no longer signs in. The last way into an account stays.",
  access: "session",
  permission: null,
  params: z.object({ connectionId: z.string().max(64) }),
  problems: ["connection.not_found", "auth.last_way_in"],
});

/** What a provider hands back in the address, as it stands there. */
export const finishSignIn = endpoint({
  name: "sign_in.finish",
  method: "POST",
  path: "/session/providers/finish",
  summary: "Ends a sign-in with what the provider sent the browser back with: opens a session (cookie), or connects.",
  access: "public",
  permission: null,
  body: z.object({
    state: z.string().max(500),
    code: z.string().max(8000).optional(),
    iss: z.string().max(2000).optional(),
    error: z.string().max(200).optional(),
  }),
  /** With `isCodeAsked` the session opens once the code of the second factor was given too. */
  reply: z.object({ returnTo: z.string(), isCodeAsked: z.boolean() }),
  problems: ["sign_in.refused", "sign_in.failed"],
});

export const giveSignInCode = endpoint({
  name: "sign_in.code",
  method: "POST",
  path: "/session/providers/code",
  summary: "Gives the code that a sign-in with a provider was asked for, within ten minutes and in the same browser.",
  access: "public",
  permission: null,
  body: z.object({ code: z.string().trim().min(1).max(40) }),
  problems: ["auth.wrong_credentials", "sign_in.refused", "limit.reached"],
});
