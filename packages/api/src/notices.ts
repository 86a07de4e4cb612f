import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, idOf, page } from "./shapes.ts";

/** What the bell tells: an import or an export of one's own has ended. */
export const notice = z.object({
  id: z.string(),
  kind: z.enum(["import.done", "import.failed", "export.done", "export.failed"]),
  /** What the sentence needs: names and counts; `link` is a path in the web app, or of a file below /api. */
  data: z.object({
    link: z.string(),
    name: z.string(),
    tableName: z.string().nullable(),
    loaded: z.int().nullable(),
    rejected: z.int().nullable(),
    text: z.string().nullable(),
  }),
  readAt: at.nullable(),
  createdAt: at,
});
export type Notice = z.output<typeof notice>;

export const listNotices = endpoint({
  name: "notices.list",
  method: "GET",
  path: "/notices",
  summary: "One's own notices, newest first.",
  access: "session",
  permission: null,
  query: z.object(page),
  reply: z.object({ notices: z.array(notice), unread: z.int(), next: z.string().nullable() }),
});

export const readNotices = endpoint({
  name: "notices.read",
  method: "POST",
  path: "/notices/read",
  summary: "Marks notices as read; without ids, all of them.",
  access: "session",
  permission: null,
  body: z.object({ ids: z.array(idOf("notice")).max(1000).optional() }),
});

export const mail = z.object({
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  /** held = no SMTP server is set, so it lies here. */
  state: z.enum(["waiting", "sent", "held", "failed"]),
  error: z.string().nullable(),
  createdAt: at,
  sentAt: at.nullable(),
});
export type Mail = z.output<typeof mail>;

export const listMails = endpoint({
  name: "mails.list",
  method: "GET",
  path: "/mails",
  summary: "The outbox of the instance, newest first; for the instance's owner.",
  access: "session",
  permission: "outbox.read",
  query: z.object(page),
  reply: z.object({ mails: z.array(mail), smtp: z.boolean(), next: z.string().nullable() }),
});
