import type { Role } from "@weft/model/permissions";
import { roles } from "@weft/model/permissions";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

/** Enters a workspace with its owner as the only member; to be called in a transaction. */
export async function insertWorkspace(
  trx: Kysely<WeftTables>,
  workspace: { id: string; name: string; ownerId: string },
): Promise<void> {
  await trx.insertInto("workspaces").values({ id: workspace.id, name: workspace.name }).execute();
  await trx
    .insertInto("members")
    .values({ workspace_id: workspace.id, person_id: workspace.ownerId, role: "owner" satisfies Role })
    .execute();
}

/** A workspace that is not in the trash. */
export async function getWorkspaceRow(db: Kysely<WeftTables>, workspaceId: string) {
  return db
    .selectFrom("workspaces")
    .select(["id", "name", "created_at"])
    .where("id", "=", workspaceId)
    .executeTakeFirstOrThrow();
}

/** Renames a workspace. */
export async function renameWorkspace(db: Kysely<WeftTables>, workspaceId: string, name: string): Promise<void> {
  await db.updateTable("workspaces").set({ name }).where("id", "=", workspaceId).execute();
}

/** Members of a workspace, strongest role first, then by name. */
export async function listMembersOf(
  db: Kysely<WeftTables>,
  workspaceId: string,
): Promise<{ personId: string; name: string; email: string; role: Role }[]> {
  const found = await db
    .selectFrom("members")
    .innerJoin("people", "people.id", "members.person_id")
    .select(["people.id as personId", "people.name", "people.email", "members.role"])
    .where("members.workspace_id", "=", workspaceId)
    .orderBy(sql`array_position(${[...roles]}::text[], members.role)`, "desc")
    .orderBy(sql`lower(people.name)`)
    .execute();
  return found.map((member) => ({ ...member, role: member.role as Role }));
}
