import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;

/** Whom a link is about, and the address it went to. */
export interface LinkedPerson {
  personId: string;
  name: string;
  email: string;
}

/** The person with this e-mail (in lower case) who may still come in. */
export async function findPersonToMail(
  db: Db,
  { email }: { email: string },
): Promise<(LinkedPerson & { language: string }) | undefined> {
  return db
    .selectFrom("people")
    .select(["id as personId", "name", "email", "language"])
    .where("email", "=", email)
    .where("disabled_at", "is", null)
    .executeTakeFirst();
}

export async function insertLink(
  db: Db,
  link: { hash: string; personId: string; purpose: string; email: string; expiresAt: Date; byHand: boolean },
): Promise<void> {
  await db
    .insertInto("mail_links")
    .values({
      hash: link.hash,
      person_id: link.personId,
      purpose: link.purpose,
      email: link.email,
      expires_at: link.expiresAt,
      by_hand: link.byHand,
    })
    .execute();
}

/** Whom a link that still works is about. */
export async function findLink(db: Db, hash: string, purpose: string): Promise<LinkedPerson | undefined> {
  return db
    .selectFrom("mail_links")
    .innerJoin("people", "people.id", "mail_links.person_id")
    .select(["people.id as personId", "people.name", "mail_links.email"])
    .where("hash", "=", hash)
    .where("purpose", "=", purpose)
    .where("expires_at", ">", sql<Date>`now()`)
    .executeTakeFirst();
}

/** Takes a link that still works, once, whoever else tries at the same moment. */
export async function takeLink(
  db: Db,
  hash: string,
  purpose: string,
): Promise<(Pick<LinkedPerson, "personId" | "email"> & { byHand: boolean }) | undefined> {
  return db
    .deleteFrom("mail_links")
    .where("hash", "=", hash)
    .where("purpose", "=", purpose)
    .where("expires_at", ">", sql<Date>`now()`)
    .returning(["person_id as personId", "email", "by_hand as byHand"])
    .executeTakeFirst();
}

/** Ends all links of a person for one purpose. */
export async function deleteLinks(db: Db, personId: string, purpose: string): Promise<void> {
  await db.deleteFrom("mail_links").where("person_id", "=", personId).where("purpose", "=", purpose).execute();
}

/** Notes that the address is the person's, if it is still the one they have. */
export async function markVerified(db: Db, person: Pick<LinkedPerson, "personId" | "email">): Promise<void> {
  await db
    .updateTable("people")
    .set({ email_verified: true })
    .where("id", "=", person.personId)
    .where("email", "=", person.email)
    .execute();
}
