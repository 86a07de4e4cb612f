import { randomBytes } from "node:crypto";
import type { Weft } from "../../weft.ts";
import { openSecret } from "../secrets/secrets.ts";
import { hashSecret } from "../tokens/tokens.secret.ts";
import { findSecondFactor, takeRecoveryCode, takeStep } from "./second-factor.store.ts";
import { findStep, toBase32 } from "./totp.ts";

const recoveryCodes = 10;

/** Whether what somebody entered beside their password lets them in; `none` = nothing is asked of them. */
export async function tryCode(
  weft: Weft,
  personId: string,
  code: string | undefined,
): Promise<"none" | "lacking" | "right" | "wrong"> {
  const factor = await findSecondFactor(weft.db.people, personId);
  if (!factor?.confirmed_at) return "none";
  if (!code) return "lacking";
  const isRight =
    (await takeAppCode(weft, personId, code)) ||
    (await takeRecoveryCode(weft.db.people, personId, hashRecoveryCode(personId, code)));
  return isRight ? "right" : "wrong";
}

/** Takes a code of the person's app, once; false when it is wrong or was used. The first one turns the factor on. */
export async function takeAppCode(weft: Weft, personId: string, code: string): Promise<boolean> {
  const factor = await findSecondFactor(weft.db.people, personId);
  const secret = factor && openSecret(weft, factor.secret, secretPlace(personId));
  if (!secret) return false;
  const step = findStep(Buffer.from(secret, "base64"), code.replaceAll(/\s/g, ""), Date.now());
  return step !== null && takeStep(weft.db.people, personId, step);
}

/** Where a person's secret is kept; copied to another person it does not open. */
export function secretPlace(personId: string): string {
  return `second factor ${personId}`;
}

/** New recovery codes of 80 random bits each, as people read them: `abcd-efgh-ijkl-mnop`. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodes }, () =>
    (toBase32(randomBytes(10)).toLowerCase().match(/.{4}/g) as string[]).join("-"),
  );
}

/** A recovery code as it is kept; hyphens, spaces and capitals do not count. */
export function hashRecoveryCode(personId: string, code: string): string {
  return hashSecret(`${personId} ${code.toLowerCase().replaceAll(/[^a-z2-7]/g, "")}`);
}
