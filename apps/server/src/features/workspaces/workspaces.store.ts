import type { Role } from "@weft/model/permissions";
import type { Kysely } from "kysely";
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
