import { leaveWorkspace, listMembers, removeMember, updateMember } from "@weft/api/members";
import { createClient } from "@weft/api/client";
import { getWorkspace } from "@weft/api/workspaces";
import type { Role } from "@weft/model/permissions";
import { expect, test } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeSession } from "../people/people.make.ts";

/** An owner, and one member of each role that is named. */
async function makeTeam<Names extends Role>(weft: TestWeft, ...names: Names[]) {
  const boss = await makePerson(weft);
  const members = {} as Record<Names, TestPerson>;
  for (const role of names) members[role] = await makePerson(weft, { workspaceId: boss.workspaceId, role });
  return { boss, members, params: { workspaceId: boss.workspaceId } };
}

test("a manager sees who is in, since when and when last seen; a viewer does not see when the others were here", async () => {
  await using weft = await makeTestWeft();
  const { boss, members, params } = await makeTeam(weft, "manager", "viewer");
  const seen = await members.manager.client.call(listMembers, { params });
  expect(seen.members.map(({ role }) => role)).toEqual(["owner", "manager", "viewer"]);
  const self = seen.members.find(({ personId }) => personId === members.manager.personId);
  expect(Date.parse(self?.lastSeenAt as string)).toBeGreaterThan(Date.now() - 60_000);
  expect(Date.parse(self?.since as string)).toBeGreaterThan(Date.now() - 60_000);
  expect(seen.members.find(({ personId }) => personId === boss.personId)?.lastSeenAt).toBeNull();
  const bySomebody = await members.viewer.client.call(listMembers, { params });
  expect(bySomebody.members.map(({ lastSeenAt }) => lastSeenAt)).toEqual([null, null, null]);
});

test("a role that is changed holds from the next call on", async () => {
  await using weft = await makeTestWeft();
  const { boss, members, params } = await makeTeam(weft, "viewer");
  const { personId, client } = members.viewer;
  const call = { params: { ...params, personId }, body: { role: "manager" as const } };
  expect(await boss.client.call(updateMember, call)).toMatchObject({ personId, role: "manager" });
  expect(await client.call(getWorkspace, { params })).toMatchObject({ role: "manager" });
});

test("nobody gives a role above their own, changes somebody above them, or raises themselves", async () => {
  await using weft = await makeTestWeft();
  const { boss, members, params } = await makeTeam(weft, "manager", "viewer");
  const { manager, viewer } = members;
  const change = (personId: string, role: Role) =>
    manager.client.call(updateMember, { params: { ...params, personId }, body: { role } });
  for (const [personId, role] of [
    [viewer.personId, "owner"],
    [manager.personId, "owner"],
    [boss.personId, "viewer"],
  ] as const)
    await expect(change(personId, role)).rejects.toMatchObject({ code: "auth.forbidden" });
  const removing = manager.client.call(removeMember, { params: { ...params, personId: boss.personId } });
  await expect(removing).rejects.toMatchObject({ code: "auth.forbidden" });
  const { members: after } = await boss.client.call(listMembers, { params });
  expect(after.map(({ role }) => role)).toEqual(["owner", "manager", "viewer"]);
});

test("the last owner can neither be lowered nor removed nor leave", async () => {
  await using weft = await makeTestWeft();
  const { boss, params } = await makeTeam(weft);
  const place = { params: { ...params, personId: boss.personId } };
  const browser = createClient({ url: weft.url, headers: { ...(await makeSession(weft, boss.personId)) } });
  for (const attempt of [
    () => boss.client.call(updateMember, { ...place, body: { role: "manager" } }),
    () => boss.client.call(removeMember, place),
    () => browser.call(leaveWorkspace, { params }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "member.last_owner" });
  expect(await boss.client.call(getWorkspace, { params })).toMatchObject({ role: "owner" });
});

test("when two owners lower each other at the same moment, one stays owner", async () => {
  await using weft = await makeTestWeft();
  const { boss, members, params } = await makeTeam(weft, "owner");
  const lower = (by: TestPerson, whom: TestPerson) =>
    by.client.call(updateMember, { params: { ...params, personId: whom.personId }, body: { role: "viewer" } });
  const results = await Promise.allSettled([lower(boss, members.owner), lower(members.owner, boss)]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const { members: after } = await boss.client.call(listMembers, { params });
  expect(after.filter(({ role }) => role === "owner")).toHaveLength(1);
});

test("who is removed or has left no longer knows of the workspace", async () => {
  await using weft = await makeTestWeft();
  const { boss, members, params } = await makeTeam(weft, "editor", "viewer");
  await boss.client.call(removeMember, { params: { ...params, personId: members.editor.personId } });
  const browser = createClient({ url: weft.url, headers: { ...(await makeSession(weft, members.viewer.personId)) } });
  await browser.call(leaveWorkspace, { params });
  for (const { client } of Object.values(members))
    await expect(client.call(getWorkspace, { params })).rejects.toMatchObject({ code: "workspace.not_found" });
  expect((await boss.client.call(listMembers, { params })).members).toHaveLength(1);
  const again = boss.client.call(removeMember, { params: { ...params, personId: members.editor.personId } });
  await expect(again).rejects.toMatchObject({ code: "member.not_found" });
});
