import type { GrantedRole } from "../permissions.ts";
import { compareRoles } from "../permissions.ts";

/** What roles can be given on, outermost first. */
export const thingKinds = ["instance", "workspace", "base", "table", "view"] as const;

/** One thing that roles can be given on. */
export interface Thing {
  kind: (typeof thingKinds)[number];
  id: string;
}

/** A role given on a thing to a person, or to a team of its workspace. */
export interface Grant {
  thing: Thing;
  to: { personId: string } | { teamId: string };
  role: GrantedRole;
}

/** Somebody who wants to do something. */
export interface Who {
  personId: string;
  teamIds: readonly string[];
}

/** Why a grant that speaks of a person did not decide. */
export const overruledReasons = ["nearer", "own", "stronger", "workspace_owner"] as const;

/**
 * Why a grant did not decide: another stands `nearer` to the thing; at the same thing the person's `own` goes before
 * their teams', or another team's is `stronger`; or the person owns the workspace, which nothing inside it lowers.
 */
export type OverruledReason = (typeof overruledReasons)[number];

/** A person's role on a thing, and why it is this one. */
export interface Decision<G extends Grant = Grant> {
  role: GrantedRole;
  /** null = nothing was ever given to them. */
  decidedBy: G | null;
  /** From the nearest to the farthest. */
  overruled: { grant: G; because: OverruledReason }[];
}

/**
 * The role of somebody on the last thing of `chain`, which goes from the outermost thing to the innermost. The nearest
 * thing that says anything of them wins; there, a grant of their own goes before their teams', and among teams' the
 * strongest. An owner of the workspace owns all in it. Grants on other things or to others are left out of account.
 */
export function decide<G extends Grant>(chain: readonly Thing[], who: Who, grants: readonly G[]): Decision<G> {
  const levels = chain.map((thing) => claimsOn(thing, who, grants));
  const workspace = chain.findIndex(({ kind }) => kind === "workspace");
  const inWorkspace = nearest(levels.slice(0, workspace + 1));
  const owns = inWorkspace >= 0 && levels[inWorkspace]?.[0]?.role === "owner";
  const at = owns ? inWorkspace : nearest(levels);
  const decidedBy = levels[at]?.[0] ?? null;
  const overruled = levels
    .flatMap((claims, level) =>
      claims
        .filter((grant) => grant !== decidedBy)
        .map((grant) => ({ grant, level, because: reason(grant, level - at, decidedBy) })),
    )
    .sort((left, right) => right.level - left.level)
    .map(({ grant, because }) => ({ grant, because }));
  return { role: decidedBy?.role ?? "none", decidedBy, overruled };
}

/** What is said of somebody on one thing: their own grants, then their teams', each with the strongest first. */
function claimsOn<G extends Grant>(thing: Thing, who: Who, grants: readonly G[]): G[] {
  return grants
    .filter((grant) => grant.thing.kind === thing.kind && grant.thing.id === thing.id && speaksOf(grant, who))
    .sort((left, right) => Number(isOwn(right)) - Number(isOwn(left)) || compareRoles(right.role, left.role));
}

function speaksOf({ to }: Grant, who: Who): boolean {
  return "personId" in to ? to.personId === who.personId : who.teamIds.includes(to.teamId);
}

function isOwn(grant: Grant): boolean {
  return "personId" in grant.to;
}

function nearest(levels: readonly Grant[][]): number {
  return levels.findLastIndex((claims) => claims.length > 0);
}

function reason(grant: Grant, levelsInside: number, decidedBy: Grant | null): OverruledReason {
  if (levelsInside > 0) return "workspace_owner";
  if (levelsInside < 0) return "nearer";
  return decidedBy && isOwn(decidedBy) && !isOwn(grant) ? "own" : "stronger";
}
