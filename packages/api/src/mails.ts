import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { email } from "./people.ts";
import { idOf } from "./shapes.ts";

export const testMail = endpoint({
  name: "mails.test",
  method: "POST",
  path: "/mails/test",
  summary: "Sends a mail at once and answers what the mail server said; for the instance's owner.",
  access: "session",
  permission: null,
  body: z.strictObject({ to: email }),
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
