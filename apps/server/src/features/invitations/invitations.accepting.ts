import { Problem } from "@weft/api/problems";
import type { Role } from "@weft/model/permissions";
import { phrase } from "@weft/model/texts/phrase";
import type { Transaction } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import type { AuditActor } from "../audit/audit.record.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { addMember } from "../members/members.store.ts";
import { hashSecret } from "../tokens/tokens.secret.ts";
import { findInvitationByHash, markAccepted, stateOf } from "./invitations.store.ts";

/** The invitation of a secret that can still be accepted; throws when there is none, or when and how it ended. */
export async function getOpenInvitation(trx: Transaction<WeftTables>, secret: string) {
  const found = await findInvitationByHash(trx, hashSecret(secret));
  if (!found)
    throw new Problem(
      "invitation.not_found",
      phrase`This link leads to no invitation: it is incomplete, or a newer mail has replaced it.`,
    );
  const state = stateOf(found);
  if (state !== "open") throw new Problem("invitation.over", overTexts[state]);
  return found;
}

const overTexts = {
  accepted: phrase`This invitation has been accepted already: sign in, and you are in the workspace.`,
  withdrawn: phrase`This invitation was withdrawn. Ask whoever invited you for another.`,
  expired: phrase`This invitation has expired. Ask whoever invited you to send it again.`,
} as const;

/** Makes the person of the invited address a member, once; who is one already keeps their role. */
export async function takeInvitation(
  trx: Transaction<WeftTables>,
  secret: string,
  person: { id: string; email: string },
  who: AuditActor = { personId: person.id, requestId: null },
): Promise<{ workspaceId: string; role: Role }> {
  const found = await getOpenInvitation(trx, secret);
  if (found.email !== person.email)
    throw new Problem(
      "invitation.other_address",
      phrase`This invitation is for ${found.email}, and you come as ${person.email}: use that address, or ask for an invitation to yours.`,
    );
  const workspaceId = found.workspace_id;
  await markAccepted(trx, found, person.id);
  const role = await addMember(trx, { workspaceId, personId: person.id, role: found.role as Role });
  const thing = { kind: "invitation" as const, id: found.id, name: found.email };
  await recordAudit(trx, who, { action: "invitation.accepted", thing, workspaceId, after: { role } });
  return { workspaceId, role };
}
