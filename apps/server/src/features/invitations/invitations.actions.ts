import { randomBytes } from "node:crypto";
import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/invitations";
import type { Invitation, SentInvitation } from "@weft/api/invitations";
import { invitationDays } from "@weft/api/invitations";
import { Problem } from "@weft/api/problems";
import { makeId } from "@weft/model/ids";
import type { Role } from "@weft/model/permissions";
import { phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { addMail } from "../mails/mails.store.ts";
import { refuseAbove } from "../members/members.rules.ts";
import { lockMembers } from "../members/members.store.ts";
import { getPerson } from "../people/people.accounts.ts";
import { hashSecret } from "../tokens/tokens.secret.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { getWorkspaceRow } from "../workspaces/workspaces.store.ts";
import { getOpenInvitation, takeInvitation } from "./invitations.accepting.ts";
import { writeInvitation } from "./invitations.letter.ts";
import { tellInvited } from "./invitations.notice.ts";
import {
  countSentToday,
  findInvitations,
  insertInvitation,
  isMember,
  renewInvitation,
  withdrawOpen,
} from "./invitations.store.ts";

type Db = Kysely<WeftTables>;

/** A person sends at most so many a day, and each again after a minute: who signs up shall not send mail by us to the world. */
const sentInDayMax = 200;
const resendAfterMs = 60_000;

/** Who was asked into a workspace. */
export async function listInvitations(
  weft: Weft,
  actor: Actor,
  workspaceId: string,
): Promise<ReplyOf<typeof contract.listInvitations>> {
  await access(weft, actor, "members.update", { workspaceId });
  return { invitations: await findInvitations(weft.db.people, workspaceId) };
}

/** Asks an address into a workspace, with a role not above the caller's own: by mail, or by a link that the caller hands over. */
export async function createInvitation(
  weft: Weft,
  actor: Actor,
  workspaceId: string,
  wanted: BodyOf<typeof contract.createInvitation>,
): Promise<SentInvitation> {
  const own = await access(weft, actor, "members.update", { workspaceId });
  refuseAbove(own.role, wanted.role);
  const { secret, hash } = makeSecret();
  const days = wanted.days ?? invitationDays;
  const email = wanted.email.toLowerCase();
  const id = makeId("invitation");
  const link = await weft.db.people.transaction().execute(async (trx) => {
    // Two who ask the same address at once wait for each other.
    await lockMembers(trx, workspaceId);
    if (await isMember(trx, workspaceId, email))
      throw new Problem("member.exists", phrase`${email} is a member of this workspace already.`);
    await refuseTooMany(trx, actor);
    await withdrawOpen(trx, { workspaceId, email });
    const { role } = wanted;
    const byHand = weft.config.smtpUrl === undefined;
    await insertInvitation(trx, { id, workspaceId, email, role, hash, invitedBy: actor.personId, days, byHand });
    const after = { role, days };
    await recordAudit(trx, actor, { action: "invitation.created", ...toldOf(workspaceId, id, email), after });
    return mailInvitation(weft, trx, actor, { workspaceId, email, role, days, secret });
  });
  return { ...(await getInvitation(weft.db.people, workspaceId, id)), link };
}

/** Sends an invitation again with a new link; also one that has expired. */
export async function resendInvitation(
  weft: Weft,
  actor: Actor,
  { workspaceId, invitationId }: { workspaceId: string; invitationId: string },
  days = invitationDays,
): Promise<SentInvitation> {
  const own = await access(weft, actor, "members.update", { workspaceId });
  const { secret, hash } = makeSecret();
  const link = await weft.db.people.transaction().execute(async (trx) => {
    await lockMembers(trx, workspaceId);
    const { email, role, sentAt } = await getUnended(trx, workspaceId, invitationId);
    refuseAbove(own.role, role);
    await refuseTooMany(trx, actor);
    if (Date.now() - Date.parse(sentAt) < resendAfterMs)
      throw new Problem("limit.reached", phrase`This invitation was sent within the last minute: wait a little.`);
    await renewInvitation(trx, invitationId, { hash, days, byHand: weft.config.smtpUrl === undefined });
    const after = { role, days };
    await recordAudit(trx, actor, {
      action: "invitation.sent_again",
      ...toldOf(workspaceId, invitationId, email),
      after,
    });
    return mailInvitation(weft, trx, actor, { workspaceId, email, role, days, secret });
  });
  return { ...(await getInvitation(weft.db.people, workspaceId, invitationId)), link };
}

/** Withdraws an invitation that nobody has accepted. */
export async function withdrawInvitation(
  weft: Weft,
  actor: Actor,
  { workspaceId, invitationId }: { workspaceId: string; invitationId: string },
): Promise<void> {
  const own = await access(weft, actor, "members.update", { workspaceId });
  await weft.db.people.transaction().execute(async (trx) => {
    await lockMembers(trx, workspaceId);
    const { email, role } = await getUnended(trx, workspaceId, invitationId);
    refuseAbove(own.role, role);
    await withdrawOpen(trx, { invitationId });
    await recordAudit(trx, actor, { action: "invitation.withdrawn", ...toldOf(workspaceId, invitationId, email) });
  });
}

/** What an invitation is to, for whoever holds its secret. */
export async function readInvitation(weft: Weft, secret: string): Promise<ReplyOf<typeof contract.readInvitation>> {
  const found = await weft.db.people.transaction().execute((trx) => getOpenInvitation(trx, secret));
  return {
    workspaceName: found.workspaceName,
    invitedBy: found.invitedBy,
    email: found.email,
    role: found.role as Role,
    expiresAt: found.expires_at.toISOString(),
    hasAccount: found.accountId !== null,
  };
}

/** Accepts an invitation as who is signed in. */
export async function acceptInvitation(
  weft: Weft,
  actor: Actor,
  secret: string,
): Promise<ReplyOf<typeof contract.acceptInvitation>> {
  const person = await getPerson(weft, actor.personId);
  return weft.db.people.transaction().execute((trx) => takeInvitation(trx, secret, person, actor));
}

/** Mails the link; without a mail server the mail is held, and the link given for whoever invites to hand over. */
async function mailInvitation(
  weft: Weft,
  db: Db,
  actor: Actor,
  asked: { workspaceId: string; email: string; role: Role; days: number; secret: string },
): Promise<string | null> {
  const [workspace, person] = await Promise.all([
    getWorkspaceRow(db, asked.workspaceId),
    getPerson(weft, actor.personId),
  ]);
  const address = (weft.config.publicUrl ?? `http://localhost:${weft.config.port}`).replace(/\/$/, "");
  // Behind the #, which browsers send to no server and in no Referer.
  const url = `${address}/invitation#${asked.secret}`;
  const smtp = weft.config.smtpUrl !== undefined;
  const mail = writeInvitation({
    to: asked.email,
    language: person.language,
    workspaceName: workspace.name,
    invitedBy: person.name,
    role: asked.role,
    days: asked.days,
    url,
  });
  await addMail(db, mail, { smtp });
  await tellInvited(db, { email: asked.email, workspaceName: workspace.name, invitedBy: person.name });
  return smtp ? null : url;
}

function toldOf(workspaceId: string, id: string, email: string) {
  return { workspaceId, thing: { kind: "invitation" as const, id, name: email } };
}

function makeSecret(): { secret: string; hash: string } {
  const secret = randomBytes(32).toString("base64url");
  return { secret, hash: hashSecret(secret) };
}

async function getInvitation(db: Db, workspaceId: string, invitationId: string): Promise<Invitation> {
  const [found] = await findInvitations(db, workspaceId, invitationId);
  if (!found) throw new Problem("invitation.not_found", phrase`There is no such invitation in this workspace.`);
  return found;
}

/** An invitation that is open or has expired. */
async function getUnended(db: Db, workspaceId: string, invitationId: string): Promise<Invitation> {
  const found = await getInvitation(db, workspaceId, invitationId);
  if (found.state === "accepted")
    throw new Problem("invitation.over", phrase`${found.email} has accepted this invitation already.`);
  if (found.state === "withdrawn")
    throw new Problem("invitation.over", phrase`This invitation was withdrawn: invite ${found.email} anew.`);
  return found;
}

async function refuseTooMany(db: Db, actor: Actor): Promise<void> {
  if ((await countSentToday(db, actor.personId)) < sentInDayMax) return;
  const text = phrase`You have sent ${sentInDayMax} invitations within a day: go on tomorrow.`;
  throw new Problem("limit.reached", text);
}
