import type { Mail } from "@weft/api/notices";
import { listMails } from "@weft/api/notices";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { FastifyInstance } from "fastify";
import { cutPage, readCursor } from "../../doors/page-cursor.ts";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { findMails } from "./mails.store.ts";

const pageRows = 50;

/** The outbox: every mail of the instance, for its owner only. */
export function registerMailRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, listMails, async ({ actor, query }) => {
    if (!actor.isInstanceOwner)
      throw new Problem("auth.forbidden", phrase`Only the owner of this instance may read its outbox.`);
    const limit = query.limit ?? pageRows;
    const found = await findMails(weft.db.people, { limit: limit + 1, before: readCursor(query.cursor) });
    const { rows, next } = cutPage(found, limit);
    const mails = rows.map((row): Mail => ({
      id: row.id,
      to: row.to,
      subject: row.subject,
      text: row.text,
      html: row.html,
      state: row.state as Mail["state"],
      error: row.error,
      createdAt: row.created_at.toISOString(),
      sentAt: row.sent_at?.toISOString() ?? null,
    }));
    return { mails, smtp: weft.config.smtpUrl !== undefined, next };
  });
}
