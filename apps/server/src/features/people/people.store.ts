import type { Person } from "@weft/api/people";
import type { GrantedRole } from "@weft/model/permissions";
import type { Kysely, Transaction } from "kysely";
import { sql } from "kysely";
import type pg from "pg";
import type { Actor } from "../../actor.ts";
import { findPrepared } from "../../database/prepared.ts";
import type { WeftTables } from "../../database/tables.ts";

interface SessionOwner {
  id: string;
  last_used_at: Date;
  person_id: string;
  is_instance_owner: boolean;
  language: string;
}

/** Whose session it is; nothing when it ended or its person is disabled. */
export function findSessionOwner(pool: pg.Pool, token: string): Promise<SessionOwner | undefined> {
  return findPrepared<SessionOwner>(pool, {
    name: "owner of session",
    text: `select s.id, s.last_used_at, s.person_id, p.is_instance_owner, p.language
      from weft.sessions s join weft.people p on p.id = s.person_id
      where s.token = $1 and s.expires_at > now() and p.disabled_at is null`,
    values: [token],
  });
}

/** The stored hash of an account's password, by its e-mail in lower case. */
export async function findPasswordHash(
  db: Kysely<WeftTables>,
  email: string,
): Promise<{ personId: string; hash: string } | undefined> {
  const found = await db
    .selectFrom("people")
    .innerJoin("accounts", "accounts.person_id", "people.id")
    .select(["people.id", "accounts.password"])
    .where("people.email", "=", email)
    .where("accounts.provider_id", "=", "credential")
    .executeTakeFirst();
  return found?.password ? { personId: found.id, hash: found.password } : undefined;
}

/** Sets an account's password, hashed already; also of one that had none. */
export async function setPasswordHash(db: Kysely<WeftTables>, personId: string, hash: string): Promise<void> {
  const set = await db
    .updateTable("accounts")
    .set({ password: hash })
    .where("person_id", "=", personId)
    .where("provider_id", "=", "credential")
    .executeTakeFirst();
  if (set.numUpdatedRows > 0n) return;
  const account = {
    id: personId,
    person_id: personId,
    account_id: personId,
    provider_id: "credential",
    password: hash,
  };
  await db.insertInto("accounts").values(account).execute();
}

/** Whether a person may not come in any more. */
export async function isDisabled(db: Kysely<WeftTables>, personId: string): Promise<boolean> {
  const found = await db.selectFrom("people").select("disabled_at").where("id", "=", personId).executeTakeFirst();
  return found?.disabled_at != null;
}

/** Disables a person, or lets them in again; false when there is none, or only their id is left. */
export async function setDisabled(db: Kysely<WeftTables>, personId: string, isDisabled: boolean): Promise<boolean> {
  const set = await db
    .updateTable("people")
    .set({ disabled_at: isDisabled ? sql<Date>`coalesce(disabled_at, now())` : null })
    .where("id", "=", personId)
    .where("erased_at", "is", null)
    .executeTakeFirst();
  return set.numUpdatedRows > 0n;
}

/** One person as they see themselves. */
export async function findPerson(db: Kysely<WeftTables>, personId: string): Promise<Person | undefined> {
  const found = await db
    .selectFrom("people")
    .select([
      "id",
      "name",
      "email",
      "email_verified",
      "is_instance_owner",
      "language",
      "theme",
      "time_zone",
      "created_at",
    ])
    .where("id", "=", personId)
    .executeTakeFirst();
  return (
    found && {
      id: found.id,
      name: found.name,
      email: found.email,
      isEmailVerified: found.email_verified,
      isInstanceOwner: found.is_instance_owner,
      language: found.language as Person["language"],
      theme: found.theme as Person["theme"],
      timeZone: found.time_zone,
      createdAt: found.created_at.toISOString(),
    }
  );
}

/** Whether the instance has its owner. */
export async function hasOwner(db: Kysely<WeftTables>): Promise<boolean> {
  const owner = await db.selectFrom("people").select("id").where("is_instance_owner", "=", true).executeTakeFirst();
  return owner !== undefined;
}

/** How many people who may come in own the instance. */
export async function countOwners(db: Kysely<WeftTables>): Promise<number> {
  const { owners } = await db
    .selectFrom("people")
    .select((eb) => eb.fn.countAll<number>().as("owners"))
    .where("is_instance_owner", "=", true)
    .where("disabled_at", "is", null)
    .executeTakeFirstOrThrow();
  return owners;
}

/**
 * Lets one transaction at a time make accounts or change who owns the instance: exactly one of two first visitors becomes
 * its owner, and two owners cannot take it from each other.
 */
export async function lockSignUp(trx: Transaction<WeftTables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('sign-up', 0))`.execute(trx);
}

/** Enters a person with a password (hashed already); throws PostgreSQL's 23505 when the e-mail has an account. */
export async function insertPerson(
  trx: Transaction<WeftTables>,
  person: { id: string; name: string; email: string; language: string; passwordHash: string; isInstanceOwner: boolean },
): Promise<void> {
  await trx
    .insertInto("people")
    .values({
      id: person.id,
      name: person.name,
      email: person.email,
      language: person.language,
      is_instance_owner: person.isInstanceOwner,
    })
    .execute();
  await trx
    .insertInto("accounts")
    .values({
      id: person.id,
      person_id: person.id,
      account_id: person.id,
      provider_id: "credential",
      password: person.passwordHash,
    })
    .execute();
}

/** Changes what is given; the rest stays. */
export async function updatePerson(
  db: Kysely<WeftTables>,
  personId: string,
  changes: { name?: string; language?: string; theme?: string; time_zone?: string | null },
): Promise<void> {
  await db
    .updateTable("people")
    .set({ ...changes, updated_at: sql<Date>`now()` })
    .where("id", "=", personId)
    .execute();
}

/**
 * The workspaces a person is a member of, or was given something in, by name; of the latter the role is `none`. Of a
 * token that is limited to some things, those they are in.
 */
export async function listWorkspacesOf(
  db: Kysely<WeftTables>,
  { personId, tokenThings }: Pick<Actor, "personId" | "tokenThings">,
): Promise<{ id: string; name: string; role: GrantedRole; createdAt: string }[]> {
  const found = await db
    .selectFrom("workspaces")
    .leftJoin("members", (join) =>
      join.onRef("members.workspace_id", "=", "workspaces.id").on("members.person_id", "=", personId),
    )
    .select(["workspaces.id", "workspaces.name", "workspaces.created_at", "members.role"])
    // Found from the person's side: the workspaces of an instance are many.
    .where(
      sql<boolean>`workspaces.id in (
        select workspace_id from weft.members where person_id = ${personId}
        union select workspace_id from weft.grants where person_id = ${personId} and role <> 'none')`,
    )
    .where("workspaces.deleted_at", "is", null)
    .$if(tokenThings !== null, (query) =>
      query.where(sql<boolean>`workspaces.id = any(${tokenThings?.map(({ workspaceId }) => workspaceId)}::text[])`),
    )
    .orderBy(sql`lower(workspaces.name)`)
    .orderBy("workspaces.id")
    .execute();
  return found.map(({ created_at, role, ...rest }) => ({
    ...rest,
    role: (role ?? "none") as GrantedRole,
    createdAt: created_at.toISOString(),
  }));
}
