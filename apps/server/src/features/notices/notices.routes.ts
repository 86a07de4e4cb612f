import type { Notice } from "@weft/api/notices";
import * as contract from "@weft/api/notices";
import type { FastifyInstance } from "fastify";
import { cutPage, readCursor } from "../../doors/page-cursor.ts";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { listPreferences, updatePreference } from "./notices.preferences.ts";
import { stopMails } from "./notices.stop.ts";
import type { KeptNotice } from "./notices.store.ts";
import { countUnread, findNotices, markRead } from "./notices.store.ts";
import { sayNotice } from "./notices.words.ts";

const pageRows = 50;

/** The bell, and how one is told of what: one's own, so there is nobody to ask. */
export function registerNoticeRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listNotices, async ({ actor, query }) => {
    const limit = query.limit ?? pageRows;
    const before = readCursor(query.cursor);
    const found = await findNotices(weft.db.people, actor.personId, { limit: limit + 1, before });
    const { rows, next } = cutPage(found, limit);
    const notices = rows.map((row): Notice => {
      const { title, text, link, tone } = row.data as KeptNotice;
      return {
        id: row.id,
        kind: row.kind as Notice["kind"],
        tone,
        title: sayNotice(title, actor.language),
        text: text === null ? null : sayNotice(text, actor.language),
        link,
        readAt: row.read_at?.toISOString() ?? null,
        createdAt: row.created_at.toISOString(),
      };
    });
    return { notices, unread: await countUnread(weft.db.people, actor.personId), next };
  });
  route(app, weft, contract.readNotices, async ({ actor, body }) => markRead(weft.db.people, actor.personId, body.ids));
  route(app, weft, contract.listNoticePreferences, ({ actor }) => listPreferences(weft, actor));
  route(app, weft, contract.updateNoticePreference, ({ actor, body }) => updatePreference(weft, actor, body));
  route(app, weft, contract.stopMails, ({ body }) => stopMails(weft, body.key));
  app.register(async (mailPrograms) => {
    // RFC 8058: the address of List-Unsubscribe is posted to, with a form that says nothing more.
    const types = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];
    mailPrograms.addContentTypeParser(types, { parseAs: "string" }, (_request, _body, done) => done(null, {}));
    mailPrograms.post("/stop-mails", async (request, reply) => {
      await stopMails(weft, String((request.query as { key?: unknown }).key ?? ""));
      return reply.status(204).send();
    });
  });
}
