import type { Kysely } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;

/** How the account with a person's own password is entered among those of issuers. */
const ownPassword = "credential";

/** What issuers call a person, oldest first, and whether they have a password here. */
export async function listConnectionsOf(
  db: Db,
  personId: string,
): Promise<{ connections: { id: string; issuer: string; createdAt: Date }[]; hasPassword: boolean }> {
  const found = await db
    .selectFrom("accounts")
    .select(["id", "provider_id as issuer", "password", "created_at as createdAt"])
    .where("person_id", "=", personId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return {
    connections: found.filter(({ issuer }) => issuer !== ownPassword),
    hasPassword: found.some(({ password }) => password !== null),
  };
}

/** Forgets what an issuer calls a person; gives the issuer, nothing when it is not theirs. */
export async function deleteConnection(db: Db, personId: string, id: string): Promise<string | undefined> {
  const deleted = await db
    .deleteFrom("accounts")
    .where("id", "=", id)
    .where("person_id", "=", personId)
    .where("provider_id", "<>", ownPassword)
    .returning("provider_id")
    .executeTakeFirst();
  return deleted?.provider_id;
}
