import { expect, test } from "vitest";
import type { GrantedRole } from "../permissions.ts";
import { grantedRoles } from "../permissions.ts";
import type { Grant, Thing, Who } from "./decide.ts";
import { decide, thingKinds } from "./decide.ts";

const chain: Thing[] = thingKinds.map((kind) => ({ kind, id: kind }));
const ann: Who = { personId: "ann", teamIds: ["birds", "bats"] };

/** `table ann viewer` or `base birds editor`. */
function grant(text: string): Grant {
  const [kind, to, role] = text.split(" ") as [Thing["kind"], string, GrantedRole];
  const isPerson = to === "ann" || to === "bob";
  return { thing: { kind, id: kind }, to: isPerson ? { personId: to } : { teamId: to }, role };
}

/** The same in the words `grant` reads. */
function told({ thing, to, role }: Grant): string {
  return `${thing.kind} ${"personId" in to ? to.personId : to.teamId} ${role}`;
}

test.each([
  ["nobody who was given nothing may do anything", [], "none", null, []],
  ["a role on the workspace holds for what is in it", ["workspace ann editor"], "editor", "workspace ann editor", []],
  [
    "the nearest thing wins, were it weaker",
    ["workspace ann builder", "table ann viewer"],
    "viewer",
    "table ann viewer",
    ["workspace ann builder: nearer"],
  ],
  [
    "the nearest thing wins, were it a team's against one's own",
    ["base ann none", "table birds editor"],
    "editor",
    "table birds editor",
    ["base ann none: nearer"],
  ],
  [
    "at one thing one's own goes before the teams'",
    ["table birds manager", "table ann none"],
    "none",
    "table ann none",
    ["table birds manager: own"],
  ],
  [
    "among the teams' the strongest wins",
    ["base birds viewer", "base bats editor"],
    "editor",
    "base bats editor",
    ["base birds viewer: stronger"],
  ],
  [
    "an owner of the workspace is owner of all in it",
    ["instance ann viewer", "workspace ann owner", "base ann none", "table birds viewer"],
    "owner",
    "workspace ann owner",
    ["table birds viewer: workspace_owner", "base ann none: workspace_owner", "instance ann viewer: nearer"],
  ],
  [
    "an owner of the instance is lowered by the workspace alone, and then by what is in it too",
    ["instance ann owner", "workspace ann editor", "table ann none"],
    "none",
    "table ann none",
    ["workspace ann editor: nearer", "instance ann owner: nearer"],
  ],
  [
    "an owner of the instance of whom the workspace says nothing owns it",
    ["instance ann owner", "table ann none"],
    "owner",
    "instance ann owner",
    ["table ann none: workspace_owner"],
  ],
  [
    "an owner of a base can be lowered in it",
    ["base ann owner", "table ann viewer"],
    "viewer",
    "table ann viewer",
    ["base ann owner: nearer"],
  ],
  ["what was given to others counts for nothing", ["table bob owner", "base frogs owner"], "none", null, []],
] as [string, string[], GrantedRole, string | null, string[]][])(
  "%s",
  (_promise, grants, role, decidedBy, overruled) => {
    const decision = decide(chain, ann, grants.map(grant));
    expect({
      role: decision.role,
      decidedBy: decision.decidedBy && told(decision.decidedBy),
      overruled: decision.overruled.map(({ grant, because }) => `${told(grant)}: ${because}`),
    }).toEqual({ role, decidedBy, overruled });
  },
);

test("a grant on another table of the same base says nothing of this one", () => {
  const other: Grant = { thing: { kind: "table", id: "other" }, to: { personId: "ann" }, role: "owner" };
  expect(decide(chain, ann, [other])).toEqual({ role: "none", decidedBy: null, overruled: [] });
});

/** The same rules in other words: go inwards, and let each thing that says anything replace what held until then. */
function naiveRole(things: readonly Thing[], who: Who, grants: readonly Grant[]): GrantedRole {
  let role: GrantedRole = "none";
  for (const { kind, id } of things) {
    const here = grants.filter((each) => each.thing.kind === kind && each.thing.id === id);
    const own = here.filter(({ to }) => "personId" in to && to.personId === who.personId);
    const teams = here.filter(({ to }) => "teamId" in to && who.teamIds.includes(to.teamId));
    const said = (own.length > 0 ? own : teams).map((each) => each.role);
    for (const each of grantedRoles) if (said.includes(each)) role = each;
    if (kind === "workspace" && role === "owner") return "owner";
  }
  return role;
}

/** Repeatable random numbers from 0 to below `bound` (mulberry32). */
function makeRandom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * bound);
  };
}

test("20,000 random sets of grants are decided as by going inwards step by step, and every grant is accounted for", () => {
  const random = makeRandom(4);
  const names = ["ann", "bob", "birds", "bats", "frogs"];
  const wrong: unknown[] = [];
  for (let round = 0; round < 20_000; round++) {
    const grants = Array.from({ length: random(9) }, () => {
      const kind = thingKinds[random(thingKinds.length)];
      return grant(`${kind} ${names[random(names.length)]} ${grantedRoles[random(grantedRoles.length)]}`);
    });
    const things = chain.slice(0, 1 + random(chain.length));
    const { role, decidedBy, overruled } = decide(things, ann, grants);
    const accounted = new Set([...overruled.map(({ grant }) => grant), ...(decidedBy ? [decidedBy] : [])]);
    const ofAnn = grants.filter(({ thing, to }) => {
      const isAnn = "personId" in to ? to.personId === "ann" : ann.teamIds.includes(to.teamId);
      return isAnn && things.some(({ kind }) => kind === thing.kind);
    });
    const isWhole = accounted.size === ofAnn.length && ofAnn.every((each) => accounted.has(each));
    // Asked of each at once: twenty thousand expectations take seconds.
    if (role !== naiveRole(things, ann, grants) || !isWhole) wrong.push({ role, grants: grants.map(told), things });
  }
  expect(wrong).toEqual([]);
});
