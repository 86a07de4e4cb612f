import { createBase, createTable, deleteTable, duplicateBase, duplicateTable } from "@weft/api/bases";
import { getBase, getTable, listBases } from "@weft/api/bases";
import { deleteGrant, explainAccess, listGrants, putGrant } from "@weft/api/grants";
import { createImport, listImports } from "@weft/api/imports";
import { getSession } from "@weft/api/people";
import { createRows, listRows } from "@weft/api/rows";
import { addTeamMember, createTeam } from "@weft/api/teams";
import { getWorkspace, listWorkspaces } from "@weft/api/workspaces";
import type { GrantedRole } from "@weft/model/permissions";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refused } from "../../testing/refused.ts";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

let weft: TestWeft;
beforeAll(async () => {
  weft = await makeTestWeft();
});
afterAll(() => weft[Symbol.asyncDispose]());

type To = { personId: string } | { teamId: string };

async function give(giver: TestPerson, thingId: string, to: To, role: GrantedRole) {
  const receiver = "teamId" in to ? to : { personId: to.personId };
  return giver.client.call(putGrant, { params: { thingId }, body: { to: receiver, role } });
}

async function read(person: TestPerson, tableId: string): Promise<string> {
  return refused(person.client.call(listRows, { params: { tableId }, query: {} }));
}

async function write(person: TestPerson, tableId: string): Promise<string> {
  const body = { rows: [{ cells: { Name: "x" } }] };
  return refused(person.client.call(createRows, { params: { tableId }, query: {}, body }));
}

/** A workspace with an owner and two tables in their base. */
async function makeStation() {
  const owner = await makePerson(weft);
  const [open, shut] = [await makeTable(weft, owner, { name: "Open" }), await makeTable(weft, owner, { name: "Shut" })];
  const { workspaceId, baseId } = owner;
  return { owner, workspaceId, baseId, open, shut };
}

async function makeTeam(owner: TestPerson, ...members: TestPerson[]): Promise<string> {
  const params = { workspaceId: owner.workspaceId };
  const { id } = await owner.client.call(createTeam, { params, body: { name: crypto.randomUUID() } });
  for (const { personId } of members) await owner.client.call(addTeamMember, { params: { teamId: id, personId } });
  return id;
}

test("a member who is shut out of a table finds it in no list and behind no door", async () => {
  const { owner, workspaceId, baseId, open, shut } = await makeStation();
  const member = await makePerson(weft, { workspaceId, role: "builder" });
  await give(owner, shut.id, member, "none");
  expect(await read(member, shut.id)).toBe("table.not_found");
  expect(await read(member, open.id)).toBe("works");
  const { bases } = await member.client.call(listBases, { params: { workspaceId } });
  expect(bases.map(({ tables }) => tables.map(({ id }) => id))).toEqual([[open.id]]);
  expect((await member.client.call(getBase, { params: { baseId } })).tables).toMatchObject([{ id: open.id }]);
  const copy = await member.client.call(duplicateBase, { params: { baseId }, body: {} });
  expect(copy.tables.map(({ name }) => name)).toEqual(["Open"]);
});

test("a member who is shut out of a base does not know that it is there, nor what was imported into it", async () => {
  const { owner, workspaceId, baseId, open } = await makeStation();
  const member = await makePerson(weft, { workspaceId, role: "editor" });
  const imports = async () => {
    const { imports } = await member.client.call(listImports, { params: { workspaceId }, query: {} });
    return imports.length;
  };
  await importFile(owner);
  expect(await imports()).toBe(1);
  await give(owner, baseId, member, "none");
  expect(await imports()).toBe(0);
  expect(await read(member, open.id)).toBe("table.not_found");
  expect(await member.client.call(listBases, { params: { workspaceId } })).toEqual({ bases: [] });
  expect(await refused(member.client.call(getBase, { params: { baseId } }))).toBe("base.not_found");
});

async function importFile(owner: TestPerson): Promise<void> {
  const body = { source: { text: "a\n1\n" }, start: "review" as const };
  await owner.client.call(createImport, { params: { baseId: owner.baseId }, body });
}

test("whom one table was given sees its workspace and base by name, and nothing else of them", async () => {
  const { owner, workspaceId, baseId, open, shut } = await makeStation();
  const other = await owner.client.call(createBase, { params: { workspaceId }, body: { name: "Other" } });
  const guest = await makePerson(weft);
  expect(await refused(guest.client.call(getWorkspace, { params: { workspaceId } }))).toBe("workspace.not_found");
  await give(owner, open.id, guest, "editor");
  expect(await write(guest, open.id)).toBe("works");
  expect(await read(guest, shut.id)).toBe("table.not_found");
  expect((await guest.client.call(getTable, { params: { tableId: open.id } })).role).toBe("editor");
  expect(await guest.client.call(getWorkspace, { params: { workspaceId } })).toMatchObject({ role: "none" });
  const { workspaces } = await guest.client.call(listWorkspaces, {});
  expect(workspaces.filter(({ id }) => id === workspaceId)).toMatchObject([{ role: "none" }]);
  const { bases } = await guest.client.call(listBases, { params: { workspaceId } });
  expect(bases).toMatchObject([{ id: baseId, tables: [{ id: open.id }] }]);
  expect(await refused(guest.client.call(getBase, { params: { baseId: other.id } }))).toBe("base.not_found");
  const made = guest.client.call(createTable, { params: { baseId }, body: { name: "Mine" } });
  expect(await refused(made)).toBe("auth.forbidden");
  const copied = guest.client.call(duplicateTable, { params: { tableId: open.id }, body: {} });
  expect(await refused(copied)).toBe("auth.forbidden");
  expect((await guest.client.call(getSession, {})).workspaces).toContainEqual(
    expect.objectContaining({ role: "none" }),
  );
});

test("whom a base was given may be shut out of one of its tables, and then does not know of it", async () => {
  const { owner, baseId, open, shut } = await makeStation();
  const guest = await makePerson(weft);
  await give(owner, baseId, guest, "editor");
  await give(owner, shut.id, guest, "none");
  expect([await write(guest, open.id), await write(guest, shut.id)]).toEqual(["works", "table.not_found"]);
  expect((await guest.client.call(getBase, { params: { baseId } })).tables).toMatchObject([{ id: open.id }]);
});

test("a base that only a table is seen of tells of changes in that table alone", async () => {
  const { owner, baseId, open, shut } = await makeStation();
  const guest = await makePerson(weft);
  await give(owner, open.id, guest, "viewer");
  const changedAt = async (person: TestPerson) => (await person.client.call(getBase, { params: { baseId } })).changedAt;
  const before = await changedAt(guest);
  await write(owner, shut.id);
  expect(await changedAt(guest)).toBe(before);
  expect((await changedAt(owner)) > before).toBe(true);
  await write(owner, open.id);
  expect((await changedAt(guest)) > before).toBe(true);
});

test("the last table of a base going to the trash takes the base out of a guest's sight", async () => {
  const { owner, workspaceId, baseId, open } = await makeStation();
  const guest = await makePerson(weft);
  await give(owner, open.id, guest, "viewer");
  await owner.client.call(deleteTable, { params: { tableId: open.id } });
  expect(await guest.client.call(listBases, { params: { workspaceId } })).toEqual({ bases: [] });
  expect(await refused(guest.client.call(getBase, { params: { baseId } }))).toBe("base.not_found");
});

test("a team's role on a base holds for its members until it is taken back, and for nobody else", async () => {
  const { owner, workspaceId, baseId, open } = await makeStation();
  const [inside, outside] = [
    await makePerson(weft, { workspaceId, role: "viewer" }),
    await makePerson(weft, { workspaceId, role: "viewer" }),
  ];
  const teamId = await makeTeam(owner, inside);
  const { id: grantId } = await give(owner, baseId, { teamId }, "editor");
  expect([await write(inside, open.id), await write(outside, open.id)]).toEqual(["works", "auth.forbidden"]);
  await owner.client.call(deleteGrant, { params: { thingId: baseId, grantId } });
  expect(await write(inside, open.id)).toBe("auth.forbidden");
});

test("a copy of a table is shut to whom the table is shut", async () => {
  const { owner, workspaceId, shut } = await makeStation();
  const member = await makePerson(weft, { workspaceId, role: "builder" });
  await give(owner, shut.id, member, "none");
  const copy = await owner.client.call(duplicateTable, { params: { tableId: shut.id }, body: {} });
  expect(await read(member, copy.id)).toBe("table.not_found");
});

test("nothing inside a workspace lowers its owner", async () => {
  const { owner, workspaceId, shut } = await makeStation();
  const second = await makePerson(weft, { workspaceId, role: "owner" });
  await give(owner, shut.id, second, "none");
  expect(await write(second, shut.id)).toBe("works");
});

test("a manager gives at most their own role, and lowers nobody above it", async () => {
  const { owner, workspaceId, baseId } = await makeStation();
  const [manager, editor] = [
    await makePerson(weft, { workspaceId, role: "manager" }),
    await makePerson(weft, { workspaceId, role: "editor" }),
  ];
  expect(await refused(give(manager, baseId, editor, "owner"))).toBe("auth.forbidden");
  expect(await refused(give(manager, baseId, editor, "manager"))).toBe("works");
  expect(await refused(give(manager, baseId, owner, "none"))).toBe("auth.forbidden");
  const { id: grantId } = await give(owner, baseId, editor, "owner");
  expect(await refused(give(manager, baseId, editor, "viewer"))).toBe("auth.forbidden");
  const taken = manager.client.call(deleteGrant, { params: { thingId: baseId, grantId } });
  expect(await refused(taken)).toBe("auth.forbidden");
});

test("nobody raises their own role, neither by giving nor by taking away what lowers them", async () => {
  const { owner, workspaceId, baseId, open } = await makeStation();
  const manager = await makePerson(weft, { workspaceId, role: "manager" });
  expect(await refused(give(manager, baseId, manager, "owner"))).toBe("auth.forbidden");
  await give(owner, baseId, manager, "owner");
  const own = await give(owner, open.id, manager, "manager");
  const params = { thingId: open.id, grantId: own.id };
  expect(await refused(manager.client.call(deleteGrant, { params }))).toBe("auth.forbidden");
  const { grants } = await owner.client.call(listGrants, { params: { thingId: open.id } });
  expect(grants).toMatchObject([{ id: own.id, role: "manager", to: { kind: "person", id: manager.personId } }]);
  expect(await refused(give(manager, open.id, manager, "viewer"))).toBe("works");
  expect(await refused(give(manager, open.id, manager, "manager"))).toBe("auth.forbidden");
});

test("who leaves a workspace keeps nothing that was given to them in it", async () => {
  const { owner, workspaceId, open } = await makeStation();
  const member = await makePerson(weft, { workspaceId, role: "viewer" });
  const teamId = await makeTeam(owner, member);
  await give(owner, open.id, member, "editor");
  await give(owner, open.id, { teamId }, "editor");
  await weft.weft.db.people.deleteFrom("members").where("person_id", "=", member.personId).execute();
  expect(await read(member, open.id)).toBe("table.not_found");
  expect((await member.client.call(listWorkspaces, {})).workspaces).toEqual([]);
});

test("a team of another workspace and a person who does not exist are given nothing", async () => {
  const { owner, baseId } = await makeStation();
  const elsewhere = await makeTeam((await makeStation()).owner);
  expect(await refused(give(owner, baseId, { teamId: elsewhere }, "viewer"))).toBe("team.not_found");
  expect(await refused(give(owner, baseId, { personId: "nobody" }, "viewer"))).toBe("person.not_found");
});

test("whoever asks why they have a role is told which grant decided and which did not", async () => {
  const { owner, workspaceId, baseId, open } = await makeStation();
  const member = await makePerson(weft, { workspaceId, role: "builder" });
  const teamId = await makeTeam(owner, member);
  await give(owner, baseId, { teamId }, "manager");
  await give(owner, open.id, member, "viewer");
  await give(owner, open.id, { teamId }, "editor");
  const asked = { params: { thingId: open.id }, query: { permission: "row.update" as const } };
  const team = expect.objectContaining({ id: teamId });
  expect(await member.client.call(explainAccess, asked)).toEqual({
    personId: member.personId,
    role: "viewer",
    decidedBy: { kind: "table", thingId: open.id, thingName: "Open", team: null, role: "viewer" },
    overruled: [
      { kind: "table", thingId: open.id, thingName: "Open", team, role: "editor", because: "own" },
      { kind: "base", thingId: baseId, thingName: "Test base", team, role: "manager", because: "nearer" },
      {
        kind: "workspace",
        thingId: workspaceId,
        thingName: "Test workspace",
        team: null,
        role: "builder",
        because: "nearer",
      },
    ],
    may: false,
    table: { fields: [], rows: [] },
  });
});

test("of others only those who manage the thing may ask, and strangers learn nothing", async () => {
  const { owner, workspaceId, open } = await makeStation();
  const [member, stranger] = [await makePerson(weft, { workspaceId, role: "builder" }), await makePerson(weft)];
  const explain = (person: TestPerson, of: TestPerson) =>
    person.client.call(explainAccess, { params: { thingId: open.id }, query: { person: of.personId } });
  expect(await explain(owner, member)).toMatchObject({ role: "builder" });
  expect(await explain(owner, stranger)).toMatchObject({ role: "none", decidedBy: null });
  expect(await refused(explain(member, owner))).toBe("auth.forbidden");
  expect(await refused(explain(stranger, stranger))).toBe("table.not_found");
});
