import type { JobPayload } from "@weft/api/jobs";
import type { Weft } from "../../weft.ts";
import { findMail, setMailState } from "./mails.store.ts";

/** Tries of the queue's backoff (about 20 minutes) after which a mail counts as failed. */
const attemptsMax = 8;

/**
 * Sends a mail by SMTP and notes it. Without a mail server it stays in the outbox. A server that does not answer is
 * tried again by the queue; one that says no for good (5xx) is not.
 */
export async function sendMail(
  weft: Weft,
  { mailId }: JobPayload<"mail.send">,
  job: { attempts: number },
): Promise<void> {
  const mail = await findMail(weft.db.people, mailId);
  if (!mail || mail.state === "sent") return;
  if (!weft.config.smtpUrl) return setMailState(weft.db.people, mailId, { state: "held" });
  const { createTransport } = await import("nodemailer");
  const transport = createTransport(weft.config.smtpUrl, { disableFileAccess: true, disableUrlAccess: true });
  try {
    await transport.sendMail({
      from: weft.config.mailFrom,
      to: { name: "", address: mail.to },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId: `<${mail.id}@weft>`,
      headers: mail.stop_url ? stopHeaders(mail.stop_url) : {},
    });
    await setMailState(weft.db.people, mailId, { state: "sent" });
  } catch (error) {
    const { message, responseCode = 0 } = error as { message: string; responseCode?: number };
    const isFinal = responseCode >= 500 || job.attempts >= attemptsMax;
    await setMailState(weft.db.people, mailId, { state: isFinal ? "failed" : "waiting", error: message });
    if (!isFinal) throw error;
  } finally {
    transport.close();
  }
}

/** By which a mail program shows a button of its own that stops mails of this kind (RFC 2369, RFC 8058). */
function stopHeaders(url: string): Record<string, string> {
  return { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}
