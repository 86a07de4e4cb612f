import { randomUUID } from "node:crypto";
import type { Person } from "@weft/api/people";
import { Problem } from "@weft/api/problems";
import { makeId } from "@weft/model/ids";
import type { Weakness } from "@weft/model/passwords/weak";
import { findWeakness } from "@weft/model/passwords/weak";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { Transaction } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import { StartError } from "../../roles/start-error.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { takeInvitation } from "../invitations/invitations.accepting.ts";
import { insertWorkspace } from "../workspaces/workspaces.store.ts";
import { hashPassword } from "./people.passwords.ts";
import { findPerson, hasOwner, insertPerson, lockSignUp } from "./people.store.ts";

/** An account before it is made. */
export interface NewAccount {
  name: string;
  email: string;
  password: string;
  language?: Person["language"];
}

/**
 * Makes an account with a workspace of its own, or in the one it is invited to, all or nothing; the first one becomes
 * the instance's owner, also when two come at once. Throws `auth.sign_up_closed`, or `request.invalid` when the e-mail
 * has an account.
 */
export async function createAccount(
  weft: Weft,
  wanted: NewAccount,
  options: { onlyOwner?: boolean; invitation?: string } = {},
): Promise<string> {
  const { signUp } = weft.config;
  const isAdmitted = !options.onlyOwner && (signUp === "open" || (signUp !== "closed" && options.invitation));
  const passwordHash = await hashNewPassword(weft, wanted);
  return weft.db.people.transaction().execute(async (trx) => {
    await lockSignUp(trx);
    const isInstanceOwner = !(await hasOwner(trx));
    if (!isInstanceOwner && !isAdmitted) {
      throw new Problem(
        "auth.sign_up_closed",
        phrase`This instance takes no new accounts by sign-up. Ask the people who run it.`,
      );
    }
    return insertAccount(trx, { ...wanted, passwordHash, isInstanceOwner }, options.invitation);
  });
}

/** The hash of the password of an account that is to be made; throws `request.invalid` when it is easy to guess. */
export async function hashNewPassword(weft: Weft, wanted: NewAccount): Promise<string> {
  checkNewPassword(weft, wanted.password, wanted);
  return hashPassword(wanted.password);
}

/** Enters an account whose password is hashed already, in a transaction that holds the lock of sign-ups. */
export async function insertAccount(
  trx: Transaction<WeftTables>,
  wanted: Omit<NewAccount, "password"> & { passwordHash: string; isInstanceOwner: boolean },
  invitation?: string,
): Promise<string> {
  const { name, passwordHash, isInstanceOwner, language = "en" } = wanted;
  const person = { id: randomUUID(), name, email: wanted.email.toLowerCase(), language };
  try {
    await insertPerson(trx, { ...person, passwordHash, isInstanceOwner });
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== "people_email_key") throw error;
    throw accountExists();
  }
  if (invitation) await takeInvitation(trx, invitation, person);
  else
    await insertWorkspace(trx, {
      id: makeId("workspace"),
      name: workspaceNames[language](name),
      ownerId: person.id,
    });
  const made = { personId: person.id, requestId: null };
  await recordAudit(trx, made, { action: "person.signed_up", thing: { kind: "person", id: person.id, name } });
  return person.id;
}

/** What is said to who signs up with an address that has an account. */
export function accountExists(): Problem {
  return new Problem("request.invalid", phrase`This e-mail address has an account already: sign in instead.`, [
    { path: "email", message: phrase`has an account already` },
  ]);
}

/** Throws `request.invalid` at `path` when a password is too short, what everybody tries first, or its person's own name. */
export function checkNewPassword(
  weft: Weft,
  password: string,
  { name, email }: { name: string; email: string },
  path = "password",
): void {
  const weakness = findWeakness(password, weft.config.passwordLengthMin, [name, email]);
  if (!weakness) return;
  throw new Problem("request.invalid", phrase`This password is too easy to guess.`, [
    { path, message: weaknessTexts[weakness](weft.config.passwordLengthMin) },
  ]);
}

const weaknessTexts: Record<Weakness, (lengthMin: number) => Phrase> = {
  short: (lengthMin) => phrase`needs at least ${lengthMin} characters`,
  common: () => phrase`is among the first that are tried: take some words that do not belong together`,
  own: () => phrase`is made of your name or e-mail: take some words that have nothing to do with you`,
};

/** What the workspace of somebody new is called. */
export const workspaceNames: Record<Person["language"], (name: string) => string> = {
  en: (name) => `${name.slice(0, 100)}${name.endsWith("s") ? "'" : "'s"} workspace`,
  fr: (name) => `Espace ${/^[aeiouy]/i.test(name.normalize("NFD")) ? "d’" : "de "}${name.slice(0, 100)}`,
};

/** Makes the owner's account from WEFT_OWNER_EMAIL and WEFT_OWNER_PASSWORD; nothing when there is an owner or they are not set. */
export async function ensureOwner(weft: Weft): Promise<void> {
  const { ownerEmail, ownerPassword } = weft.config;
  if (!ownerEmail || !ownerPassword || (await hasOwner(weft.db.people))) return;
  const name = ownerEmail.split("@")[0] as string;
  try {
    await createAccount(weft, { name, email: ownerEmail, password: ownerPassword }, { onlyOwner: true });
  } catch (error) {
    // Another process was faster.
    if (error instanceof Problem && error.code === "auth.sign_up_closed") return;
    if (error instanceof Problem && error.issues[0])
      throw new StartError(`WEFT_OWNER_PASSWORD ${error.issues[0].message}.`);
    throw error;
  }
}

/** One's own person; throws if the account has gone since the request began. */
export async function getPerson(weft: Weft, personId: string): Promise<Person> {
  const person = await findPerson(weft.db.people, personId);
  if (!person) throw new Problem("auth.required", phrase`This account is no longer there.`);
  return person;
}
