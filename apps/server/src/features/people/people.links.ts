import { randomBytes } from "node:crypto";
import type { BodyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/password-links";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { FastifyRequest } from "fastify";
import type { JobPayload } from "@weft/api/jobs";
import type { Transaction } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import { addJob } from "../../jobs/add-job.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit, senderOf } from "../audit/audit.record.ts";
import { addMail } from "../mails/mails.store.ts";
import { endSessions } from "../sessions/sessions.actions.ts";
import { hashSecret } from "../tokens/tokens.secret.ts";
import { checkNewPassword, getPerson } from "./people.accounts.ts";
import type { LinkPurpose } from "./people.letters.ts";
import { writeLinkLetter } from "./people.letters.ts";
import { hashPassword } from "./people.passwords.ts";
import type { LinkedPerson } from "./people.links.store.ts";
import { deleteLinks, findLink, findPersonToMail, insertLink, markVerified, takeLink } from "./people.links.store.ts";
import { setPasswordHash } from "./people.store.ts";
import { countLinkAsked, unlockAccount } from "./people.throttle.ts";

/** How long a mailed link works. */
const linkHours: Record<LinkPurpose, number> = { password: 1, verify: 48 };
const paths: Record<LinkPurpose, string> = { password: "/new-password", verify: "/verify-email" };

/**
 * Has a link mailed to set a new password. The account is looked up by a job, so that the answer tells nobody, by its
 * words or its time, whether there is one.
 */
export async function askPasswordLink(weft: Weft, request: FastifyRequest, email: string): Promise<void> {
  await countLinkAsked(weft, request.ip, email);
  await addJob(weft.db.people, "people.password_link", { email: email.toLowerCase() });
}

/** The job behind `askPasswordLink`; done twice, the second link ends the first. */
export async function mailPasswordLink(weft: Weft, { email }: JobPayload<"people.password_link">): Promise<void> {
  const person = await findPersonToMail(weft.db.people, { email });
  if (person) await mailLink(weft, person, "password");
}

/** Mails a link that shows that one's own address is one's own. */
export async function sendVerification(weft: Weft, request: FastifyRequest, actor: Actor): Promise<void> {
  const { email } = await getPerson(weft, actor.personId);
  await countLinkAsked(weft, request.ip, email);
  const person = await findPersonToMail(weft.db.people, { email });
  if (person) await mailLink(weft, person, "verify");
}

/** Sets a new password with a link's secret; ends the link, all others of the person, and every session. */
export async function setPassword(
  weft: Weft,
  request: FastifyRequest,
  { secret, password }: BodyOf<typeof contract.setPassword>,
): Promise<void> {
  const hash = hashSecret(secret);
  const found = await findLink(weft.db.people, hash, "password");
  if (!found) throw linkOver();
  checkNewPassword(weft, password, found);
  const passwordHash = await hashPassword(password);
  await weft.db.people.transaction().execute(async (trx) => {
    const taken = await takeLink(trx, hash, "password");
    if (!taken) throw linkOver();
    await deleteLinks(trx, found.personId, "password");
    await setPasswordHash(trx, found.personId, passwordHash);
    if (!taken.byHand) await markVerified(trx, found);
    const who = senderOf(request, found.personId);
    await recordAudit(trx, who, { action: "person.password_reset", thing: { kind: "person", id: found.personId } });
  });
  await endSessions(weft, found.personId);
  await unlockAccount(weft, found.email);
}

/** Takes a link's secret as proof of the address it went to. */
export async function verifyEmail(weft: Weft, secret: string): Promise<void> {
  await weft.db.people.transaction().execute(async (trx) => {
    const person = await takeLink(trx, hashSecret(secret), "verify");
    if (!person) throw linkOver();
    await markVerified(trx, person);
  });
}

/** Mails a link that is told to nobody else, so that it proves the address. */
async function mailLink(weft: Weft, person: LinkedPerson & { language: string }, purpose: LinkPurpose): Promise<void> {
  await weft.db.people.transaction().execute((trx) => makeLink(weft, trx, person, purpose, { byHand: false }));
}

/** Puts a link into the outbox, which ends an earlier one, and gives it. One that is to be handed over proves no address. */
export async function makeLink(
  weft: Weft,
  trx: Transaction<WeftTables>,
  person: LinkedPerson & { language: string },
  purpose: LinkPurpose,
  { byHand }: { byHand: boolean },
): Promise<string> {
  const secret = randomBytes(32).toString("base64url");
  const address = (weft.config.publicUrl ?? `http://localhost:${weft.config.port}`).replace(/\/$/, "");
  // Behind the #, which browsers send to no server and in no Referer.
  const url = `${address}${paths[purpose]}#${secret}`;
  const letter = writeLinkLetter(purpose, person, { url, hours: linkHours[purpose] });
  const expiresAt = new Date(Date.now() + linkHours[purpose] * 3_600_000);
  await deleteLinks(trx, person.personId, purpose);
  await insertLink(trx, { hash: hashSecret(secret), purpose, expiresAt, byHand, ...person });
  await addMail(trx, letter, { smtp: weft.config.smtpUrl !== undefined });
  return url;
}

function linkOver(): Problem {
  return new Problem("auth.link_over", phrase`This link was used or its time is over: ask for a new one.`);
}
