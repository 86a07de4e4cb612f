import type { GrantShown } from "@weft/api/grants";
import { makeId } from "@weft/model/ids";
import type { GrantedRole } from "@weft/model/permissions";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import type { WeftTables } from "../../database/tables.ts";

/** Where a grant stands: on a base, or on a table of it. */
export interface GrantPlace {
  workspaceId: string;
  baseId: string;
  tableId: string | null;
}

/** Lets the grants and teams of a workspace be changed by one at a time, until the transaction ends. */
export async function lockGrants(trx: Kysely<WeftTables>, workspaceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`grants of ${workspaceId}`}, 0))`.execute(trx);
}

/** The grants on a thing itself, strongest role last given first; one of them with `grantId`. */
export async function listGrantsOn(db: Kysely<WeftTables>, thingId: string, grantId?: string): Promise<GrantShown[]> {
  let query = db
    .selectFrom("grants")
    .leftJoin("people", "people.id", "grants.person_id")
    .leftJoin("teams", "teams.id", "grants.team_id")
    .leftJoin("people as givers", "givers.id", "grants.given_by")
    .select(["grants.id", "grants.person_id", "grants.team_id", "grants.role", "grants.given_at"])
    .select(["people.name as person", "teams.name as team", "givers.name as giver"])
    .where("grants.thing_id", "=", thingId)
    .orderBy("grants.given_at", "desc")
    .orderBy("grants.id");
  if (grantId) query = query.where("grants.id", "=", grantId);
  return (await query.execute()).map((row) => ({
    id: row.id,
    thingId,
    to: row.team_id
      ? { kind: "team", id: row.team_id, name: row.team ?? "" }
      : { kind: "person", id: row.person_id ?? "", name: row.person ?? "" },
    role: row.role as GrantedRole,
    givenBy: row.giver,
    givenAt: row.given_at.toISOString(),
  }));
}

/** Gives a role on a thing, in place of what the same person or team had there; gives the grant's id. */
export async function upsertGrant(
  trx: Kysely<WeftTables>,
  place: GrantPlace,
  to: { personId: string } | { teamId: string },
  { role, givenBy }: { role: GrantedRole; givenBy: string },
): Promise<string> {
  const whom = "personId" in to ? { person_id: to.personId } : { team_id: to.teamId };
  const { id } = await trx
    .insertInto("grants")
    .values({
      id: makeId("grant"),
      workspace_id: place.workspaceId,
      base_id: place.baseId,
      table_id: place.tableId,
      ...whom,
      role,
      given_by: givenBy,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["thing_id", "personId" in to ? "person_id" : "team_id"])
        .doUpdateSet({ role, given_by: givenBy, given_at: sql<Date>`now()` }),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Takes a grant back. */
export async function removeGrant(trx: Kysely<WeftTables>, grantId: string): Promise<void> {
  await trx.deleteFrom("grants").where("id", "=", grantId).execute();
}

/** Gives on a copy what was given on the original itself. */
export async function copyGrants(
  trx: DataTransaction,
  from: { baseId: string } | { tableId: string },
  to: { baseId: string; tableId: string | null },
): Promise<void> {
  const found = await trx
    .selectFrom("grants")
    .select(["workspace_id", "person_id", "team_id", "role", "given_by"])
    .where("thing_id", "=", "tableId" in from ? from.tableId : from.baseId)
    .execute();
  if (found.length === 0) return;
  const copies = found.map((grant) => ({
    ...grant,
    id: makeId("grant"),
    base_id: to.baseId,
    table_id: to.tableId,
  }));
  await trx.insertInto("grants").values(copies).execute();
}

/** Whether there is such a person. */
export async function isPerson(db: Kysely<WeftTables>, personId: string): Promise<boolean> {
  return (await db.selectFrom("people").select("id").where("id", "=", personId).executeTakeFirst()) !== undefined;
}

/** Names of bases, tables, teams and the workspace by id, for an explanation. */
export async function listNames(db: Kysely<WeftTables>, ids: readonly string[]): Promise<Map<string, string>> {
  const found = await sql<{ id: string; name: string }>`
    select id, name from weft.workspaces where id = any(${ids})
    union all select id, name from weft.bases where id = any(${ids})
    union all select id, name from weft.tables where id = any(${ids})
    union all select id, name from weft.teams where id = any(${ids})`.execute(db);
  return new Map(found.rows.map(({ id, name }) => [id, name]));
}
