import { randomUUID } from "node:crypto";
import type { Insertable, Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import type { SignInStatesTable } from "../../database/sign-in-tables.ts";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;
export type StateRow = Selectable<SignInStatesTable>;

/** What an issuer calls somebody. */
interface OutsideName {
  issuer: string;
  subject: string;
}

/** Keeps a sign-in that is sent away; those that never came back go. */
export async function insertState(db: Db, row: Insertable<SignInStatesTable>): Promise<void> {
  await db
    .deleteFrom("sign_in_states")
    .where("expires_at", "<", sql<Date>`now()`)
    .execute();
  await db.insertInto("sign_in_states").values(row).execute();
}

/** Takes a sign-in that has come back: the second who asks gets nothing, nor does who comes too late. */
export async function takeState(db: Db, id: string): Promise<StateRow | undefined> {
  return db
    .deleteFrom("sign_in_states")
    .where("id", "=", id)
    .where("expires_at", ">", sql<Date>`now()`)
    .returningAll()
    .executeTakeFirst();
}

/** Whose account is connected to it. */
export async function findConnected(db: Db, { issuer, subject }: OutsideName): Promise<string | undefined> {
  const found = await db
    .selectFrom("accounts")
    .select("person_id")
    .where("provider_id", "=", issuer)
    .where("account_id", "=", subject)
    .executeTakeFirst();
  return found?.person_id;
}

/** The account with an e-mail (in lower case), whether it has a password, and whether the issuer calls it something else. */
export async function findByEmail(
  db: Db,
  email: string,
  issuer: string,
): Promise<{ personId: string; hasPassword: boolean; hasOther: boolean } | undefined> {
  const found = await db.selectFrom("people").select("id").where("email", "=", email).executeTakeFirst();
  if (!found) return undefined;
  const accounts = await db
    .selectFrom("accounts")
    .select(["provider_id", "password"])
    .where("person_id", "=", found.id)
    .execute();
  return {
    personId: found.id,
    hasPassword: accounts.some(({ password }) => password !== null),
    hasOther: accounts.some(({ provider_id }) => provider_id === issuer),
  };
}

/** Lets a person sign in by what an issuer calls them. */
export async function insertConnection(db: Db, personId: string, { issuer, subject }: OutsideName): Promise<void> {
  await db
    .insertInto("accounts")
    .values({ id: randomUUID(), person_id: personId, provider_id: issuer, account_id: subject, password: null })
    .execute();
}

/** Enters a person who has no password. */
export async function insertOutsidePerson(
  db: Db,
  person: { id: string; name: string; email: string; isEmailVerified: boolean; language: string },
): Promise<void> {
  const { isEmailVerified, ...rest } = person;
  await db
    .insertInto("people")
    .values({ ...rest, email_verified: isEmailVerified })
    .execute();
}

/** Whether a person is in any workspace. */
export async function hasMembership(db: Db, personId: string): Promise<boolean> {
  const found = await db.selectFrom("members").select("role").where("person_id", "=", personId).executeTakeFirst();
  return found !== undefined;
}

/** A membership that groups gave, changed or took away; null = none then. */
export interface MembershipChange {
  workspaceId: string;
  before: string | null;
  after: string | null;
}

/**
 * Makes the memberships that come from an issuer's groups just these. What people gave stays as it is, and so does an
 * owner: people alone make and unmake owners.
 */
export async function setGroupMemberships(
  db: Db,
  personId: string,
  issuer: string,
  given: ReadonlyMap<string, string>,
): Promise<MembershipChange[]> {
  const ids = [...given.keys()];
  const had = await db
    .selectFrom("members")
    .select(["workspace_id", "role"])
    .where("person_id", "=", personId)
    .forUpdate()
    .execute();
  const before = new Map(had.map(({ workspace_id, role }) => [workspace_id, role]));
  const removed = await db
    .deleteFrom("members")
    .where("person_id", "=", personId)
    .where("from_issuer", "=", issuer)
    .where("role", "<>", "owner")
    .where("workspace_id", "<>", sql<string>`all(${ids}::text[])`)
    .returning("workspace_id")
    .execute();
  const set = await sql<{ workspace_id: string; role: string }>`
    insert into weft.members as m (workspace_id, person_id, role, from_issuer)
    select w.id, ${personId}, given.role, ${issuer}
    from unnest(${ids}::text[], ${[...given.values()]}::text[]) as given (workspace_id, role)
    join weft.workspaces w on w.id = given.workspace_id and w.deleted_at is null
    on conflict (workspace_id, person_id) do update set role = excluded.role
      where m.from_issuer = excluded.from_issuer and m.role not in ('owner', excluded.role)
    returning workspace_id, role
  `.execute(db);
  const changed = [...removed.map(({ workspace_id }) => ({ workspace_id, role: null })), ...set.rows];
  return changed.map(({ workspace_id, role }) => ({
    workspaceId: workspace_id,
    before: before.get(workspace_id) ?? null,
    after: role,
  }));
}
