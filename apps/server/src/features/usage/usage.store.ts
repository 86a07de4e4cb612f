import type { ImportState } from "@weft/api/import-shapes";
import type { Usage } from "@weft/api/usage";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;

/** What each base of a workspace holds, by name; what lies in the trash is left out. */
export async function measureBases(db: Db, workspaceId: string): Promise<Usage["bases"]> {
  const { rows } = await sql<Usage["bases"][number]>`
    select b.id, b.name, count(t.id) as tables, coalesce(sum(t.row_estimate), 0)::bigint as rows,
      coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint as "sizeBytes"
    from weft.bases b
    left join weft.tables t on t.base_id = b.id and t.deleted_at is null
    left join pg_namespace n on n.nspname = b.id
    left join pg_class c on c.relnamespace = n.oid and c.relname = t.id and c.relkind in ('r', 'p')
    where b.workspace_id = ${workspaceId} and b.deleted_at is null
    group by b.id order by b.position, b.id`.execute(db);
  return rows;
}

/** Counts of who and what is in a workspace besides its tables. */
export async function countThings(db: Db, workspaceId: string): Promise<Omit<Usage, "bases">> {
  const { rows } = await sql<{ members: number; invitations: number; files: number; fileBytes: number }>`
    select
      (select count(*) from weft.members m join weft.people p on p.id = m.person_id
        where m.workspace_id = ${workspaceId} and not p.is_program) as members,
      (select count(*) from weft.invitations where workspace_id = ${workspaceId}
        and accepted_at is null and withdrawn_at is null and expires_at > now()) as invitations,
      count(*) as files, coalesce(sum(received_bytes), 0)::bigint as "fileBytes"
    from weft.uploads where workspace_id = ${workspaceId}`.execute(db);
  const found = rows[0] as (typeof rows)[number];
  return {
    members: found.members,
    invitations: found.invitations,
    files: { count: found.files, sizeBytes: found.fileBytes },
    imports: await countImports(db, workspaceId),
  };
}

async function countImports(db: Db, workspaceId: string): Promise<Usage["imports"]> {
  const found = await db
    .selectFrom("imports")
    .innerJoin("bases", "bases.id", "imports.base_id")
    .select((eb) => ["imports.state", eb.fn.countAll<number>().as("count")])
    .where("bases.workspace_id", "=", workspaceId)
    .where("bases.deleted_at", "is", null)
    .groupBy("imports.state")
    .execute();
  return Object.fromEntries(found.map(({ state, count }) => [state as ImportState, count]));
}
