import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, idOf } from "./shapes.ts";

/** Who may make an account after the owner has: anybody, who was invited, who has an address of named domains, who is approved, nobody. */
export const signUpRules = ["open", "invitation", "domains", "approval", "closed"] as const;
export type SignUpRule = (typeof signUpRules)[number];

/** What an account that was asked for waits for: that its address is proven by the link in a mail, or that it is approved. */
export const signUpWaits = ["confirmation", "approval"] as const;
export type SignUpWait = (typeof signUpWaits)[number];

export const listSignUps = endpoint({
  name: "sign_ups.list",
  method: "GET",
  path: "/sign-ups",
  summary: "Accounts that wait to be approved, oldest first; for the instance's owner.",
  access: "session",
  permission: null,
  reply: z.object({
    signUps: z.array(z.object({ id: z.string(), name: z.string(), email: z.string(), createdAt: at })),
  }),
});

const ofSignUp = z.object({ signUpId: idOf("signUp") });

export const approveSignUp = endpoint({
  name: "sign_ups.approve",
  method: "POST",
  path: "/sign-ups/:signUpId/approve",
  summary: "Makes the account that was asked for, and tells its person by mail.",
  access: "session",
  permission: null,
  params: ofSignUp,
  problems: ["sign_up.not_found"],
});

export const refuseSignUp = endpoint({
  name: "sign_ups.delete",
  method: "DELETE",
  path: "/sign-ups/:signUpId",
  summary: "Refuses an account that was asked for, and tells the person by mail.",
  access: "session",
  permission: null,
  params: ofSignUp,
  problems: ["sign_up.not_found"],
});

export const confirmSignUp = endpoint({
  name: "sign_ups.confirm",
  method: "POST",
  path: "/sign-ups/confirm",
  summary:
    "Makes the account of an address that the link in the mail has proven, with its password; one signs in after that.",
  access: "public",
  permission: null,
  body: z.strictObject({ secret: z.string().min(1).max(200), password: z.string().min(1).max(200) }),
  reply: z.object({ email: z.string() }),
  problems: ["sign_up.not_found", "auth.wrong_credentials"],
});
