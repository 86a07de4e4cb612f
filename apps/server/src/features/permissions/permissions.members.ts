import { createInvitation } from "@weft/api/invitations";
import { createTeam } from "@weft/api/teams";
import { makeId } from "@weft/model/ids";
import { makePerson } from "../../testing/weft.ts";
import { mailedSecret } from "../invitations/invitations.make.ts";
import type { World } from "./permissions.callers.ts";
import type { Fixture } from "./permissions.fixtures.ts";

/** A team of the owner's workspace. */
export async function newTeam({ owner }: World): Promise<string> {
  const params = { workspaceId: owner.workspaceId };
  return (await owner.client.call(createTeam, { params, body: { name: makeId("team") } })).id;
}

async function newMember({ owner: { workspaceId }, test }: World) {
  return { workspaceId, personId: (await makePerson(test, { workspaceId, role: "viewer" })).personId };
}

async function newInvitation({ owner, test }: World) {
  const params = { workspaceId: owner.workspaceId };
  const body = { email: `${crypto.randomUUID()}@example.org`, role: "viewer" as const };
  const { id } = await owner.client.call(createInvitation, { params, body });
  return { params: { ...params, invitationId: id }, secret: await mailedSecret(test, body.email) };
}

async function newSignUp({ test }: World): Promise<string> {
  const id = makeId("signUp");
  const row = { id, name: "N", email: `${id}@example.org`, language: "en", password_hash: "x", hash: null };
  await test.weft.db.people.insertInto("sign_ups").values(row).execute();
  return id;
}

const ofWorkspace: Fixture = ({ owner }) => ({ params: { workspaceId: owner.workspaceId } });

/** Requests that work at the doors of who belongs to a workspace: members, invitations, sign-ups, teams. */
export const memberFixtures: Record<string, Fixture> = {
  "members.list": ofWorkspace,
  "members.update": async (world) => ({ params: await newMember(world), body: { role: "commenter" } }),
  "members.attributes": async (world) => ({
    params: await newMember(world),
    body: { attributes: { unit: "Birds" } },
  }),
  "members.delete": async (world) => ({ params: await newMember(world) }),
  // Of a workspace that stays whole when its caller goes.
  "members.leave": async ({ test }, { personId, role }) => {
    const { workspaceId } = await makePerson(test);
    const member = { workspace_id: workspaceId, person_id: personId, role: role ?? "viewer" };
    if (role) await test.weft.db.people.insertInto("members").values(member).execute();
    return { params: { workspaceId } };
  },
  "invitations.list": ofWorkspace,
  "invitations.create": async (world, caller) => ({
    ...(await ofWorkspace(world, caller)),
    body: { email: `${crypto.randomUUID()}@example.org`, role: "viewer" },
  }),
  // Sent within the last minute: past the permission it is refused for that.
  "invitations.resend": async (world) => ({ params: (await newInvitation(world)).params, body: {}, works: [429] }),
  "invitations.delete": async (world) => ({ params: (await newInvitation(world)).params }),
  "invitations.read": async (world) => ({ body: { secret: (await newInvitation(world)).secret } }),
  // There is none: past the door it is refused for that.
  "invitations.accept": () => ({ body: { secret: "none" }, works: [404] }),
  "sign_ups.list": () => ({}),
  "sign_ups.approve": async (world) => ({ params: { signUpId: await newSignUp(world) } }),
  "sign_ups.delete": async (world) => ({ params: { signUpId: await newSignUp(world) } }),
  "sign_ups.confirm": () => ({ body: { secret: "none", password: "none" }, works: [404] }),
  "teams.list": ofWorkspace,
  "teams.create": async (world, caller) => ({ ...(await ofWorkspace(world, caller)), body: { name: makeId("team") } }),
  "teams.update": async (world) => ({ params: { teamId: await newTeam(world) }, body: { name: makeId("team") } }),
  "teams.delete": async (world) => ({ params: { teamId: await newTeam(world) } }),
  "teams.add_member": async (world) => ({
    params: { teamId: await newTeam(world), personId: world.owner.personId },
  }),
  "teams.remove_member": async (world) => ({
    params: { teamId: await newTeam(world), personId: world.owner.personId },
  }),
};
