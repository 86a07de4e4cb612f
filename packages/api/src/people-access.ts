import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { email } from "./people.ts";
import { at, page } from "./shapes.ts";

/** `locked` = shut by wrong passwords, for a while. */
export const personStates = ["active", "disabled", "locked"] as const;
export type PersonState = (typeof personStates)[number];

const personOfInstance = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  isEmailVerified: z.boolean(),
  isInstanceOwner: z.boolean(),
  state: z.enum(personStates),
  hasSecondFactor: z.boolean(),
  /** Sessions that have not ended. */
  sessions: z.int(),
  workspaces: z.int(),
  lastSeenAt: at.nullable(),
  createdAt: at,
});
export type PersonOfInstance = z.output<typeof personOfInstance>;

export const listPeople = endpoint({
  name: "people.list",
  method: "GET",
  path: "/people",
  summary: "Everybody who has an account, newest first; for the owner of the instance.",
  access: "session",
  permission: null,
  query: z.object({
    /** Part of a name or an e-mail. */
    search: z.string().max(200).optional(),
    state: z.enum([...personStates, "owner"]).optional(),
    ...page,
  }),
  reply: z.object({ people: z.array(personOfInstance), next: z.string().nullable() }),
});

const params = z.object({ personId: z.string().max(64) });

export const unlockPerson = endpoint({
  name: "people.unlock",
  method: "POST",
  path: "/people/unlock",
  summary: "Opens an account that wrong passwords have shut. For the owner of the instance.",
  access: "session",
  permission: null,
  body: z.object({ email }),
});

export const disablePerson = endpoint({
  name: "people.disable",
  method: "POST",
  path: "/people/:personId/disable",
  summary:
    "Shuts a person out at once: sessions, tokens and sockets end; what is theirs stays. For the owner of the instance.",
  access: "session",
  permission: null,
  params,
  problems: ["person.not_found"],
});

export const enablePerson = endpoint({
  name: "people.enable",
  method: "POST",
  path: "/people/:personId/enable",
  summary: "Lets a disabled person in again. For the owner of the instance.",
  access: "session",
  permission: null,
  params,
  problems: ["person.not_found"],
});

export const endPersonSessions = endpoint({
  name: "people.end_sessions",
  method: "POST",
  path: "/people/:personId/end-sessions",
  summary: "Signs a person out everywhere, at once; their tokens stay. For the owner of the instance.",
  access: "session",
  permission: null,
  params,
  problems: ["person.not_found"],
});

export const resetSecondFactor = endpoint({
  name: "people.reset_second_factor",
  method: "POST",
  path: "/people/:personId/reset-second-factor",
  summary:
    "Turns off a person's second factor, ends their sessions and tells them by mail. For the owner of the instance.",
  access: "session",
  permission: null,
  params,
  problems: ["person.not_found"],
});

export const sendPasswordLink = endpoint({
  name: "people.send_password_link",
  method: "POST",
  path: "/people/:personId/password-link",
  summary:
    "Sends somebody a link to set a new password; where there is no mail server, tells it once. For the owner of the instance.",
  access: "session",
  permission: null,
  params,
  reply: z.object({
    /** The link, to be handed over by hand; null when it was mailed. */
    link: z.string().nullable(),
  }),
  problems: ["person.not_found"],
});

export const setInstanceOwner = endpoint({
  name: "people.set_instance_owner",
  method: "PUT",
  path: "/people/:personId/instance-owner",
  summary: "Lets a person run the instance, or no longer; the last one stays. For the owner of the instance.",
  access: "session",
  permission: null,
  params,
  body: z.strictObject({ isInstanceOwner: z.boolean() }),
  problems: ["person.not_found", "person.last_owner"],
});
