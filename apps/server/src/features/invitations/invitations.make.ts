import assert from "node:assert/strict";
import type { TestWeft } from "../../testing/weft.ts";

/** The secret in the link of the newest mail to an address. */
export async function mailedSecret(test: TestWeft, to: string): Promise<string> {
  const mail = await test.weft.db.people
    .selectFrom("mails")
    .select("text")
    .where("to", "=", to)
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirst();
  const secret = /\/(?:invitation|confirm)#([\w-]+)/.exec(mail?.text ?? "")?.[1];
  assert(secret, `no mail to ${to} has a link with a secret`);
  return secret;
}
