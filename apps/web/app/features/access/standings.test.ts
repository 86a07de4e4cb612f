import type { GrantShown } from "@weft/api/grants";
import { makeId } from "@weft/model/ids";
import type { GrantedRole } from "@weft/model/permissions";
import { expect, test } from "vitest";
import type { Given, Place } from "./standings.ts";
import { peopleOf, standingsOf } from "./standings.ts";

const [tableId, baseId] = [makeId("table"), makeId("base")];
const place: Place = {
  thing: { kind: "table", id: tableId, name: "Sightings" },
  base: { id: baseId, name: "Birds" },
  workspaceId: makeId("workspace"),
};

function grant(thingId: string, kind: "person" | "team", name: string, role: GrantedRole): GrantShown {
  return { id: name, thingId, to: { kind, id: name, name }, role, givenBy: null, givenAt: "2026-01-01T00:00:00Z" };
}

const member = (name: string, role: "viewer" | "builder" | "owner") => ({ personId: name, name, email: name, role });
const given: Given = {
  here: [grant(tableId, "team", "ringers", "editor"), grant(tableId, "person", "guest", "viewer")],
  around: [grant(baseId, "person", "bob", "manager"), grant(baseId, "person", "owen", "none")],
  members: [member("ann", "viewer"), member("bob", "viewer"), member("cleo", "builder"), member("owen", "owner")],
  teams: [{ id: "ringers", name: "Ringers", members: [{ personId: "ann", name: "ann", email: "ann" }] }],
};

test("everybody stands where the nearest thing puts them, with the place and the team it comes from", () => {
  const said = standingsOf(place, given).map(({ name, role, from, team }) => [name, role, from, team]);
  expect(said).toEqual([
    ["owen", "owner", "workspace", null],
    ["bob", "manager", "base", null],
    ["cleo", "builder", "workspace", null],
    ["ann", "editor", "here", "Ringers"],
    ["guest", "viewer", "here", null],
  ]);
});

test("of a base, what stands on its tables says nothing", () => {
  const ofBase: Place = { ...place, thing: { kind: "base", id: baseId, name: "Birds" }, base: null };
  const said = standingsOf(ofBase, { ...given, here: given.around, around: [] });
  expect(said.map(({ name, role, from }) => [name, role, from])).toEqual([
    ["owen", "owner", "workspace"],
    ["bob", "manager", "here"],
    ["cleo", "builder", "workspace"],
    ["ann", "viewer", "workspace"],
  ]);
});

test("whom something was given without being a member is known too", () => {
  expect(peopleOf(given).map(({ name }) => name)).toEqual(["guest", "bob", "owen", "ann", "cleo"]);
});
