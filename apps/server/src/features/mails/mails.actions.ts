import type { BodyOf, QueryOf, ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/mails";
import type { listMails as listContract, Mail } from "@weft/api/notices";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import { cutPage, readCursor } from "../../doors/page-cursor.ts";
import { addJob } from "../../jobs/add-job.ts";
import { say } from "../../language/say.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { maskAddresses } from "../instance/instance.masks.ts";
import { maskLinks } from "./mails.masking.ts";
import { checkMailServer } from "../settings/settings.mail.ts";
import type { MailServer } from "./mails.sending.ts";
import { sendAtOnce } from "./mails.sending.ts";
import { findMail, findMails, setMailState } from "./mails.store.ts";
import { writeTestLetter } from "./mails.test-letter.ts";

const pageRows = 50;

/** The outbox, newest first; links in it lead nowhere. */
export async function listMails(
  weft: Weft,
  actor: Actor,
  query: QueryOf<typeof listContract>,
): Promise<ReplyOf<typeof listContract>> {
  needOwner(actor);
  const limit = query.limit ?? pageRows;
  const found = await findMails(weft.db.people, { limit: limit + 1, before: readCursor(query.cursor) });
  const { rows, next } = cutPage(found, limit);
  const mails = rows.map((row): Mail => ({
    id: row.id,
    to: row.to,
    subject: row.subject,
    text: maskLinks(row.text),
    html: maskLinks(row.html),
    state: row.state as Mail["state"],
    error: row.error,
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
  }));
  return { mails, smtp: weft.config.smtpUrl !== undefined, next };
}

/** Sends a mail while its asker waits, and says what the mail server said. */
export async function testMail(
  weft: Weft,
  actor: Actor,
  { to, server }: BodyOf<typeof contract.testMail>,
): Promise<ReplyOf<typeof contract.testMail>> {
  needOwner(actor);
  const by = server ? checkMailServer(weft, server) : serverOf(weft);
  if (!by) return { works: false, said: say(noServer, actor.language) };
  const outcome = await sendAtOnce(by, writeTestLetter(weft, to, actor.language)).then(
    (said) => ({ works: true, said }),
    (error: Error) => ({ works: false, said: maskAddresses(error.message) }),
  );
  await recordAudit(weft.db.people, actor, {
    action: "mail.tested",
    after: { works: outcome.works, ...tried(server && by) },
  });
  return outcome;
}

function serverOf({ config }: Weft): MailServer | null {
  return config.smtpUrl ? { url: config.smtpUrl, from: config.mailFrom } : null;
}

/** What of a server that was only typed is told: the way in may be a secret. */
function tried(server: MailServer | null | undefined) {
  return server ? { server: maskAddresses(server.url), from: server.from } : {};
}

/** Has a mail sent that failed or was held; one that is on its way or arrived stays as it is. */
export async function retryMail(weft: Weft, actor: Actor, mailId: string): Promise<void> {
  needOwner(actor);
  if (!weft.config.smtpUrl) throw new Problem("request.invalid", noServer);
  await weft.db.people.transaction().execute(async (trx) => {
    const mail = await findMail(trx, mailId);
    if (!mail) throw new Problem("mail.not_found", phrase`There is no mail ${mailId}.`);
    if (mail.state !== "failed" && mail.state !== "held")
      throw new Problem("request.invalid", phrase`This mail was sent already, or is on its way.`);
    await setMailState(trx, mailId, { state: "waiting" });
    await addJob(trx, "mail.send", { mailId });
    await recordAudit(trx, actor, { action: "mail.retried", thing: { kind: "mail", id: mailId } });
  });
}

const noServer = phrase`No mail server is set: set one here, or WEFT_SMTP_URL in the environment.`;

function needOwner(actor: Actor): void {
  if (!actor.isInstanceOwner)
    throw new Problem("auth.forbidden", phrase`Only the owner of this instance may read its outbox.`);
}
