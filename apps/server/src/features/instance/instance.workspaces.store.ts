import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Place } from "../../doors/page-cursor.ts";
import { after, createdMs } from "../../doors/page-cursor.ts";
import type { WeftTables } from "../../database/tables.ts";
import { likePattern } from "../people/people.directory.store.ts";

type Db = Kysely<WeftTables>;

interface WorkspaceRow {
  id: string;
  name: string;
  created_at: Date;
  owners: string[];
  members: number;
  tables: number;
  rows: number;
  size_bytes: number;
  changed_at: Date | null;
}

/** A page of workspaces, newest first; sizes are asked for those on it only. */
export async function findWorkspacesOfInstance(
  db: Db,
  wanted: { search?: string; limit: number; before: Place | null },
): Promise<WorkspaceRow[]> {
  let page = db.selectFrom("workspaces").select(["id", "name", "created_at"]).where("deleted_at", "is", null);
  if (wanted.search) page = page.where("name", "ilike", likePattern(wanted.search));
  if (wanted.before) page = page.where(after(wanted.before));
  const found = await page.orderBy(createdMs, "desc").orderBy("id", "desc").limit(wanted.limit).execute();
  const ids = found.map(({ id }) => id);
  const { rows } = await sql<Omit<WorkspaceRow, "name" | "created_at">>`
    select w.id,
      array(select p.name from weft.members m join weft.people p on p.id = m.person_id
        where m.workspace_id = w.id and m.role = 'owner' order by m.created_at, p.id) as owners,
      (select count(*) from weft.members m join weft.people p on p.id = m.person_id
        where m.workspace_id = w.id and not p.is_program) as members,
      held.tables, held.rows, held.size_bytes, held.changed_at
    from weft.workspaces w
    cross join lateral (
      select count(t.id) as tables, coalesce(sum(t.row_estimate), 0)::bigint as rows,
        coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint as size_bytes,
        max((select max(l.at) from weft.changes l where l.table_id = t.id and l.number = t.last_change)) as changed_at
      from weft.bases b
      join weft.tables t on t.base_id = b.id and t.deleted_at is null
      left join pg_namespace n on n.nspname = b.id
      left join pg_class c on c.relnamespace = n.oid and c.relname = t.id and c.relkind in ('r', 'p')
      where b.workspace_id = w.id and b.deleted_at is null) held
    where w.id = any(${ids})`.execute(db);
  const sizes = new Map(rows.map((row) => [row.id, row]));
  return found.map((workspace) => ({ ...(sizes.get(workspace.id) as WorkspaceRow), ...workspace }));
}

/** Whether there is such a workspace. */
export async function hasWorkspace(db: Db, workspaceId: string): Promise<boolean> {
  const found = await db
    .selectFrom("workspaces")
    .select("id")
    .where("id", "=", workspaceId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return found !== undefined;
}
