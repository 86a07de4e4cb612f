import { putGrant } from "@weft/api/grants";
import { addTeamMember, createTeam, deleteTeam, listTeams, removeTeamMember, updateTeam } from "@weft/api/teams";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refused } from "../../testing/refused.ts";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";

let weft: TestWeft;
beforeAll(async () => {
  weft = await makeTestWeft();
});
afterAll(() => weft[Symbol.asyncDispose]());

async function makeTeam(owner: TestPerson, name: string): Promise<string> {
  const params = { workspaceId: owner.workspaceId };
  return (await owner.client.call(createTeam, { params, body: { name } })).id;
}

test("a team is made, filled, renamed and deleted; two of a workspace never share a name", async () => {
  const owner = await makePerson(weft);
  const { workspaceId } = owner;
  const member = await makePerson(weft, { workspaceId, role: "viewer" });
  const teamId = await makeTeam(owner, "Ringers");
  await makeTeam(owner, "Counters");
  expect(await refused(makeTeam(owner, "ringers"))).toBe("team.name_taken");
  const params = { teamId, personId: member.personId };
  await owner.client.call(addTeamMember, { params });
  await owner.client.call(addTeamMember, { params });
  const renamed = await owner.client.call(updateTeam, { params, body: { name: "Bird ringers" } });
  expect(renamed).toMatchObject({ name: "Bird ringers", members: [{ personId: member.personId }] });
  const { teams } = await member.client.call(listTeams, { params: { workspaceId } });
  expect(teams.map(({ name }) => name)).toEqual(["Bird ringers", "Counters"]);
  await owner.client.call(removeTeamMember, { params });
  await owner.client.call(deleteTeam, { params });
  expect((await owner.client.call(listTeams, { params: { workspaceId } })).teams).toMatchObject([{ members: [] }]);
});

test("only members of its workspace are in a team, and they leave both together", async () => {
  const owner = await makePerson(weft);
  const { workspaceId } = owner;
  const [member, stranger] = [await makePerson(weft, { workspaceId, role: "viewer" }), await makePerson(weft)];
  const teamId = await makeTeam(owner, "Ringers");
  const add = ({ personId }: TestPerson) => owner.client.call(addTeamMember, { params: { teamId, personId } });
  expect(await refused(add(stranger))).toBe("member.not_found");
  await add(member);
  await weft.weft.db.people.deleteFrom("members").where("person_id", "=", member.personId).execute();
  expect((await owner.client.call(listTeams, { params: { workspaceId } })).teams).toMatchObject([{ members: [] }]);
});

test("a manager changes neither their own teams nor a team that stands above them", async () => {
  const owner = await makePerson(weft);
  const { workspaceId, baseId } = owner;
  const manager = await makePerson(weft, { workspaceId, role: "manager" });
  const viewer = await makePerson(weft, { workspaceId, role: "viewer" });
  const [low, high] = [await makeTeam(owner, "Low"), await makeTeam(owner, "High")];
  await owner.client.call(putGrant, { params: { thingId: baseId }, body: { to: { teamId: high }, role: "owner" } });
  const add = (teamId: string, { personId }: TestPerson) =>
    refused(manager.client.call(addTeamMember, { params: { teamId, personId } }));
  expect(await add(low, manager)).toBe("auth.forbidden");
  expect(await add(low, viewer)).toBe("works");
  expect(await add(high, viewer)).toBe("auth.forbidden");
  expect(await refused(manager.client.call(deleteTeam, { params: { teamId: high } }))).toBe("auth.forbidden");
  await owner.client.call(addTeamMember, { params: { teamId: low, personId: manager.personId } });
  const leave = { params: { teamId: low, personId: manager.personId } };
  expect(await refused(manager.client.call(removeTeamMember, leave))).toBe("auth.forbidden");
  expect(await refused(manager.client.call(deleteTeam, { params: { teamId: low } }))).toBe("auth.forbidden");
});

test("whoever knows a workspace by its name alone knows nothing of its teams", async () => {
  const owner = await makePerson(weft);
  const guest = await makePerson(weft);
  const teamId = await makeTeam(owner, "Ringers");
  const body = { to: { personId: guest.personId }, role: "manager" as const };
  await owner.client.call(putGrant, { params: { thingId: owner.baseId }, body });
  const listed = guest.client.call(listTeams, { params: { workspaceId: owner.workspaceId } });
  expect(await refused(listed)).toBe("auth.forbidden");
  expect(await refused(guest.client.call(deleteTeam, { params: { teamId } }))).toBe("team.not_found");
});
