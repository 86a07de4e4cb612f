import { randomBytes } from "node:crypto";
import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type { SignUpWait } from "@weft/api/sign-ups";
import type * as contract from "@weft/api/sign-ups";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import { readLanguage } from "../../language/say.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { addMail } from "../mails/mails.store.ts";
import type { NewAccount } from "../people/people.accounts.ts";
import { accountExists, createAccount, hashNewPassword, insertAccount } from "../people/people.accounts.ts";
import { verifyPassword } from "../people/people.passwords.ts";
import { hasOwner, lockSignUp } from "../people/people.store.ts";
import { hashSecret } from "../tokens/tokens.secret.ts";
import type { SignUpLetter } from "./sign-ups.letter.ts";
import { writeSignUpLetter } from "./sign-ups.letter.ts";
import {
  findOwners,
  findWaiting,
  hasAccount,
  insertSignUp,
  markProven,
  takeConfirmed,
  takeWaiting,
} from "./sign-ups.store.ts";

/**
 * Does what the instance's rule says with somebody who signs up: makes the account, or keeps what was asked for and
 * says what it waits for. Who holds an invitation comes in under every rule but `closed`.
 */
export async function takeSignUp(weft: Weft, wanted: NewAccount & { invitation?: string }): Promise<SignUpWait | null> {
  const { signUp, signUpDomains } = weft.config;
  const isRuled = !wanted.invitation && (await hasOwner(weft.db.people));
  if (isRuled && signUp === "approval") return keepWaiting(weft, wanted, "approval");
  if (isRuled && signUp === "domains") {
    const domain = wanted.email.toLowerCase().split("@").at(-1) as string;
    if (signUpDomains.includes(domain)) return keepWaiting(weft, wanted, "confirmation");
    throw new Problem(
      "auth.sign_up_closed",
      phrase`Only addresses of ${signUpDomains.join(", ")} make an account here. Use yours, or ask for an invitation.`,
    );
  }
  if (isRuled && signUp === "invitation")
    throw new Problem(
      "auth.sign_up_closed",
      phrase`Accounts are made by invitation here: open the link in the mail you were sent, or ask for one.`,
    );
  await createAccount(weft, wanted, { invitation: wanted.invitation });
  return null;
}

async function keepWaiting(weft: Weft, wanted: NewAccount, waitsFor: SignUpWait): Promise<SignUpWait> {
  const email = wanted.email.toLowerCase();
  const language = wanted.language ?? "en";
  const secret = waitsFor === "confirmation" ? randomBytes(32).toString("base64url") : null;
  const password_hash = await hashNewPassword(weft, wanted);
  await weft.db.people.transaction().execute(async (trx) => {
    if (await hasAccount(trx, email)) throw accountExists();
    const hash = secret && hashSecret(secret);
    const asked = { id: makeId("signUp"), name: wanted.name, email, language, password_hash, hash };
    if (!(await insertSignUp(trx, asked))) return;
    if (secret) return mail(weft, trx, "confirm", { to: email, language, path: `/confirm#${secret}` }, wanted);
    for (const owner of await findOwners(trx))
      await mail(weft, trx, "waits", { to: owner.email, ...owner, path: "/it-manager/people" }, wanted);
  });
  return waitsFor;
}

/** Accounts that wait to be approved. */
export async function listSignUps(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.listSignUps>> {
  needOwner(actor);
  const waiting = await findWaiting(weft.db.people);
  return {
    signUps: waiting.map(({ id, name, email, created_at }) => ({
      id,
      name,
      email,
      createdAt: created_at.toISOString(),
    })),
  };
}

/** Makes the account that waits, and tells its person. */
export async function approveSignUp(weft: Weft, actor: Actor, signUpId: string): Promise<void> {
  needOwner(actor);
  await weft.db.people.transaction().execute(async (trx) => {
    await lockSignUp(trx);
    const asked = await takeWaiting(trx, signUpId);
    if (!asked) throw missing(signUpId);
    const id = await enterAsked(trx, asked);
    await mail(weft, trx, "approved", { to: asked.email, language: asked.language, path: "/sign-in" }, asked);
    await recordAudit(trx, actor, { action: "sign_up.approved", thing: { kind: "person", id } });
  });
}

/** Lets the account that waits go, and tells its person. */
export async function refuseSignUp(weft: Weft, actor: Actor, signUpId: string): Promise<void> {
  needOwner(actor);
  await weft.db.people.transaction().execute(async (trx) => {
    const asked = await takeWaiting(trx, signUpId);
    if (!asked) throw missing(signUpId);
    await mail(weft, trx, "refused", { to: asked.email, language: asked.language, path: "/" }, asked);
    await recordAudit(trx, actor, { action: "sign_up.refused" });
  });
}

/**
 * Makes the account whose address the mailed secret proves; once. The password is asked for again: whoever asked for
 * an account with somebody else's address does not get it by their click.
 */
export async function confirmSignUp(
  weft: Weft,
  { secret, password }: BodyOf<typeof contract.confirmSignUp>,
): Promise<ReplyOf<typeof contract.confirmSignUp>> {
  return weft.db.people.transaction().execute(async (trx) => {
    await lockSignUp(trx);
    const asked = await takeConfirmed(trx, hashSecret(secret));
    if (!asked)
      throw new Problem(
        "sign_up.not_found",
        phrase`This link no longer works: it was used, or is older than two days. Sign in, or sign up anew.`,
      );
    if (!(await verifyPassword(asked.password_hash, password)))
      throw new Problem(
        "auth.wrong_credentials",
        phrase`This is not the password the account was asked for with. Sign up anew if you did not ask for it.`,
      );
    await markProven(trx, await enterAsked(trx, asked));
    return { email: asked.email };
  });
}

function enterAsked(
  trx: Parameters<typeof insertAccount>[0],
  asked: { name: string; email: string; language: string; password_hash: string },
): Promise<string> {
  const { name, email, password_hash: passwordHash } = asked;
  const language = readLanguage(asked.language);
  return insertAccount(trx, { name, email, language, passwordHash, isInstanceOwner: false });
}

async function mail(
  weft: Weft,
  db: Kysely<WeftTables>,
  kind: SignUpLetter,
  reader: { to: string; language: string; path: string },
  applicant: { name: string; email: string },
): Promise<void> {
  const address = (weft.config.publicUrl ?? `http://localhost:${weft.config.port}`).replace(/\/$/, "");
  const language = readLanguage(reader.language);
  const letter = writeSignUpLetter(kind, { to: reader.to, language, url: `${address}${reader.path}` }, applicant);
  await addMail(db, letter, { smtp: weft.config.smtpUrl !== undefined });
}

function needOwner(actor: Actor): void {
  if (actor.isInstanceOwner) return;
  throw new Problem("auth.forbidden", phrase`Only the owner of this instance may decide on accounts.`);
}

function missing(signUpId: string): Problem {
  return new Problem("sign_up.not_found", phrase`Nobody waits as ${signUpId}: it was decided already.`);
}
