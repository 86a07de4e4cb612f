import type { Language } from "@weft/model/texts/phrase";
import { say } from "../../language/say.ts";
import type { KeptNotice } from "./notices.store.ts";
import type { Notice } from "@weft/api/notices";
import { listNotices, readNotices } from "@weft/api/notices";
import type { FastifyInstance } from "fastify";
import { cutPage, readCursor } from "../../doors/page-cursor.ts";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { countUnread, findNotices, markRead } from "./notices.store.ts";

const pageRows = 50;

function showData({ text, ...data }: KeptNotice["data"], language: Language): Notice["data"] {
  return { ...data, text: text === null ? null : say(text, language) };
}

/** The bell: one's own notices, so there is nobody to ask. */
export function registerNoticeRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, listNotices, async ({ actor, query }) => {
    const limit = query.limit ?? pageRows;
    const before = readCursor(query.cursor);
    const found = await findNotices(weft.db.people, actor.personId, { limit: limit + 1, before });
    const { rows, next } = cutPage(found, limit);
    const notices = rows.map((row): Notice => ({
      id: row.id,
      kind: row.kind as Notice["kind"],
      data: showData(row.data as KeptNotice["data"], actor.language),
      readAt: row.read_at?.toISOString() ?? null,
      createdAt: row.created_at.toISOString(),
    }));
    return { notices, unread: await countUnread(weft.db.people, actor.personId), next };
  });
  route(app, weft, readNotices, async ({ actor, body }) => markRead(weft.db.people, actor.personId, body.ids));
}
