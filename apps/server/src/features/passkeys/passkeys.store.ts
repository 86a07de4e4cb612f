import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;

export interface PasskeyRow {
  id: string;
  name: string | null;
  created_at: Date;
  last_used_at: Date | null;
}

/** A person's passkeys, oldest first. */
export async function listPasskeysOf(db: Db, personId: string): Promise<PasskeyRow[]> {
  return db
    .selectFrom("passkeys")
    .select(["id", "name", "created_at", "last_used_at"])
    .where("person_id", "=", personId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}

/** Renames a person's passkey; gives what it was called, nothing when it is not theirs. */
export async function renamePasskeyOf(
  db: Db,
  personId: string,
  passkeyId: string,
  name: string,
): Promise<string | undefined> {
  const found = await db
    .selectFrom("passkeys")
    .select("name")
    .where("id", "=", passkeyId)
    .where("person_id", "=", personId)
    .forUpdate()
    .executeTakeFirst();
  if (!found) return undefined;
  await db.updateTable("passkeys").set({ name }).where("id", "=", passkeyId).execute();
  return found.name ?? "";
}

/** Removes a person's passkey; gives what it was called, nothing when it is not theirs. */
export async function deletePasskeyOf(db: Db, personId: string, passkeyId: string): Promise<string | undefined> {
  const deleted = await db
    .deleteFrom("passkeys")
    .where("id", "=", passkeyId)
    .where("person_id", "=", personId)
    .returning("name")
    .executeTakeFirst();
  return deleted && (deleted.name ?? "");
}

/** Writes that a passkey was used now, by what the device calls it. */
export async function touchPasskey(db: Db, credentialId: string): Promise<void> {
  await db
    .updateTable("passkeys")
    .set({ last_used_at: sql<Date>`now()` })
    .where("credential_id", "=", credentialId)
    .execute();
}

/** Forgets questions that nobody answered in time. */
export async function forgetOldQuestions(db: Db): Promise<void> {
  await db
    .deleteFrom("verifications")
    .where("expires_at", "<", sql<Date>`now()`)
    .execute();
}
