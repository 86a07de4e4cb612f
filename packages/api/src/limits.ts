import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at } from "./shapes.ts";

/** What is counted: calls of a person, a token, a signed-out address; tries to sign in, for one e-mail and for all from an address. */
export const limitNames = ["person", "token", "address", "signIn", "signInAddress"] as const;
export type LimitName = (typeof limitNames)[number];

const limit = z.object({
  name: z.enum(limitNames),
  /** Calls in a window, 0 = no limit; or tries before one must wait. */
  most: z.int(),
  /** null = tries are forgotten one after another. */
  windowSeconds: z.int().nullable(),
  /** What holds when nobody has set it: from the settings of the start. */
  byDefault: z.int(),
  /** null = nobody has set it. */
  changedAt: at.nullable(),
});

const calls = z.int().min(0).max(10_000_000).nullable().optional();
const tries = z.int().min(1).max(1_000_000).nullable().optional();
const reply = z.object({ limits: z.array(limit) });

export const listLimits = endpoint({
  name: "limits.list",
  method: "GET",
  path: "/limits",
  summary: "How often may be called and signed in here; for the instance's owner.",
  access: "session",
  permission: null,
  reply,
});

export const updateLimits = endpoint({
  name: "limits.update",
  method: "PATCH",
  path: "/limits",
  summary: "Sets limits, in all processes within a second; null = the default again. For the instance's owner.",
  access: "session",
  permission: null,
  /** Calls may be without a limit (0); tries to sign in may not. */
  body: z.strictObject({ person: calls, token: calls, address: calls, signIn: tries, signInAddress: tries }),
  reply,
});
