import type { MailPreferences } from "@weft/api/mail-kinds";
import { defaultMailPreferences } from "@weft/api/mail-kinds";
import type { Person } from "@weft/api/people";
import type { Role } from "@weft/model/permissions";
import type { Kysely, Transaction } from "kysely";
import { sql } from "kysely";
import type pg from "pg";
import { findPrepared } from "../../database/prepared.ts";
import type { WeftTables } from "../../database/tables.ts";

interface SessionOwner {
  person_id: string;
  is_instance_owner: boolean;
  language: string;
}

/** Whose session it is; nothing when it ended. */
export function findSessionOwner(pool: pg.Pool, token: string): Promise<SessionOwner | undefined> {
  return findPrepared<SessionOwner>(pool, {
    name: "owner of session",
    text: `select s.person_id, p.is_instance_owner, p.language
      from weft.sessions s join weft.people p on p.id = s.person_id
      where s.token = $1 and s.expires_at > now()`,
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

/** One person as they see themselves. */
export async function findPerson(db: Kysely<WeftTables>, personId: string): Promise<Person | undefined> {
  const found = await db
    .selectFrom("people")
    .select(["id", "name", "email", "language", "theme", "time_zone", "mail_preferences", "created_at"])
    .where("id", "=", personId)
    .executeTakeFirst();
  return (
    found && {
      id: found.id,
      name: found.name,
      email: found.email,
      language: found.language as Person["language"],
      theme: found.theme as Person["theme"],
      timeZone: found.time_zone,
      mails: { ...defaultMailPreferences, ...found.mail_preferences },
      createdAt: found.created_at.toISOString(),
    }
  );
}

/** Whether the instance has its owner. */
export async function hasOwner(db: Kysely<WeftTables>): Promise<boolean> {
  const owner = await db.selectFrom("people").select("id").where("is_instance_owner", "=", true).executeTakeFirst();
  return owner !== undefined;
}

/** Lets one transaction at a time make accounts, so that exactly one of two first visitors becomes the owner. */
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

/** Changes what is given; the rest stays, of the kinds of mail too. */
export async function updatePerson(
  db: Kysely<WeftTables>,
  personId: string,
  changes: { name?: string; language?: string; theme?: string; time_zone?: string | null },
  mails: Partial<MailPreferences> = {},
): Promise<void> {
  await db
    .updateTable("people")
    .set({
      ...changes,
      mail_preferences: sql`mail_preferences || ${JSON.stringify(mails)}::jsonb`,
      updated_at: sql<Date>`now()`,
    })
    .where("id", "=", personId)
    .execute();
}

/** The workspaces a person is a member of, by name. */
export async function listWorkspacesOf(
  db: Kysely<WeftTables>,
  personId: string,
): Promise<{ id: string; name: string; role: Role; createdAt: string }[]> {
  const found = await db
    .selectFrom("members")
    .innerJoin("workspaces", "workspaces.id", "members.workspace_id")
    .select(["workspaces.id", "workspaces.name", "workspaces.created_at", "members.role"])
    .where("members.person_id", "=", personId)
    .where("workspaces.deleted_at", "is", null)
    .orderBy(sql`lower(workspaces.name)`)
    .orderBy("workspaces.id")
    .execute();
  return found.map(({ created_at, role, ...rest }) => ({
    ...rest,
    role: role as Role,
    createdAt: created_at.toISOString(),
  }));
}

/** How many of a person's notices wait to be read. */
export async function countUnreadNotices(db: Kysely<WeftTables>, personId: string): Promise<number> {
  const found = await db
    .selectFrom("notices")
    .select(sql<number>`count(*)`.as("unread"))
    .where("person_id", "=", personId)
    .where("read_at", "is", null)
    .executeTakeFirstOrThrow();
  return found.unread;
}
