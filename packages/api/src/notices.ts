import { mailChoices, noticeKindNames, noticeTones } from "@weft/model/notices/kinds";
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, idOf, page } from "./shapes.ts";

/** What the bell tells; title and text are sentences in the reader's language. */
export const notice = z.object({
  id: z.string(),
  kind: z.enum(noticeKindNames),
  tone: z.enum(noticeTones),
  title: z.string(),
  text: z.string().nullable(),
  /** A path in the web app, or of a file below /api. */
  link: z.string(),
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

/** How one kind of notice comes to the caller. */
export const noticePreference = z.object({
  kind: z.enum(noticeKindNames),
  bell: z.boolean(),
  /** daily: in one mail in the morning; problems: at once, but only when something went wrong. */
  mail: z.enum(mailChoices),
});
export type NoticePreference = z.output<typeof noticePreference>;
const noticePreferences = z.object({
  preferences: z.array(noticePreference),
  /** The hour, in the caller's time zone, at which the mail of the day is written. */
  digestHour: z.int(),
});

export const listNoticePreferences = endpoint({
  name: "notices.preferences",
  method: "GET",
  path: "/notices/preferences",
  summary: "For each kind of notice, whether the bell and a mail tell the caller of it.",
  access: "session",
  permission: null,
  reply: noticePreferences,
});

export const updateNoticePreference = endpoint({
  name: "notices.prefer",
  method: "PATCH",
  path: "/notices/preferences",
  summary: "Chooses how one kind of notice comes; what is not given stays.",
  access: "session",
  permission: null,
  body: z.strictObject({
    kind: z.enum(noticeKindNames),
    bell: z.boolean().optional(),
    mail: z.enum(mailChoices).optional(),
  }),
  reply: noticePreferences,
});

export const stopMails = endpoint({
  name: "notices.stop",
  method: "POST",
  path: "/notices/stop",
  summary: "Stops the mails that a mail's foot or List-Unsubscribe header points to; the bell goes on telling.",
  access: "public",
  permission: null,
  body: z.object({ key: z.string().max(500) }),
  /** null = the mail of the day, with all kinds in it. */
  reply: z.object({ kind: z.enum(noticeKindNames).nullable() }),
  problems: ["auth.link_over"],
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
