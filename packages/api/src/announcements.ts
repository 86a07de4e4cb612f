import { phrase } from "@weft/model/texts/phrase";
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, idOf, says } from "./shapes.ts";

export const announcementLevels = ["info", "warning", "alert"] as const;

const text = z.string().trim().max(500).default("");

/** What an announcement says in each language; whoever reads one that is empty gets the other. */
export const announcementTexts = z
  .object({ en: text, fr: text })
  .refine(({ en, fr }) => en !== "" || fr !== "", says(phrase`needs a text in at least one language`));
export type AnnouncementTexts = z.output<typeof announcementTexts>;

const told = {
  texts: announcementTexts,
  level: z.enum(announcementLevels),
  startsAt: at,
  /** null = until it is taken away. */
  endsAt: at.nullable(),
  /** Whether it is a notice for everybody too, once it has begun. */
  isNotice: z.boolean(),
};

export const announcement = z.object({
  id: z.string(),
  ...told,
  state: z.enum(["coming", "shown", "over"]),
  createdAt: at,
});
export type Announcement = z.output<typeof announcement>;

/** An announcement as it stands on top of a page, in the reader's language. */
export const shownAnnouncement = z.object({
  id: z.string(),
  level: z.enum(announcementLevels),
  text: z.string(),
});
export type ShownAnnouncement = z.output<typeof shownAnnouncement>;

const params = z.object({ announcementId: idOf("announcement") });
const problems = ["announcement.not_found"] as const;

export const listAnnouncements = endpoint({
  name: "announcements.list",
  method: "GET",
  path: "/announcements",
  summary: "Every announcement there is, the latest first; for the instance's owner.",
  access: "session",
  permission: null,
  reply: z.object({ announcements: z.array(announcement) }),
});

export const createAnnouncement = endpoint({
  name: "announcements.create",
  method: "POST",
  path: "/announcements",
  summary: "Shows a text on top of every page, also to who is not signed in; for the instance's owner.",
  access: "session",
  permission: null,
  body: z.strictObject({
    ...told,
    /** Absent = now. */
    startsAt: at.optional(),
    endsAt: at.nullable().default(null),
    isNotice: z.boolean().default(false),
  }),
  reply: announcement,
  status: 201,
});

export const updateAnnouncement = endpoint({
  name: "announcements.update",
  method: "PATCH",
  path: "/announcements/:announcementId",
  summary: "Changes an announcement; with another text it is shown again to who has closed it.",
  access: "session",
  permission: null,
  params,
  body: z.strictObject(told).partial(),
  reply: announcement,
  problems,
});

export const deleteAnnouncement = endpoint({
  name: "announcements.delete",
  method: "DELETE",
  path: "/announcements/:announcementId",
  summary: "Takes an announcement away.",
  access: "session",
  permission: null,
  params,
  problems,
});

export const dismissAnnouncement = endpoint({
  name: "announcements.dismiss",
  method: "POST",
  path: "/announcements/:announcementId/dismissal",
  summary: "Closes an announcement for the caller, on every device of theirs.",
  access: "session",
  permission: null,
  params,
  problems,
});
