import type { Mail } from "@weft/api/notices";
import { after, createdMs } from "../../doors/page-cursor.ts";
import type { Place } from "../../doors/page-cursor.ts";
import { makeId } from "@weft/model/ids";
import type { Kysely, Selectable } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import { addJob } from "../../jobs/add-job.ts";

type Db = Kysely<WeftTables>;
type MailRow = Selectable<WeftTables["mails"]>;

/** A mail before it has a place in the outbox. */
export type NewMail = Pick<Mail, "to" | "subject" | "text" | "html"> & {
  /** Where one click stops mails of its kind, of a person or their mail program. */
  stopUrl: string | null;
};

/** Puts a mail into the outbox, and its job beside it when there is a mail server; committed with what it tells of. */
export async function addMail(db: Db, { stopUrl, ...mail }: NewMail, { smtp }: { smtp: boolean }): Promise<void> {
  const id = makeId("mail");
  await db
    .insertInto("mails")
    .values({ ...mail, id, stop_url: stopUrl, state: smtp ? "waiting" : "held" })
    .execute();
  if (smtp) await addJob(db, "mail.send", { mailId: id });
}

export async function findMail(db: Db, mailId: string): Promise<MailRow | undefined> {
  return db.selectFrom("mails").selectAll().where("id", "=", mailId).executeTakeFirst();
}

/** Notes what became of a mail; `error` is for the people who run the instance. */
export async function setMailState(
  db: Db,
  mailId: string,
  outcome: { state: Mail["state"]; error?: string },
): Promise<void> {
  await db
    .updateTable("mails")
    .set({
      state: outcome.state,
      error: outcome.error ?? null,
      sent_at: outcome.state === "sent" ? new Date() : null,
    })
    .where("id", "=", mailId)
    .execute();
}

/** A page of the outbox, newest first. */
export async function findMails(db: Db, page: { limit: number; before: Place | null }): Promise<MailRow[]> {
  let query = db.selectFrom("mails").selectAll();
  if (page.before) query = query.where(after(page.before));
  return query.orderBy(createdMs, "desc").orderBy("id", "desc").limit(page.limit).execute();
}
