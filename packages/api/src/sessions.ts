import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at } from "./shapes.ts";

export const session = z.object({
  id: z.string(),
  /** The session that asks. */
  isThis: z.boolean(),
  /** As the browser says of itself; null = unknown. */
  browser: z.string().nullable(),
  system: z.string().nullable(),
  /** IP address of its last use. */
  address: z.string().nullable(),
  createdAt: at,
  /** Exact to a minute. */
  lastUsedAt: at,
});
export type Session = z.output<typeof session>;

export const listSessions = endpoint({
  name: "sessions.list",
  method: "GET",
  path: "/sessions",
  summary: "One's own sessions: on which device, from where, when last used.",
  access: "session",
  permission: null,
  reply: z.object({ sessions: z.array(session) }),
});

export const endSession = endpoint({
  name: "sessions.end",
  method: "DELETE",
  path: "/sessions/:sessionId",
  summary: "Ends one of one's own sessions at once, with its live sockets.",
  access: "session",
  permission: null,
  params: z.object({ sessionId: z.string().max(64) }),
  problems: ["session.not_found"],
});

export const endOtherSessions = endpoint({
  name: "sessions.end_others",
  method: "POST",
  path: "/sessions/end-others",
  summary: "Ends every session of one's own but this one.",
  access: "session",
  permission: null,
});
