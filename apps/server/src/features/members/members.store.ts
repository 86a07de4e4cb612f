import type { Attributes, Member } from "@weft/api/members";
import type { Role } from "@weft/model/permissions";
import { roles } from "@weft/model/permissions";
import type { Kysely, Transaction } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;

/** Members of a workspace, strongest role first, then by name; or the one of `personId`. */
export async function findMembers(db: Db, workspaceId: string, personId?: string): Promise<Member[]> {
  const query = db
    .selectFrom("members")
    .innerJoin("people", "people.id", "members.person_id")
    .select([
      "people.id as personId",
      "people.name",
      "people.email",
      "members.role",
      "members.created_at",
      "members.attributes",
    ])
    .select(
      sql<Date | null>`greatest(
        (select max(s.updated_at) from weft.sessions s where s.person_id = people.id),
        (select max(t.last_used_at) from weft.tokens t where t.person_id = people.id))`.as("lastSeenAt"),
    )
    .where("members.workspace_id", "=", workspaceId)
    .where("people.is_program", "=", false)
    .orderBy(sql`array_position(${[...roles]}::text[], members.role)`, "desc")
    .orderBy(sql`lower(people.name)`);
  const found = await (personId ? query.where("people.id", "=", personId) : query).execute();
  return found.map(({ created_at, lastSeenAt, role, ...rest }) => ({
    ...rest,
    role: role as Role,
    since: created_at.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
  }));
}

/** Lets one transaction at a time change who is in a workspace, so that two owners cannot lower each other. */
export async function lockMembers(trx: Transaction<WeftTables>, workspaceId: string): Promise<void> {
  await trx.selectFrom("workspaces").select("id").where("id", "=", workspaceId).forNoKeyUpdate().execute();
}

/** How many owners a workspace has. */
export async function countOwners(db: Db, workspaceId: string): Promise<number> {
  const { owners } = await db
    .selectFrom("members")
    .select((eb) => eb.fn.countAll<number>().as("owners"))
    .where("workspace_id", "=", workspaceId)
    .where("role", "=", "owner")
    .executeTakeFirstOrThrow();
  return owners;
}

/** Enters a member; who is in already keeps the role they have. Gives the role they have then. */
export async function addMember(db: Db, member: { workspaceId: string; personId: string; role: Role }): Promise<Role> {
  await db
    .insertInto("members")
    .values({ workspace_id: member.workspaceId, person_id: member.personId, role: member.role })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { role } = await db
    .selectFrom("members")
    .select("role")
    .where("workspace_id", "=", member.workspaceId)
    .where("person_id", "=", member.personId)
    .executeTakeFirstOrThrow();
  return role as Role;
}

/** Writes a member's role. */
export async function setRole(db: Db, workspaceId: string, personId: string, role: Role): Promise<void> {
  await db
    .updateTable("members")
    .set({ role })
    .where("workspace_id", "=", workspaceId)
    .where("person_id", "=", personId)
    .execute();
}

/** Writes what row rules may ask of a member. */
export async function setAttributes(
  db: Db,
  workspaceId: string,
  personId: string,
  attributes: Attributes,
): Promise<void> {
  await db
    .updateTable("members")
    .set({ attributes: JSON.stringify(attributes) })
    .where("workspace_id", "=", workspaceId)
    .where("person_id", "=", personId)
    .execute();
}

/** Takes a member out. */
export async function deleteMember(db: Db, workspaceId: string, personId: string): Promise<void> {
  await db.deleteFrom("members").where("workspace_id", "=", workspaceId).where("person_id", "=", personId).execute();
}
