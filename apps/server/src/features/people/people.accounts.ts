import { randomUUID } from "node:crypto";
import type { Person } from "@weft/api/people";
import { Problem } from "@weft/api/problems";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import type { Weft } from "../../weft.ts";
import { insertWorkspace } from "../workspaces/workspaces.store.ts";
import { authOf } from "./people.auth.ts";
import { findPerson, hasOwner, insertPerson, lockSignUp } from "./people.store.ts";

interface NewAccount {
  name: string;
  email: string;
  password: string;
  language?: Person["language"];
}

/**
 * Makes an account with a workspace of its own, all or nothing; the first one becomes the instance's owner, also when
 * two come at once. Throws `auth.sign_up_closed`, or `request.invalid` when the e-mail has an account.
 */
export async function createAccount(weft: Weft, wanted: NewAccount, options: { onlyOwner?: boolean } = {}) {
  const email = wanted.email.toLowerCase();
  const { password } = await authOf(weft).$context;
  const passwordHash = await password.hash(wanted.password);
  const id = randomUUID();
  try {
    await weft.db.people.transaction().execute(async (trx) => {
      await lockSignUp(trx);
      const isInstanceOwner = !(await hasOwner(trx));
      if (!isInstanceOwner && (options.onlyOwner || weft.config.signUp === "closed")) {
        throw new Problem(
          "auth.sign_up_closed",
          phrase`This instance takes no new accounts by sign-up. Ask the people who run it.`,
        );
      }
      const language = wanted.language ?? "en";
      await insertPerson(trx, { id, name: wanted.name, email, language, passwordHash, isInstanceOwner });
      const name = workspaceNames[language](wanted.name);
      await insertWorkspace(trx, { id: makeId("workspace"), name, ownerId: id });
    });
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== "people_email_key") throw error;
    throw new Problem("request.invalid", phrase`This e-mail address has an account already: sign in instead.`, [
      { path: "email", message: phrase`has an account already` },
    ]);
  }
  return id;
}

const workspaceNames: Record<Person["language"], (name: string) => string> = {
  en: (name) => `${name.slice(0, 100)}${name.endsWith("s") ? "'" : "'s"} workspace`,
  fr: (name) => `Espace de ${name.slice(0, 100)}`,
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
    if (!(error instanceof Problem && error.code === "auth.sign_up_closed")) throw error;
  }
}

/** One's own person; throws if the account has gone since the request began. */
export async function getPerson(weft: Weft, personId: string): Promise<Person> {
  const person = await findPerson(weft.db.people, personId);
  if (!person) throw new Problem("auth.required", phrase`This account is no longer there.`);
  return person;
}
