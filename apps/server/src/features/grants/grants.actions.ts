import type { BodyOf, QueryOf, ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/grants";
import type { Claim, Explanation, GrantShown } from "@weft/api/grants";
import { Problem } from "@weft/api/problems";
import { isId } from "@weft/model/ids";
import type { GrantedRole } from "@weft/model/permissions";
import { compareRoles, roleMay } from "@weft/model/permissions";
import { phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import type { AuditEvent } from "../audit/audit.record.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { explainRules } from "../rules/rules.explain.ts";
import { findTeam } from "../teams/teams.store.ts";
import type { Reach } from "../workspaces/workspaces.access.ts";
import { access, accessByName, roleWords } from "../workspaces/workspaces.access.ts";
import type { Standing, StandingGrant } from "../workspaces/workspaces.roles.ts";
import { decideStanding, findStanding, findStandingIn } from "../workspaces/workspaces.roles.ts";
import type { GrantPlace } from "./grants.store.ts";
import { isPerson, listGrantsOn, listNames, lockGrants, removeGrant, upsertGrant } from "./grants.store.ts";

/** Roles that were given on a base or a table itself. */
export async function listGrants(
  weft: Weft,
  actor: Actor,
  thingId: string,
): Promise<ReplyOf<typeof contract.listGrants>> {
  await access(weft, actor, "grants.read", reachOf(thingId));
  return { grants: await listGrantsOn(weft.db.people, thingId) };
}

/** Gives a role on a base or a table: nothing above one's own, to nobody above oneself, and nothing that raises oneself. */
export async function putGrant(
  weft: Weft,
  actor: Actor,
  thingId: string,
  { to, role }: BodyOf<typeof contract.putGrant>,
): Promise<GrantShown> {
  return changeGrants(weft, actor, thingId, async (trx, place, mine) => {
    await checkReceiver(trx, place, to);
    if (compareRoles(role, mine) > 0)
      throw forbidden(phrase`Your role here is ${roleWords[mine]}: nobody gives a role above their own.`);
    await checkNotAbove(trx, thingId, to, mine);
    const before = (await listGrantsOn(trx, thingId)).find((grant) => grant.to.id === idOf(to)) ?? null;
    const id = await upsertGrant(trx, place, to, { role, givenBy: actor.personId });
    const [given] = (await listGrantsOn(trx, thingId, id)) as [GrantShown];
    return { given, told: { action: "grant.given", before: before && tellGrant(before), after: tellGrant(given) } };
  });
}

/** Takes a grant back, under the same bounds. */
export async function deleteGrant(weft: Weft, actor: Actor, thingId: string, grantId: string): Promise<void> {
  await changeGrants(weft, actor, thingId, async (trx, _place, mine) => {
    const [given] = await listGrantsOn(trx, thingId, grantId);
    if (!given) throw new Problem("grant.not_found", phrase`There is no grant ${grantId} here.`);
    const isTeam = given.to.kind === "team";
    await checkNotAbove(trx, thingId, isTeam ? { teamId: given.to.id } : { personId: given.to.id }, mine);
    await removeGrant(trx, grantId);
    return { given, told: { action: "grant.withdrawn", before: tellGrant(given) } };
  });
}

/** Why somebody has the role they have on a thing; of others those who manage it may ask. */
export async function explainAccess(
  weft: Weft,
  actor: Actor,
  thingId: string,
  { person, permission }: QueryOf<typeof contract.explainAccess>,
): Promise<Explanation> {
  const reach = reachOf(thingId);
  const personId = person ?? actor.personId;
  const { role: mine } = await accessByName(weft, actor, "workspace.read", reach);
  if (personId !== actor.personId)
    await access(weft, actor, "workspaceId" in reach ? "members.update" : "grants.read", reach);
  const standing = await findStanding(weft.db, personId, reach, false);
  if (!standing) throw missingThing(thingId);
  const { role, decidedBy, overruled } = decideStanding(standing);
  const claims = [...(decidedBy ? [decidedBy] : []), ...overruled.map(({ grant }) => grant)];
  const names = await listNames(
    weft.db.people,
    claims.flatMap(({ thing, to }) => ("teamId" in to ? [thing.id, to.teamId] : [thing.id])),
  );
  return {
    personId,
    role,
    decidedBy: decidedBy && showClaim(decidedBy, names),
    overruled: overruled.map(({ grant, because }) => ({ ...showClaim(grant, names), because })),
    may: permission ? roleMay(role, permission) : null,
    table: "tableId" in reach ? await explainRules(weft, thingId, standing, mine) : null,
  };
}

function showClaim({ thing, to, role }: StandingGrant, names: Map<string, string>): Claim {
  return {
    kind: thing.kind as Claim["kind"],
    thingId: thing.id,
    thingName: names.get(thing.id) ?? "",
    team: "teamId" in to ? { id: to.teamId, name: names.get(to.teamId) ?? "" } : null,
    role,
  };
}

/**
 * Changes the grants on a thing, nobody else changing any of its workspace meanwhile. Whatever `change` does is undone
 * when the actor would come out of it with more than they had: by taking away what lowers them, for example.
 */
async function changeGrants(
  weft: Weft,
  actor: Actor,
  thingId: string,
  change: (
    trx: Kysely<WeftTables>,
    place: GrantPlace,
    mine: GrantedRole,
  ) => Promise<{ given: GrantShown; told: AuditEvent }>,
): Promise<GrantShown> {
  const reach = reachOf(thingId);
  const { workspaceId } = await access(weft, actor, "grants.update", reach);
  return weft.db.people.transaction().execute(async (trx) => {
    await lockGrants(trx, workspaceId);
    const before = await getStanding(trx, actor.personId, thingId);
    const mine = decideStanding(before).role;
    // Asked again: somebody may have taken it away while we waited.
    if (!before.baseId || !roleMay(mine, "grants.update")) throw missingThing(thingId);
    const { given, told } = await change(trx, { workspaceId, baseId: before.baseId, tableId: before.tableId }, mine);
    const after = decideStanding(await getStanding(trx, actor.personId, thingId)).role;
    if (compareRoles(after, mine) > 0) throw forbidden(phrase`This would raise your own role: ask another manager.`);
    await announce(trx, { about: "bases", workspaceId });
    await announce(trx, given.to.kind === "person" ? { about: "person", personId: given.to.id } : { about: "rights" });
    await recordAudit(trx, actor, {
      ...told,
      thing: { kind: before.tableId ? "table" : "base", id: thingId },
      workspaceId,
    });
    return given;
  });
}

async function checkReceiver(
  trx: Kysely<WeftTables>,
  place: GrantPlace,
  to: { personId: string } | { teamId: string },
) {
  if ("personId" in to) {
    if (!(await isPerson(trx, to.personId)))
      throw new Problem("person.not_found", phrase`There is no person ${to.personId}.`);
  } else if ((await findTeam(trx, to.teamId))?.workspaceId !== place.workspaceId)
    throw new Problem("team.not_found", phrase`There is no team ${to.teamId} in this workspace.`);
}

/** Nobody lowers whoever stands above them. */
async function checkNotAbove(
  trx: Kysely<WeftTables>,
  thingId: string,
  to: { personId: string } | { teamId: string },
  mine: GrantedRole,
): Promise<void> {
  const theirs =
    "personId" in to
      ? decideStanding(await getStanding(trx, to.personId, thingId)).role
      : ((await listGrantsOn(trx, thingId)).find((grant) => grant.to.id === idOf(to))?.role ?? "none");
  if (compareRoles(theirs, mine) > 0)
    throw forbidden(phrase`Their role here is ${roleWords[theirs]}, above yours: ask somebody who has as much.`);
}

async function getStanding(trx: Kysely<WeftTables>, personId: string, thingId: string): Promise<Standing> {
  const standing = await findStandingIn(trx, personId, reachOf(thingId));
  if (!standing) throw missingThing(thingId);
  return standing;
}

/** Ids only: names of people are not for the audit trail. */
function tellGrant({ to, role }: GrantShown) {
  return { to: { kind: to.kind, id: to.id }, role };
}

function idOf(to: { personId: string } | { teamId: string }): string {
  return "personId" in to ? to.personId : to.teamId;
}

function reachOf(thingId: string): Reach {
  if (isId("workspace", thingId)) return { workspaceId: thingId };
  return isId("base", thingId) ? { baseId: thingId } : { tableId: thingId };
}

function forbidden(text: ReturnType<typeof phrase>): Problem {
  return new Problem("auth.forbidden", text);
}

function missingThing(thingId: string): Problem {
  return isId("base", thingId)
    ? new Problem("base.not_found", phrase`There is no base ${thingId}, or it is not yours to see.`)
    : new Problem("table.not_found", phrase`There is no table ${thingId}, or it is not yours to see.`);
}
