import type { Weft } from "../../weft.ts";

/** Somebody waits at the screen: shorter than what a mail in the queue is given. */
const timeouts = { connectionTimeout: 4000, greetingTimeout: 4000, socketTimeout: 8000 };

/** A mail server, and as whom mails are sent by it. */
export interface MailServer {
  url: string;
  from: string;
}

async function openTransport(url: string) {
  const { createTransport } = await import("nodemailer");
  return createTransport({ url, ...timeouts, disableFileAccess: true, disableUrlAccess: true });
}

/** Says hello to the mail server, with name and password where they are set; throws its own words. */
export async function speakToMailServer(weft: Weft): Promise<void> {
  const transport = await openTransport(weft.config.smtpUrl ?? "");
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}

/** Sends a mail at once; gives the server's own words, and throws them when it says no. */
export async function sendAtOnce(
  { url, from }: MailServer,
  mail: { to: string; subject: string; text: string; html: string },
): Promise<string> {
  const transport = await openTransport(url);
  try {
    const { response } = await transport.sendMail({
      from,
      to: { name: "", address: mail.to },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
    });
    return response;
  } finally {
    transport.close();
  }
}
