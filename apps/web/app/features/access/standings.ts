import type { GrantShown } from "@weft/api/grants";
import type { Member } from "@weft/api/members";
import type { Team } from "@weft/api/teams";
import type { Grant, Thing } from "@weft/model/grants/decide";
import { decide } from "@weft/model/grants/decide";
import { isId } from "@weft/model/ids";
import type { GrantedRole } from "@weft/model/permissions";
import { compareRoles } from "@weft/model/permissions";

/** A base or a table, and what lies around it. */
export interface Place {
  thing: { kind: "base" | "table"; id: string; name: string };
  /** Around a table; null for a base. */
  base: { id: string; name: string } | null;
  workspaceId: string;
}

/** Everything that gives somebody a role at a place. */
export interface Given {
  /** On the thing itself. */
  here: readonly GrantShown[];
  /** On the base around a table. */
  around: readonly GrantShown[];
  members: readonly Pick<Member, "personId" | "name" | "email" | "role">[];
  teams: readonly Pick<Team, "id" | "name" | "members">[];
}

/** Somebody's role at a place, and where it comes from. */
export interface Standing {
  personId: string;
  name: string;
  email: string | null;
  role: GrantedRole;
  from: "here" | "base" | "workspace";
  /** The team it was given to; null = to the person. */
  team: string | null;
}

/** Everybody to whom anything was given on the way to a place, strongest first, then by name. */
export function standingsOf({ thing, base, workspaceId }: Place, given: Given): Standing[] {
  const chain: Thing[] = [
    { kind: "workspace", id: workspaceId },
    ...(base ? [{ kind: "base" as const, id: base.id }] : []),
    { kind: thing.kind, id: thing.id },
  ];
  const grants = grantsOf(workspaceId, given);
  return peopleOf(given)
    .flatMap(({ personId, name, email }): Standing[] => {
      const teams = given.teams.filter((team) => team.members.some((member) => member.personId === personId));
      const { role, decidedBy } = decide(chain, { personId, teamIds: teams.map(({ id }) => id) }, grants);
      if (!decidedBy) return [];
      const teamId = "teamId" in decidedBy.to ? decidedBy.to.teamId : null;
      const team = teams.find(({ id }) => id === teamId)?.name ?? null;
      const from = decidedBy.thing.id === thing.id ? "here" : decidedBy.thing.kind === "base" ? "base" : "workspace";
      return [{ personId, name, email, role, from, team }];
    })
    .sort((left, right) => compareRoles(right.role, left.role) || left.name.localeCompare(right.name));
}

/** Members, and whom something was given without being one. */
export function peopleOf({ here, around, members }: Given): Pick<Standing, "personId" | "name" | "email">[] {
  const people = new Map<string, Pick<Standing, "personId" | "name" | "email">>();
  for (const { to } of [...here, ...around])
    if (to.kind === "person") people.set(to.id, { personId: to.id, name: to.name, email: null });
  for (const { personId, name, email } of members) people.set(personId, { personId, name, email });
  return [...people.values()];
}

function grantsOf(workspaceId: string, { here, around, members }: Given): Grant[] {
  const given = [...here, ...around].map(({ thingId, to, role }): Grant => {
    const kind = isId("base", thingId) ? "base" : "table";
    return { thing: { kind, id: thingId }, to: to.kind === "team" ? { teamId: to.id } : { personId: to.id }, role };
  });
  const memberships = members.map(({ personId, role }): Grant => ({
    thing: { kind: "workspace", id: workspaceId },
    to: { personId },
    role,
  }));
  return [...given, ...memberships];
}
