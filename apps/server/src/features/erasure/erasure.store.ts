import type { Kysely, Transaction } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;

/** Somebody who is there; locked in a transaction. */
export async function lockPerson(db: Db, personId: string) {
  return db
    .selectFrom("people")
    .select(["id", "name", "email", "is_instance_owner"])
    .where("id", "=", personId)
    .where("erased_at", "is", null)
    .where("is_program", "=", false)
    .forUpdate()
    .executeTakeFirst();
}

/** Workspaces whose last owner somebody is, and whether anybody else is in them or was given something there. */
export async function findLastOwned(
  db: Db,
  personId: string,
): Promise<{ id: string; name: string; hasOthers: boolean }[]> {
  const { rows } = await sql<{ id: string; name: string; hasOthers: boolean }>`
    select w.id, w.name,
      exists (select from weft.members o join weft.people p on p.id = o.person_id
        where o.workspace_id = w.id and o.person_id <> ${personId} and not p.is_program)
      or exists (select from weft.grants g
        where g.workspace_id = w.id and g.person_id <> ${personId} and g.role <> 'none') as "hasOthers"
    from weft.workspaces w join weft.members m on m.workspace_id = w.id
    where m.person_id = ${personId} and m.role = 'owner' and w.deleted_at is null
      and not exists (select from weft.members o join weft.people p on p.id = o.person_id
        where o.workspace_id = w.id and o.role = 'owner' and o.person_id <> ${personId} and not p.is_program)
    order by lower(w.name), w.id`.execute(db);
  return rows;
}

/** Lets nobody else change who is in the workspaces of a person. */
export async function lockWorkspacesOf(trx: Transaction<WeftTables>, personId: string): Promise<void> {
  await sql`
    select from weft.workspaces
    where id in (select workspace_id from weft.members where person_id = ${personId})
    order by id for no key update`.execute(trx);
}

/** Puts workspaces into the trash. */
export async function trashWorkspaces(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable("workspaces")
    .set({ deleted_at: new Date() })
    .where("id", "in", [...ids])
    .execute();
}

/** Where files of a person lie that nobody else has. */
export async function findFileKeys(db: Db, personId: string): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select object_key as key from weft.exports where person_id = ${personId} and object_key is not null
    union all select object_key from weft.take_alongs where person_id = ${personId} and object_key is not null`.execute(
    db,
  );
  return rows.map(({ key }) => key);
}

/**
 * Leaves of a person their id and a pseudonym: nobody comes in as them, and what would go with their row is gone. So is what
 * they owed and never handed in; what they did hand in is others' to decide on.
 */
export async function emptyPerson(db: Db, personId: string, pseudonym: string): Promise<void> {
  await db.deleteFrom("submissions").where("person_id", "=", personId).where("state", "=", "owed").execute();
  await sql`select weft.forget_person(${personId})`.execute(db);
  await db
    .updateTable("people")
    .set({
      name: pseudonym,
      email: `${personId}@erased.invalid`,
      email_verified: false,
      image: null,
      is_instance_owner: false,
      language: "en",
      theme: "system",
      time_zone: null,
      notice_preferences: {},
      disabled_at: sql<Date>`now()`,
      erased_at: sql<Date>`now()`,
      updated_at: sql<Date>`now()`,
    })
    .where("id", "=", personId)
    .execute();
}

/** Invitations to an address that the trail tells of. */
export async function findToldInvitations(db: Db, email: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select i.id from weft.invitations i join weft.audit_salts s on s.person_id = i.id where i.email = ${email}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}
