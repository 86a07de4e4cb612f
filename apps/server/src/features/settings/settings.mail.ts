import type { Fault } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Weft } from "../../weft.ts";
import type { MailServer } from "../mails/mails.sending.ts";
import { faultOf, passwordAnew, withKeptPassword } from "./settings.check.ts";

/** A mail server as it was typed, before it is set: with the password that is kept where dots stand for it. */
export function checkMailServer({ config }: Weft, { url, from }: MailServer): MailServer {
  const whole = withKeptPassword(url.trim(), config.smtpUrl);
  const issues: Fault[] = [];
  const urlFault = whole === null ? passwordAnew : faultOf("smtpUrl", whole);
  if (urlFault) issues.push({ path: "server.url", message: urlFault });
  const fromFault = faultOf("mailFrom", from.trim());
  if (fromFault) issues.push({ path: "server.from", message: fromFault });
  if (whole === null || issues.length > 0)
    throw new Problem("request.invalid", phrase`Some settings have faults.`, issues);
  return { url: whole, from: from.trim() };
}
