import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;

interface ExpiringToken {
  name: string;
  personId: string;
  workspaceId: string | null;
  expiresAt: Date;
}

/** Takes the tokens that end within `days` and of which nobody was told: they are told of now, whoever else asks too. */
export async function takeExpiring(db: Db, days: number): Promise<ExpiringToken[]> {
  const { rows } = await sql<ExpiringToken>`
    update weft.tokens set told_expiring_at = now()
    where id in (
      select id from weft.tokens
      where told_expiring_at is null and expires_at > now() and expires_at < now() + make_interval(days => ${days})
        -- What was made for a few days only is expected to end.
        and expires_at > created_at + make_interval(days => ${days})
      for update skip locked)
    returning name, person_id as "personId", workspace_id as "workspaceId", expires_at as "expiresAt"`.execute(db);
  return rows;
}

/** The people who look after a workspace. */
export async function findCaretakers(db: Db, workspaceId: string): Promise<string[]> {
  const found = await db
    .selectFrom("members")
    .innerJoin("people", "people.id", "members.person_id")
    .select("people.id")
    .where("members.workspace_id", "=", workspaceId)
    .where("members.role", "in", ["manager", "owner"])
    .where("people.is_program", "=", false)
    .execute();
  return found.map(({ id }) => id);
}
