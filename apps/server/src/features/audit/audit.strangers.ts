import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import type { StoredLink } from "./audit.store.ts";

/**
 * Entries as the managers of a workspace read them: of who was refused and has nothing in the workspace neither name nor
 * address is told, only that it was the same person.
 */
export async function hideStrangers(
  db: Kysely<WeftTables>,
  workspaceId: string,
  links: StoredLink[],
): Promise<StoredLink[]> {
  const refused = [...new Set(links.flatMap((link) => refusedPerson(link) ?? []))];
  if (refused.length === 0) return links;
  const { rows } = await sql<{ person_id: string }>`
    select person_id from weft.members where workspace_id = ${workspaceId} and person_id = any(${refused}::text[])
    union select person_id from weft.grants where workspace_id = ${workspaceId} and person_id = any(${refused}::text[])
    union select person_id from weft.team_members
      where workspace_id = ${workspaceId} and person_id = any(${refused}::text[])`.execute(db);
  const known = new Set(rows.map(({ person_id }) => person_id));
  return links.map((link) => {
    const person = refusedPerson(link);
    return person === null || known.has(person) ? link : { ...link, personal: {} };
  });
}

function refusedPerson({ entry }: StoredLink): string | null {
  const { action, actor } = entry as { action?: unknown; actor?: { person?: unknown } | null };
  return action === "access.refused" && typeof actor?.person === "string" ? actor.person : null;
}
