import { z } from "zod";
import { endpoint } from "./endpoint.ts";

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
  reply: z.object({ returnTo: z.string() }),
  problems: ["sign_in.refused", "sign_in.failed"],
});
