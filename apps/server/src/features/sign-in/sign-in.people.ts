import { randomUUID } from "node:crypto";
import { Problem } from "@weft/api/problems";
import { makeId } from "@weft/model/ids";
import type { Language } from "@weft/model/texts/phrase";
import { languages, phrase } from "@weft/model/texts/phrase";
import type { Transaction } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import type { AuditActor } from "../audit/audit.record.ts";
import { recordAudit } from "../audit/audit.record.ts";
import type { OutsidePerson } from "../openid/openid.people.ts";
import { workspaceNames } from "../people/people.accounts.ts";
import { hasOwner, isDisabled, lockSignUp } from "../people/people.store.ts";
import type { SignInProvider } from "../providers/providers.ts";
import { insertWorkspace } from "../workspaces/workspaces.store.ts";
import { followGroups } from "./sign-in.groups.ts";
import { findByEmail, findConnected, hasMembership, insertConnection, insertOutsidePerson } from "./sign-in.store.ts";

/**
 * Whose account it is: the one connected to what the issuer calls them; else the one with their verified e-mail, if it
 * has no password; else a new one, where the provider may make them. Gives what their groups give, in one transaction.
 */
export async function admitPerson(
  weft: Weft,
  provider: SignInProvider,
  person: OutsidePerson,
  groups: string[] | null,
  sender: { audit: AuditActor; language: Language },
): Promise<string> {
  const { language } = sender;
  return weft.db.people.transaction().execute(async (trx) => {
    await lockSignUp(trx);
    const known = (await findConnected(trx, person)) ?? (await joinByEmail(trx, provider, person));
    const personId = known ?? (await makePerson(trx, provider, person, language));
    if (await isDisabled(trx, personId))
      throw new Problem("auth.forbidden", phrase`This account is disabled. Ask the people who run this instance.`);
    const who = { ...sender.audit, personId };
    if (known === undefined) await recordAudit(trx, who, { action: "person.signed_up", ...toldOf(provider, who) });
    if (groups) await followGroups(trx, provider, who, groups);
    if (known === undefined && !(await hasMembership(trx, personId)))
      await makeWorkspace(trx, personId, person, language);
    return personId;
  });
}

/** Connects what the issuer calls them to the account of who is signed in; throws `sign_in.refused` if it is another's. */
export async function connectPerson(
  weft: Weft,
  provider: SignInProvider,
  person: OutsidePerson,
  groups: string[] | null,
  who: AuditActor & { personId: string },
): Promise<void> {
  const { personId } = who;
  await weft.db.people.transaction().execute(async (trx) => {
    await lockSignUp(trx);
    const connected = await findConnected(trx, person);
    if (connected !== undefined && connected !== personId)
      throw new Problem("sign_in.refused", phrase`This sign-in of ${provider.name} belongs to another account here.`);
    if (connected === undefined) {
      await insertConnection(trx, personId, person);
      await recordAudit(trx, who, { action: "person.updated", ...toldOf(provider, who) });
    }
    if (groups) await followGroups(trx, provider, who, groups);
  });
}

function toldOf({ name }: SignInProvider, { personId }: { personId: string }) {
  return { thing: { kind: "person", id: personId }, after: { signsInWith: name } } as const;
}

/**
 * The account with this e-mail, connected from now on. Only with an address that the provider has verified, and never
 * one with a password, which somebody may have set who does not own the address; nor one that the issuer calls
 * something else already, as addresses pass from person to person.
 */
async function joinByEmail(
  trx: Transaction<WeftTables>,
  provider: SignInProvider,
  person: OutsidePerson,
): Promise<string | undefined> {
  const found = person.email === null ? undefined : await findByEmail(trx, person.email, person.issuer);
  if (!found) return undefined;
  if (!person.isEmailVerified || found.hasPassword || found.hasOther)
    throw new Problem(
      "sign_in.refused",
      phrase`The address ${person.email ?? ""} has an account here that is not connected to ${provider.name}. Sign in to it as before and connect ${provider.name} there.`,
    );
  await insertConnection(trx, found.personId, person);
  return found.personId;
}

async function makePerson(
  trx: Transaction<WeftTables>,
  provider: SignInProvider,
  person: OutsidePerson,
  language: Language,
): Promise<string> {
  if (!provider.allowsSignUp)
    throw new Problem(
      "auth.sign_up_closed",
      phrase`You have no account here, and ${provider.name} makes none. Ask the people who run this instance.`,
    );
  if (!(await hasOwner(trx)))
    throw new Problem("auth.sign_up_closed", phrase`This instance waits for its owner, whose account comes first.`);
  if (person.email === null)
    throw new Problem(
      "sign_in.refused",
      phrase`${provider.name} does not tell your e-mail address, which an account needs.`,
    );
  const id = randomUUID();
  await insertOutsidePerson(trx, {
    id,
    name: person.name ?? person.email,
    email: person.email,
    isEmailVerified: person.isEmailVerified,
    language: languageFor(person, language),
  });
  await insertConnection(trx, id, person);
  return id;
}

/** Who comes into no workspace by their groups has one of their own, as all who sign up. */
async function makeWorkspace(
  trx: Transaction<WeftTables>,
  ownerId: string,
  person: OutsidePerson,
  language: Language,
): Promise<void> {
  const name = workspaceNames[languageFor(person, language)](person.name ?? "");
  await insertWorkspace(trx, { id: makeId("workspace"), name, ownerId });
}

function languageFor({ locale }: OutsidePerson, otherwise: Language): Language {
  return languages.find((language) => locale?.toLowerCase().split(/[-_]/)[0] === language) ?? otherwise;
}
