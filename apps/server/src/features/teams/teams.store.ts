import type { Team } from "@weft/api/teams";
import type { GrantedRole } from "@weft/model/permissions";
import { compareRoles } from "@weft/model/permissions";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

/** The teams of a workspace, or the one with `teamId`, with their members, both by name. */
export async function listTeamsOf(db: Kysely<WeftTables>, workspaceId: string, teamId?: string): Promise<Team[]> {
  let query = db
    .selectFrom("teams")
    .select(["id", "name"])
    .where("workspace_id", "=", workspaceId)
    .orderBy(sql`lower(name)`);
  if (teamId) query = query.where("id", "=", teamId);
  const teams = await query.execute();
  const members = await db
    .selectFrom("team_members")
    .innerJoin("people", "people.id", "team_members.person_id")
    .select(["team_members.team_id", "people.id", "people.name", "people.email"])
    .where("team_members.workspace_id", "=", workspaceId)
    .orderBy(sql`lower(people.name)`)
    .orderBy("people.id")
    .execute();
  return teams.map(({ id, name }) => ({
    id,
    workspaceId,
    name,
    members: members
      .filter(({ team_id }) => team_id === id)
      .map((person) => ({ personId: person.id, name: person.name, email: person.email })),
  }));
}

/** A team's name, and the workspace it belongs to. */
export async function findTeam(
  db: Kysely<WeftTables>,
  teamId: string,
): Promise<{ workspaceId: string; name: string } | undefined> {
  return db
    .selectFrom("teams")
    .select(["workspace_id as workspaceId", "name"])
    .where("id", "=", teamId)
    .executeTakeFirst();
}

/** Enters a team; throws PostgreSQL's 23505 on `teams_name` when another of the workspace has the name. */
export async function insertTeam(
  trx: Kysely<WeftTables>,
  team: { id: string; workspaceId: string; name: string },
): Promise<void> {
  await trx.insertInto("teams").values({ id: team.id, workspace_id: team.workspaceId, name: team.name }).execute();
}

/** Renames a team; throws as `insertTeam` does. */
export async function renameTeam(trx: Kysely<WeftTables>, teamId: string, name: string): Promise<void> {
  await trx.updateTable("teams").set({ name }).where("id", "=", teamId).execute();
}

/** Deletes a team, and what was given to it. */
export async function removeTeam(trx: Kysely<WeftTables>, teamId: string): Promise<void> {
  await trx.deleteFrom("teams").where("id", "=", teamId).execute();
}

/** Puts a member of the workspace into a team; false when they are no member. */
export async function insertTeamMember(
  trx: Kysely<WeftTables>,
  { teamId, workspaceId, personId }: { teamId: string; workspaceId: string; personId: string },
): Promise<boolean> {
  const found = await sql<{ person_id: string }>`
    select person_id from weft.members where workspace_id = ${workspaceId} and person_id = ${personId}
    for key share`.execute(trx);
  if (found.rows.length === 0) return false;
  await trx
    .insertInto("team_members")
    .values({ team_id: teamId, workspace_id: workspaceId, person_id: personId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return true;
}

/** Takes somebody out of a team. */
export async function removeTeamMember(trx: Kysely<WeftTables>, teamId: string, personId: string): Promise<void> {
  await trx.deleteFrom("team_members").where("team_id", "=", teamId).where("person_id", "=", personId).execute();
}

/** Whether somebody is in a team. */
export async function isInTeam(trx: Kysely<WeftTables>, teamId: string, personId: string): Promise<boolean> {
  const found = await trx
    .selectFrom("team_members")
    .select("person_id")
    .where("team_id", "=", teamId)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return found !== undefined;
}

/** The strongest role a team was given anywhere. */
export async function strongestRoleOf(trx: Kysely<WeftTables>, teamId: string): Promise<GrantedRole> {
  const given = await trx.selectFrom("grants").select("role").distinct().where("team_id", "=", teamId).execute();
  return given.map(({ role }) => role as GrantedRole).reduce((a, b) => (compareRoles(a, b) < 0 ? b : a), "none");
}
