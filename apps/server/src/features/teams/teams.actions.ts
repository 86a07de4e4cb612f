import type { ReplyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type * as contract from "@weft/api/teams";
import type { Team } from "@weft/api/teams";
import { makeId } from "@weft/model/ids";
import type { Role } from "@weft/model/permissions";
import { compareRoles } from "@weft/model/permissions";
import { phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import type { AuditEvent } from "../audit/audit.record.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { lockGrants } from "../grants/grants.store.ts";
import { access, roleWords } from "../workspaces/workspaces.access.ts";
import {
  findTeam,
  insertTeam,
  insertTeamMember,
  isInTeam,
  listTeamsOf,
  removeTeam,
  removeTeamMember as removeMember,
  renameTeam,
  strongestRoleOf,
} from "./teams.store.ts";

/** The teams of a workspace with their members. */
export async function listTeams(
  weft: Weft,
  actor: Actor,
  workspaceId: string,
): Promise<ReplyOf<typeof contract.listTeams>> {
  await access(weft, actor, "teams.read", { workspaceId });
  return { teams: await listTeamsOf(weft.db.people, workspaceId) };
}

/** Makes a team without members; two of a workspace never have the same name. */
export async function createTeam(weft: Weft, actor: Actor, workspaceId: string, name: string): Promise<Team> {
  await access(weft, actor, "teams.update", { workspaceId });
  const id = makeId("team");
  await refusingTakenName(name, () =>
    weft.db.people.transaction().execute(async (trx) => {
      await insertTeam(trx, { id, workspaceId, name });
      await recordAudit(trx, actor, { action: "team.created", thing: { kind: "team", id, name }, workspaceId });
    }),
  );
  return readTeam(weft, workspaceId, id);
}

/** Renames a team. */
export async function updateTeam(weft: Weft, actor: Actor, teamId: string, name: string): Promise<Team> {
  const { workspaceId } = await getTeamAccess(weft, actor, teamId);
  await refusingTakenName(name, () =>
    weft.db.people.transaction().execute(async (trx) => {
      await renameTeam(trx, teamId, name);
      const thing = { kind: "team" as const, id: teamId, name };
      await recordAudit(trx, actor, { action: "team.updated", thing, workspaceId, after: { name } });
    }),
  );
  return readTeam(weft, workspaceId, teamId);
}

/** Deletes a team; what was given to it is given to nobody then. */
export async function deleteTeam(weft: Weft, actor: Actor, teamId: string): Promise<void> {
  await changeTeam(weft, actor, teamId, async (trx, { role }) => {
    if (role !== "owner" && (await isInTeam(trx, teamId, actor.personId))) throw ownTeam();
    await removeTeam(trx, teamId);
    return { action: "team.deleted" };
  });
}

/** Puts a member of the workspace into a team. */
export async function addTeamMember(weft: Weft, actor: Actor, teamId: string, personId: string): Promise<void> {
  await changeTeam(weft, actor, teamId, async (trx, { workspaceId, role }) => {
    if (role !== "owner" && personId === actor.personId) throw ownTeam();
    if (!(await insertTeamMember(trx, { teamId, workspaceId, personId })))
      throw new Problem("member.not_found", phrase`${personId} is no member of this workspace: invite them first.`);
    await announce(trx, { about: "person", personId });
    return { action: "team.updated", after: { added: personId } };
  });
}

/** Takes somebody out of a team. */
export async function removeTeamMember(weft: Weft, actor: Actor, teamId: string, personId: string): Promise<void> {
  await changeTeam(weft, actor, teamId, async (trx, { role }) => {
    if (role !== "owner" && personId === actor.personId) throw ownTeam();
    await removeMember(trx, teamId, personId);
    await announce(trx, { about: "person", personId });
    return { action: "team.updated", after: { removed: personId } };
  });
}

/**
 * Changes who a team is, nobody else changing grants or teams of its workspace meanwhile. A team that holds a role above
 * the actor's is not theirs to change: they could make anybody stronger than themselves.
 */
async function changeTeam(
  weft: Weft,
  actor: Actor,
  teamId: string,
  change: (trx: Kysely<WeftTables>, at: { workspaceId: string; role: Role }) => Promise<AuditEvent>,
): Promise<void> {
  const { workspaceId, role } = await getTeamAccess(weft, actor, teamId);
  await weft.db.people.transaction().execute(async (trx) => {
    await lockGrants(trx, workspaceId);
    const team = await findTeam(trx, teamId);
    if (!team) throw missingTeam(teamId);
    const strongest = await strongestRoleOf(trx, teamId);
    if (compareRoles(strongest, role) > 0) {
      const text = phrase`This team is ${roleWords[strongest]} somewhere, above your role: ask an owner of the workspace.`;
      throw new Problem("auth.forbidden", text);
    }
    const told = await change(trx, { workspaceId, role });
    await announce(trx, { about: "bases", workspaceId });
    await announce(trx, { about: "rights" });
    await recordAudit(trx, actor, { ...told, thing: { kind: "team", id: teamId, name: team.name }, workspaceId });
  });
}

/** A team the actor may change, or `team.not_found`, which tells nothing to those who may not know of it. */
async function getTeamAccess(weft: Weft, actor: Actor, teamId: string): Promise<{ workspaceId: string; role: Role }> {
  const team = await findTeam(weft.db.people, teamId);
  if (!team) throw missingTeam(teamId);
  const { workspaceId } = team;
  // Whoever knows a workspace by its name alone knows nothing of its teams.
  await access(weft, actor, "teams.read", { workspaceId }).catch((error: unknown) => {
    throw error instanceof Problem && error.code !== "auth.scope_missing" && error.status < 500
      ? missingTeam(teamId)
      : error;
  });
  return access(weft, actor, "teams.update", { workspaceId });
}

async function readTeam(weft: Weft, workspaceId: string, teamId: string): Promise<Team> {
  const [team] = await listTeamsOf(weft.db.people, workspaceId, teamId);
  if (!team) throw missingTeam(teamId);
  return team;
}

async function refusingTakenName(name: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== "teams_name") throw error;
    const text = phrase`Another team of this workspace is called “${name}”: choose another name.`;
    throw new Problem("team.name_taken", text, [{ path: "name", message: phrase`is taken` }]);
  }
}

function ownTeam(): Problem {
  return new Problem(
    "auth.forbidden",
    phrase`Only an owner of the workspace changes which teams they are in themselves: ask one.`,
  );
}

function missingTeam(teamId: string): Problem {
  return new Problem("team.not_found", phrase`There is no team ${teamId}, or it is not yours to see.`);
}
