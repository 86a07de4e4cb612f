import { randomBytes } from "node:crypto";
import type { ReplyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type * as contract from "@weft/api/second-factor";
import { phrase } from "@weft/model/texts/phrase";
import type { FastifyRequest } from "fastify";
import type { Kysely } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { getPerson } from "../people/people.accounts.ts";
import { checkOwnPassword, wrongCode } from "../people/people.sessions.ts";
import { countSignInTry } from "../people/people.throttle.ts";
import { sealSecret } from "../secrets/secrets.ts";
import { hashRecoveryCode, makeRecoveryCodes, secretPlace, takeAppCode } from "./second-factor.codes.ts";
import {
  countRecoveryCodes,
  deleteSecondFactor,
  findSecondFactor,
  prepareSecret,
  replaceRecoveryCodes,
} from "./second-factor.store.ts";
import { toBase32, writeUri } from "./totp.ts";

/** Whether one's own sign-in asks for a code. */
export async function getSecondFactor(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.getSecondFactor>> {
  const factor = await findSecondFactor(weft.db.people, actor.personId);
  return {
    isOn: factor?.confirmed_at != null,
    recoveryCodesLeft: await countRecoveryCodes(weft.db.people, actor.personId),
  };
}

/** Makes a secret for an app, after one's own password; it counts once `confirmSecondFactor` saw a code of it. */
export async function prepareSecondFactor(
  weft: Weft,
  request: FastifyRequest,
  actor: Actor,
  password: string,
): Promise<ReplyOf<typeof contract.prepareSecondFactor>> {
  await checkOwnPassword(weft, request, actor, password);
  const secret = randomBytes(20);
  const sealed = sealSecret(weft, secret.toString("base64"), secretPlace(actor.personId));
  if (!(await prepareSecret(weft.db.people, actor.personId, sealed)))
    throw new Problem(
      "request.invalid",
      phrase`The second factor is on already: turn it off before you set up another.`,
    );
  const { email } = await getPerson(weft, actor.personId);
  return { secret: toBase32(secret), uri: writeUri(secret, email, "Weft") };
}

/** Turns the second factor on with a first code of the app; gives the recovery codes. */
export async function confirmSecondFactor(
  weft: Weft,
  request: FastifyRequest,
  actor: Actor,
  code: string,
): Promise<{ recoveryCodes: string[] }> {
  const factor = await findSecondFactor(weft.db.people, actor.personId);
  if (!factor || factor.confirmed_at)
    throw new Problem("request.invalid", phrase`There is no second factor to confirm: set it up first.`);
  const { email } = await getPerson(weft, actor.personId);
  const tried = await countSignInTry(weft, request.ip, email);
  if (!(await takeAppCode(weft, actor.personId, code))) throw wrongCode();
  await tried.wasRight();
  return renewCodes(weft, actor);
}

/** New recovery codes in place of the old ones, after one's own password. */
export async function renewRecoveryCodes(
  weft: Weft,
  request: FastifyRequest,
  actor: Actor,
  password: string,
): Promise<{ recoveryCodes: string[] }> {
  await checkOwnPassword(weft, request, actor, password);
  const factor = await findSecondFactor(weft.db.people, actor.personId);
  if (!factor?.confirmed_at)
    throw new Problem("request.invalid", phrase`The second factor is off: there is nothing to recover.`);
  return renewCodes(weft, actor);
}

/** Turns one's own second factor off, after one's own password. */
export async function removeSecondFactor(
  weft: Weft,
  request: FastifyRequest,
  actor: Actor,
  password: string,
): Promise<void> {
  await checkOwnPassword(weft, request, actor, password);
  await weft.db.people.transaction().execute(async (trx) => {
    await deleteSecondFactor(trx, actor.personId);
    await recordChange(trx, actor, { isOn: false });
  });
}

async function renewCodes(weft: Weft, actor: Actor): Promise<{ recoveryCodes: string[] }> {
  const { personId } = actor;
  const recoveryCodes = makeRecoveryCodes();
  const hashes = recoveryCodes.map((code) => hashRecoveryCode(personId, code));
  await weft.db.people.transaction().execute(async (trx) => {
    await replaceRecoveryCodes(trx, personId, hashes);
    await recordChange(trx, actor, { isOn: true, recoveryCodes: "new" });
  });
  return { recoveryCodes };
}

async function recordChange(db: Kysely<WeftTables>, actor: Actor, after: object): Promise<void> {
  const thing = { kind: "person" as const, id: actor.personId };
  await recordAudit(db, actor, { action: "person.second_factor_changed", thing, after });
}
