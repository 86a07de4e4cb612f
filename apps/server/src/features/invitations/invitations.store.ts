import type { Invitation } from "@weft/api/invitations";
import type { Role } from "@weft/model/permissions";
import type { Kysely, Selectable, Transaction } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;
type InvitationRow = Selectable<WeftTables["invitations"]>;

/** As many invitations of a workspace as are listed. */
const listedMax = 500;

/** The invitations of a workspace, newest first; or the one of `invitationId`. */
export async function findInvitations(db: Db, workspaceId: string, invitationId?: string): Promise<Invitation[]> {
  let query = db
    .selectFrom("invitations")
    .leftJoin("people", "people.id", "invitations.invited_by")
    .selectAll("invitations")
    .select("people.name as invitedBy")
    .where("workspace_id", "=", workspaceId);
  if (invitationId) query = query.where("invitations.id", "=", invitationId);
  const found = await query
    .orderBy("invitations.created_at", "desc")
    .orderBy("invitations.id")
    .limit(listedMax)
    .execute();
  return found.map((row) => ({
    id: row.id,
    email: row.email,
    role: row.role as Role,
    invitedBy: row.invitedBy,
    state: stateOf(row),
    sentAt: row.sent_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }));
}

/** What became of an invitation. */
export function stateOf(row: Pick<InvitationRow, "accepted_at" | "withdrawn_at" | "expires_at">): Invitation["state"] {
  if (row.accepted_at) return "accepted";
  if (row.withdrawn_at) return "withdrawn";
  return row.expires_at.getTime() > Date.now() ? "open" : "expired";
}

/** The invitation behind a secret's hash with what it leads to, locked until the transaction ends. */
export async function findInvitationByHash(trx: Transaction<WeftTables>, hash: string) {
  return trx
    .selectFrom("invitations")
    .innerJoin("workspaces", "workspaces.id", "invitations.workspace_id")
    .selectAll("invitations")
    .select("workspaces.name as workspaceName")
    .select((eb) =>
      eb.selectFrom("people").select("name").whereRef("people.id", "=", "invitations.invited_by").as("invitedBy"),
    )
    .select((eb) =>
      eb.selectFrom("people").select("id").whereRef("people.email", "=", "invitations.email").as("accountId"),
    )
    .where("invitations.hash", "=", hash)
    .where("workspaces.deleted_at", "is", null)
    .forUpdate("invitations")
    .executeTakeFirst();
}

/** Enters an invitation. */
export async function insertInvitation(
  db: Db,
  invitation: {
    id: string;
    workspaceId: string;
    email: string;
    role: Role;
    hash: string;
    invitedBy: string;
    days: number;
    /** Its link is told to who invites. */
    byHand: boolean;
  },
): Promise<void> {
  await db
    .insertInto("invitations")
    .values({
      id: invitation.id,
      workspace_id: invitation.workspaceId,
      email: invitation.email,
      role: invitation.role,
      hash: invitation.hash,
      invited_by: invitation.invitedBy,
      expires_at: inDays(invitation.days),
      by_hand: invitation.byHand,
    })
    .execute();
}

/** Gives an invitation another secret and its time anew. */
export async function renewInvitation(
  db: Db,
  invitationId: string,
  { hash, days, byHand }: { hash: string; days: number; byHand: boolean },
): Promise<void> {
  await db
    .updateTable("invitations")
    .set({ hash, sent_at: sql<Date>`now()`, expires_at: inDays(days), by_hand: byHand })
    .where("id", "=", invitationId)
    .execute();
}

function inDays(days: number) {
  return sql<Date>`now() + make_interval(days => ${days})`;
}

/** Notes that an invitation was accepted: its address is proven by that, if its secret came by mail alone. */
export async function markAccepted(
  db: Db,
  { id, by_hand: byHand }: Pick<InvitationRow, "id" | "by_hand">,
  personId: string,
): Promise<void> {
  const now = sql<Date>`now()`;
  await db.updateTable("invitations").set({ accepted_at: now }).where("id", "=", id).execute();
  if (byHand) return;
  await db.updateTable("people").set({ email_verified: true }).where("id", "=", personId).execute();
}

/** Withdraws what is not over: one invitation, or those of an address into a workspace. */
export async function withdrawOpen(
  db: Db,
  which: { invitationId: string } | { workspaceId: string; email: string },
): Promise<void> {
  let query = db
    .updateTable("invitations")
    .set({ withdrawn_at: sql<Date>`now()` })
    .where("accepted_at", "is", null)
    .where("withdrawn_at", "is", null);
  if ("invitationId" in which) query = query.where("id", "=", which.invitationId);
  else query = query.where("workspace_id", "=", which.workspaceId).where("email", "=", which.email);
  await query.execute();
}

/** How many addresses a person has sent an invitation to within a day. */
export async function countSentToday(db: Db, personId: string): Promise<number> {
  const { sent } = await db
    .selectFrom("invitations")
    .select((eb) => eb.fn.countAll<number>().as("sent"))
    .where("invited_by", "=", personId)
    .where("sent_at", ">", sql<Date>`now() - interval '1 day'`)
    .executeTakeFirstOrThrow();
  return sent;
}

/** Whether somebody of this address is in the workspace. */
export async function isMember(db: Db, workspaceId: string, email: string): Promise<boolean> {
  const found = await db
    .selectFrom("members")
    .innerJoin("people", "people.id", "members.person_id")
    .select("people.id")
    .where("members.workspace_id", "=", workspaceId)
    .where("people.email", "=", email)
    .executeTakeFirst();
  return found !== undefined;
}
