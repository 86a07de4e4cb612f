import type { Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;

/** A person's second factor, confirmed or not. */
export async function findSecondFactor(
  db: Db,
  personId: string,
): Promise<Selectable<WeftTables["second_factors"]> | undefined> {
  return db.selectFrom("second_factors").selectAll().where("person_id", "=", personId).executeTakeFirst();
}

/** Keeps a new secret, in place of one that was not confirmed; false when there is one that counts. */
export async function prepareSecret(db: Db, personId: string, secret: string): Promise<boolean> {
  const kept = await db
    .insertInto("second_factors")
    .values({ person_id: personId, secret, confirmed_at: null })
    .onConflict((conflict) =>
      conflict.column("person_id").doUpdateSet({ secret }).where("second_factors.confirmed_at", "is", null),
    )
    .returning("person_id")
    .executeTakeFirst();
  return kept !== undefined;
}

/** Takes the code of a step, and turns the factor on with its first one; false when that step or a later one was used. */
export async function takeStep(db: Db, personId: string, step: number): Promise<boolean> {
  const taken = await db
    .updateTable("second_factors")
    .set({ last_step: step, confirmed_at: sql<Date>`coalesce(confirmed_at, now())` })
    .where("person_id", "=", personId)
    .where("last_step", "<", step)
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
}

/** Puts new recovery codes, hashed, in place of the old ones. */
export async function replaceRecoveryCodes(db: Db, personId: string, hashes: string[]): Promise<void> {
  await db.deleteFrom("recovery_codes").where("person_id", "=", personId).execute();
  await db
    .insertInto("recovery_codes")
    .values(hashes.map((hash) => ({ person_id: personId, hash })))
    .execute();
}

/** Takes a recovery code, once; false when it is none of theirs. */
export async function takeRecoveryCode(db: Db, personId: string, hash: string): Promise<boolean> {
  const taken = await db
    .deleteFrom("recovery_codes")
    .where("person_id", "=", personId)
    .where("hash", "=", hash)
    .executeTakeFirst();
  return taken.numDeletedRows > 0n;
}

export async function countRecoveryCodes(db: Db, personId: string): Promise<number> {
  const found = await db
    .selectFrom("recovery_codes")
    .select(sql<number>`count(*)`.as("left"))
    .where("person_id", "=", personId)
    .executeTakeFirstOrThrow();
  return found.left;
}

/** Turns a person's second factor off, with its recovery codes. */
export async function deleteSecondFactor(db: Db, personId: string): Promise<void> {
  await db.deleteFrom("recovery_codes").where("person_id", "=", personId).execute();
  await db.deleteFrom("second_factors").where("person_id", "=", personId).execute();
}
