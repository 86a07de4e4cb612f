import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { personId } from "./shapes.ts";

const workspace = z.object({ id: z.string(), name: z.string() });

/** What erasing somebody takes, and what stands in its way. */
export const erasure = z.object({
  /** Workspaces with others in them whose last owner they are: somebody else must be made owner first. */
  blockedBy: z.array(workspace),
  /** Workspaces with nobody else in them: they go to the trash with their person. */
  goes: z.array(workspace),
  /** Whether nobody would run the instance any more. */
  isLastInstanceOwner: z.boolean(),
  /** What proves to be oneself: the password, or for an account without one a sign-in of the last minutes. */
  proof: z.enum(["password", "fresh_sign_in"]),
});
export type Erasure = z.output<typeof erasure>;

const email = z.string().trim().max(254);
const problems = ["auth.wrong_credentials", "person.owns_workspaces", "person.last_owner"] as const;

export const lookAtErasure = endpoint({
  name: "profile.look_at_erasure",
  method: "GET",
  path: "/profile/erasure",
  summary: "What erasing the caller's own account would take, and what stands in its way.",
  access: "session",
  permission: null,
  reply: erasure,
});

export const eraseMyself = endpoint({
  name: "profile.erase",
  method: "POST",
  path: "/profile/erasure",
  summary:
    "Erases the caller for good: account, sessions, tokens; name and address become a pseudonym wherever they stood.",
  access: "session",
  permission: null,
  body: z.strictObject({
    /** One's own address, typed once more. */
    email,
    password: z.string().max(200).optional(),
  }),
  problems,
});

const params = z.object({ personId });

export const lookAtErasureOf = endpoint({
  name: "people.look_at_erasure",
  method: "GET",
  path: "/people/:personId/erasure",
  summary: "What erasing a person would take, and what stands in its way; for the instance's owner.",
  access: "session",
  permission: null,
  params,
  reply: erasure,
  problems: ["person.not_found"],
});

export const erasePerson = endpoint({
  name: "people.erase",
  method: "POST",
  path: "/people/:personId/erasure",
  summary: "Erases a person for good; for the instance's owner.",
  access: "session",
  permission: null,
  params,
  /** The person's address, typed once more. */
  body: z.strictObject({ email }),
  problems: ["person.not_found", ...problems],
});
