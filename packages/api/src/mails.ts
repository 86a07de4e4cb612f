import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { email } from "./people.ts";
import { idOf } from "./shapes.ts";

export const testMail = endpoint({
  name: "mails.test",
  method: "POST",
  path: "/mails/test",
  summary:
    "Sends a mail at once, also by a mail server that is not set yet, and answers what it said; for the instance's owner.",
  access: "session",
  permission: null,
  body: z.strictObject({
    to: email,
    /** As the settings WEFT_SMTP_URL and WEFT_MAIL_FROM would say them; absent = what is set. */
    server: z.strictObject({ url: z.string().min(1).max(2000), from: z.string().min(1).max(200) }).optional(),
  }),
  reply: z.object({
    works: z.boolean(),
    /** The server's own words, or why it could not be spoken to. */
    said: z.string(),
  }),
});

export const retryMail = endpoint({
  name: "mails.retry",
  method: "POST",
  path: "/mails/:mailId/retry",
  summary: "Has a mail sent that failed, or that was held while there was no mail server; for the instance's owner.",
  access: "session",
  permission: null,
  params: z.object({ mailId: idOf("mail") }),
  problems: ["mail.not_found"],
});
