import type { GroupRole } from "@weft/api/providers";
import { roles } from "@weft/model/permissions";
import type { Transaction } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import { announce } from "../../live/announce.ts";
import type { AuditActor } from "../audit/audit.record.ts";
import { recordAudit } from "../audit/audit.record.ts";
import type { SignInProvider } from "../providers/providers.ts";
import type { MembershipChange } from "./sign-in.store.ts";
import { setGroupMemberships } from "./sign-in.store.ts";

/** Gives a person the memberships of their groups, takes away those of groups they have left, and tells the audit trail. */
export async function followGroups(
  trx: Transaction<WeftTables>,
  provider: SignInProvider,
  who: AuditActor & { personId: string },
  groups: readonly string[],
): Promise<void> {
  const given = rolesOfGroups(provider.groupRoles, groups);
  const changes = await setGroupMemberships(trx, who.personId, provider.issuer, given);
  for (const change of changes)
    await recordAudit(trx, who, {
      action: actionOf(change),
      workspaceId: change.workspaceId,
      thing: { kind: "person", id: who.personId },
      before: change.before === null ? null : { role: change.before },
      after: change.after === null ? null : { role: change.after, fromGroupsOf: provider.name },
    });
  if (changes.length > 0) await announce(trx, { about: "person", personId: who.personId });
}

function actionOf({ before, after }: MembershipChange) {
  if (after === null) return "member.removed";
  return before === null ? "member.added" : "member.role_changed";
}

/** What somebody's groups give, by workspace; of several groups the strongest role. */
function rolesOfGroups(groupRoles: readonly GroupRole[], groups: readonly string[]): Map<string, GroupRole["role"]> {
  const mine = new Set(groups);
  const given = new Map<string, GroupRole["role"]>();
  for (const { group, workspaceId, role } of groupRoles) {
    if (!mine.has(group)) continue;
    const before = given.get(workspaceId);
    if (!before || roles.indexOf(role) > roles.indexOf(before)) given.set(workspaceId, role);
  }
  return given;
}
