import { languages, phrase } from "@weft/model/texts/phrase";
import { z } from "zod";
import { shownAnnouncement } from "./announcements.ts";
import { endpoint } from "./endpoint.ts";
import { at, grantedRole } from "./shapes.ts";
import { signUpRules, signUpWaits } from "./sign-ups.ts";

export const themes = ["system", "light", "dark"] as const;

export const person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  /** Whether a mailed link has shown that the address is theirs. */
  isEmailVerified: z.boolean(),
  /** Whether they run this instance: `/it-manager` is theirs. */
  isInstanceOwner: z.boolean(),
  language: z.enum(languages),
  theme: z.enum(themes),
  /** IANA name; null = the browser's own. */
  timeZone: z.string().nullable(),
  createdAt: at,
});
export type Person = z.output<typeof person>;

/** What a page needs before anything else; signed out, `me` is null. */
export const getSession = endpoint({
  name: "session.get",
  method: "GET",
  path: "/session",
  summary: "Who is calling, their workspaces, and whether the instance still waits for its owner.",
  access: "public",
  permission: null,
  reply: z.object({
    me: person.nullable(),
    needsOwner: z.boolean(),
    signUp: z.enum(signUpRules),
    workspaces: z.array(z.object({ id: z.string(), name: z.string(), role: grantedRole })),
    unreadNotices: z.int(),
    /** What whoever runs the instance announces; but for what the caller has closed. */
    announcements: z.array(shownAnnouncement),
    /** Characters a new password needs at least. */
    passwordLengthMin: z.int(),
    version: z.string(),
  }),
});

export const email = z.email(phrase`is not an e-mail address`.template).max(254);
const credentials = z.object({
  email,
  password: z.string().min(1).max(200),
});
/** Of an authenticator app, or one for recovery; asked for (`auth.second_factor`) by accounts that have a second factor. */
export const code = z.string().trim().max(40).optional();
/** How long it must be is a setting, and told with the session. */
export const newPassword = z.string().max(200);

export const signUp = endpoint({
  name: "session.sign_up",
  method: "POST",
  path: "/session/sign-up",
  summary:
    "Makes an account and signs in (session cookie), or says what the account waits for. The first one of an instance becomes its owner.",
  access: "public",
  permission: null,
  body: credentials.extend({
    name: z.string().trim().min(1).max(120),
    password: newPassword,
    language: z.enum(languages).optional(),
    /** The secret of an invitation to this address, which is accepted with it. */
    invitation: z.string().max(200).optional(),
  }),
  reply: z.object({ me: person.nullable(), waitsFor: z.enum(signUpWaits).nullable() }),
  problems: ["auth.sign_up_closed", "invitation.not_found", "invitation.over", "invitation.other_address"],
});

export const signIn = endpoint({
  name: "session.sign_in",
  method: "POST",
  path: "/session/sign-in",
  summary: "Signs in with e-mail and password (session cookie).",
  access: "public",
  permission: null,
  body: credentials.extend({ code }),
  reply: z.object({ me: person }),
  problems: ["auth.wrong_credentials", "auth.second_factor", "limit.reached"],
});

export const signOut = endpoint({
  name: "session.sign_out",
  method: "POST",
  path: "/session/sign-out",
  summary: "Ends this session.",
  access: "session",
  permission: null,
});

export const updateProfile = endpoint({
  name: "profile.update",
  method: "PATCH",
  path: "/profile",
  summary: "Changes one's own name, language, theme and time zone.",
  access: "session",
  permission: null,
  body: z.strictObject({
    name: z.string().trim().min(1).max(120).optional(),
    language: z.enum(languages).optional(),
    theme: z.enum(themes).optional(),
    timeZone: z.string().max(64).nullable().optional(),
  }),
  reply: person,
});

export const changePassword = endpoint({
  name: "profile.change_password",
  method: "POST",
  path: "/profile/password",
  summary: "Changes one's own password; every other session ends.",
  access: "session",
  permission: null,
  body: z.object({ current: z.string().max(200), next: newPassword }),
  problems: ["auth.wrong_credentials"],
});
