import type { Role } from "@weft/model/permissions";
import type { Databases } from "../../database/databases.ts";
import { findPrepared } from "../../database/prepared.ts";
import type { Access, Reach } from "./workspaces.access.ts";

/** The way from each kind of thing ($1) to its workspace `w`; and what must not be in the trash on it. */
const ways = {
  workspace: { from: "weft.workspaces w", where: "w.id = $1", alive: "true" },
  base: {
    from: "weft.bases b join weft.workspaces w on w.id = b.workspace_id",
    where: "b.id = $1",
    alive: "b.deleted_at is null",
  },
  table: {
    from: "weft.tables t join weft.bases b on b.id = t.base_id join weft.workspaces w on w.id = b.workspace_id",
    where: "t.id = $1",
    alive: "t.deleted_at is null and b.deleted_at is null",
  },
} as const;

/** The role a person has where a thing belongs; nothing for who is no member there. Every request asks this. */
export async function findRole(
  db: Databases,
  personId: string,
  reach: Reach,
  trashed: boolean,
): Promise<Access | undefined> {
  const [kind, id] =
    "workspaceId" in reach
      ? (["workspace", reach.workspaceId] as const)
      : "baseId" in reach
        ? (["base", reach.baseId] as const)
        : (["table", reach.tableId] as const);
  const { from, where, alive } = ways[kind];
  return findPrepared<Access & { role: Role }>(db.peoplePool, {
    name: `role of ${kind}${trashed ? " in trash" : ""}`,
    text: `select w.id as "workspaceId", m.role
      from ${from} join weft.members m on m.workspace_id = w.id and m.person_id = $2
      where ${where} and w.deleted_at is null and ${trashed ? "true" : alive}`,
    values: [id, personId],
  });
}
