import type { ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/members";
import type { Attributes, Member } from "@weft/api/members";
import { Problem } from "@weft/api/problems";
import type { Role } from "@weft/model/permissions";
import { roleMay } from "@weft/model/permissions";
import { phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import { Personal, recordAudit } from "../audit/audit.record.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { refuseAbove } from "./members.rules.ts";
import { countOwners, deleteMember, findMembers, lockMembers, setAttributes, setRole } from "./members.store.ts";

/** Somebody's place in a workspace. */
interface Place {
  workspaceId: string;
  personId: string;
}

/** Who is in a workspace; when they were last seen only for those who look after it. */
export async function listMembers(
  weft: Weft,
  actor: Actor,
  workspaceId: string,
): Promise<ReplyOf<typeof contract.listMembers>> {
  const { role } = await access(weft, actor, "members.read", { workspaceId });
  const members = await findMembers(weft.db.people, workspaceId);
  if (roleMay(role, "members.update")) return { members };
  const ofMe = (member: Member) => (member.personId === actor.personId ? member.attributes : null);
  return { members: members.map((member) => ({ ...member, lastSeenAt: null, attributes: ofMe(member) })) };
}

/** Gives a member another role; throws when it or theirs is above the caller's, or when no owner would be left. */
export async function updateMember(weft: Weft, actor: Actor, place: Place, role: Role): Promise<Member> {
  const own = await access(weft, actor, "members.update", place);
  refuseAbove(own.role, role);
  return weft.db.people.transaction().execute(async (trx) => {
    await lockMembers(trx, place.workspaceId);
    const member = await getMember(trx, place);
    refuseAbove(own.role, member.role);
    if (role !== "owner") await keepOwner(trx, place.workspaceId, member);
    await setRole(trx, place.workspaceId, place.personId, role);
    await announce(trx, { about: "person", personId: place.personId });
    const sides = { before: { role: member.role }, after: { role } };
    await recordAudit(trx, actor, { action: "member.role_changed", ...toldOf(place), ...sides });
    return { ...member, role };
  });
}

/**
 * Sets what row rules may ask of a member. Nobody sets it for whoever stands above them, and only an owner their own: it
 * would let them see rows that are kept from them.
 */
export async function putAttributes(weft: Weft, actor: Actor, place: Place, attributes: Attributes): Promise<Member> {
  const own = await access(weft, actor, "members.update", place);
  if (place.personId === actor.personId && own.role !== "owner")
    throw new Problem("auth.forbidden", phrase`Only an owner of the workspace changes their own attributes: ask one.`);
  return weft.db.people.transaction().execute(async (trx) => {
    await lockMembers(trx, place.workspaceId);
    const member = await getMember(trx, place);
    refuseAbove(own.role, member.role);
    await setAttributes(trx, place.workspaceId, place.personId, attributes);
    await announce(trx, { about: "person", personId: place.personId });
    const told = (all: Attributes | null) => tellAttributes(place.personId, all ?? {});
    const sides = { before: told(member.attributes), after: told(attributes) };
    await recordAudit(trx, actor, { action: "member.attributes_changed", ...toldOf(place), ...sides });
    return { ...member, attributes };
  });
}

/** Takes a member out; throws when their role is above the caller's, or when no owner would be left. */
export async function removeMember(weft: Weft, actor: Actor, place: Place): Promise<void> {
  const own = await access(weft, actor, "members.update", place);
  await weft.db.people.transaction().execute(async (trx) => {
    await lockMembers(trx, place.workspaceId);
    const member = await getMember(trx, place);
    refuseAbove(own.role, member.role);
    await keepOwner(trx, place.workspaceId, member);
    await deleteMember(trx, place.workspaceId, place.personId);
    await announce(trx, { about: "person", personId: place.personId });
    await recordAudit(trx, actor, { action: "member.removed", ...toldOf(place), before: { role: member.role } });
  });
}

/** Takes the caller out; throws when they are the last owner. */
export async function leaveWorkspace(weft: Weft, actor: Actor, workspaceId: string): Promise<void> {
  await access(weft, actor, "workspace.read", { workspaceId });
  const place = { workspaceId, personId: actor.personId };
  await weft.db.people.transaction().execute(async (trx) => {
    await lockMembers(trx, workspaceId);
    await keepOwner(trx, workspaceId, await getMember(trx, place));
    await deleteMember(trx, workspaceId, actor.personId);
    await recordAudit(trx, actor, { action: "member.removed", ...toldOf(place) });
  });
}

function toldOf({ workspaceId, personId }: Place) {
  return { workspaceId, thing: { kind: "person", id: personId } } as const;
}

/** For the audit trail: the values are the person's, and go with them. */
function tellAttributes(of: string, attributes: Attributes) {
  const texts = ([name, value]: [string, string | string[]]) => [
    name,
    [value].flat().map((text) => new Personal(of, text)),
  ];
  return { attributes: Object.fromEntries(Object.entries(attributes).map(texts)) };
}

async function getMember(db: Kysely<WeftTables>, { workspaceId, personId }: Place): Promise<Member> {
  const [member] = await findMembers(db, workspaceId, personId);
  if (!member) throw new Problem("member.not_found", phrase`There is no such member in this workspace.`);
  return member;
}

/** To be asked before a member stops being owner. */
async function keepOwner(db: Kysely<WeftTables>, workspaceId: string, member: Member): Promise<void> {
  if (member.role !== "owner" || (await countOwners(db, workspaceId)) > 1) return;
  const text = phrase`${member.name} is the last owner of this workspace: make somebody else owner first.`;
  throw new Problem("member.last_owner", text);
}
