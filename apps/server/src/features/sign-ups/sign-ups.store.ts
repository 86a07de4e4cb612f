import type { Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;
type SignUpRow = Selectable<WeftTables["sign_ups"]>;

/** Days for which an account that was asked for can be confirmed. */
const confirmDays = 2;

/**
 * Enters an account that waits; answers whether it was. Who asks to prove an address anew replaces what was asked
 * before; what waits to be approved stays as it is, so that nobody slips their own password into it.
 */
export async function insertSignUp(db: Db, signUp: Omit<SignUpRow, "created_at">): Promise<boolean> {
  const { name, language, password_hash, hash } = signUp;
  const written = await db
    .insertInto("sign_ups")
    .values(signUp)
    .onConflict((conflict) =>
      conflict
        .column("email")
        .doUpdateSet({ name, language, password_hash, hash, created_at: sql<Date>`now()` })
        .where("sign_ups.hash", "is not", null),
    )
    .returning("id")
    .executeTakeFirst();
  return written !== undefined;
}

/** Those that wait to be approved, oldest first. */
export async function findWaiting(db: Db): Promise<SignUpRow[]> {
  return db.selectFrom("sign_ups").selectAll().where("hash", "is", null).orderBy("created_at").limit(1000).execute();
}

/** Takes one that waits to be approved out of those that wait. */
export async function takeWaiting(db: Db, signUpId: string): Promise<SignUpRow | undefined> {
  return db
    .deleteFrom("sign_ups")
    .where("id", "=", signUpId)
    .where("hash", "is", null)
    .returningAll()
    .executeTakeFirst();
}

/** Takes the one whose mailed secret has this hash, if it was mailed lately. */
export async function takeConfirmed(db: Db, hash: string): Promise<SignUpRow | undefined> {
  return db
    .deleteFrom("sign_ups")
    .where("hash", "=", hash)
    .where("created_at", ">", sql<Date>`now() - make_interval(days => ${confirmDays})`)
    .returningAll()
    .executeTakeFirst();
}

/** Whether somebody has an account with this address. */
export async function hasAccount(db: Db, email: string): Promise<boolean> {
  return (await db.selectFrom("people").select("id").where("email", "=", email).executeTakeFirst()) !== undefined;
}

/** Notes that an address is its person's. */
export async function markProven(db: Db, personId: string): Promise<void> {
  await db.updateTable("people").set({ email_verified: true }).where("id", "=", personId).execute();
}

/** Those who own the instance, to be told of those who wait. */
export async function findOwners(db: Db): Promise<{ email: string; language: string }[]> {
  return db
    .selectFrom("people")
    .select(["email", "language"])
    .where("is_instance_owner", "=", true)
    .where("disabled_at", "is", null)
    .execute();
}
