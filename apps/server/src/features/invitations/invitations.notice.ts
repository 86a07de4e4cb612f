import { phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import { notify } from "../notices/notices.notify.ts";

/** Tells by the bell, if the invited address has an account; the link is in the invitation's own mail alone. */
export async function tellInvited(
  db: Kysely<WeftTables>,
  { email, workspaceName, invitedBy }: { email: string; workspaceName: string; invitedBy: string },
): Promise<void> {
  const person = await db.selectFrom("people").select("id").where("email", "=", email).executeTakeFirst();
  if (!person) return;
  await notify(db, person.id, "invited", {
    title: phrase`${invitedBy} invites you to ${workspaceName}`,
    text: phrase`The mail that was sent to you has the link.`,
    link: "/",
  });
}
