import { phrase } from "@weft/model/texts/phrase";
import { hashSecret } from "../tokens/tokens.secret.ts";
import type { Weft } from "../../weft.ts";
import { LimitReached } from "../limits/limits.ts";
import { limitsOf } from "../limits/limits.settings.ts";
import type { TryRule } from "./people.tries.ts";
import { forgetKeys, forgetTries, giveTryBack, isKnownAddress, takeTry } from "./people.tries.ts";

const minute = 60;

/** Wrong passwords for one account from one address: then one each quarter of an hour, in the long run. */
const ofPair = { forgetSeconds: 15 * minute, firstSeconds: minute, longestSeconds: 60 * minute };
/** For one account from all addresses together; whoever has a session from theirs is not held up by others. */
const ofAccount: TryRule = {
  triesMax: 50,
  forgetSeconds: 5 * minute,
  firstSeconds: minute,
  longestSeconds: 15 * minute,
};
/** For all accounts from one address, behind which a whole institution may sit. */
const ofAddress = { forgetSeconds: 12, firstSeconds: minute, longestSeconds: 10 * minute };

/** Mails with links to one address: nobody's mailbox is filled with them. */
const ofLinks: TryRule = {
  triesMax: 5,
  forgetSeconds: 60 * minute,
  firstSeconds: 10 * minute,
  longestSeconds: 60 * minute,
};

/** A counted try to sign in: say what became of it, unless it was wrong. */
interface SignInTry {
  /** It was right: earlier tries from here are forgotten. */
  wasRight(): Promise<void>;
  /** It was neither: right as far as it went. */
  wasNone(): Promise<void>;
}

/**
 * Counts a try to sign in before the password is looked at, in all processes together; throws `limit.reached` with the
 * time left while the account (from this address, or from all) or the address is shut.
 */
export async function countSignInTry(weft: Weft, address: string, email: string): Promise<SignInTry> {
  const db = weft.db.people;
  const { pairRule, addressRule } = await rulesOf(weft);
  const account = accountKey(email);
  const keys = { address: `address:${address}`, account: `account:${account}`, pair: `pair:${account}:${address}` };
  refuseFor(await takeTry(db, keys.address, null, addressRule));
  refuseFor(await takeTry(db, keys.pair, account, pairRule));
  const msLeft = await takeTry(db, keys.account, account, ofAccount);
  if (msLeft > 0 && !(await isKnownAddress(db, email.toLowerCase(), address))) refuseFor(msLeft);
  const giveBack = (key: keyof typeof keys, rule: TryRule) => giveTryBack(db, keys[key], rule);
  return {
    async wasRight() {
      await Promise.all([forgetKeys(db, [keys.pair, keys.account]), giveBack("address", addressRule)]);
    },
    async wasNone() {
      await Promise.all([giveBack("address", addressRule), giveBack("pair", pairRule), giveBack("account", ofAccount)]);
    },
  };
}

/** Counts that a link is asked for, by mail, for an address; throws `limit.reached` past five in a row, then one an hour. */
export async function countLinkAsked(weft: Weft, address: string, email: string): Promise<void> {
  const db = weft.db.people;
  refuseFor(await takeTry(db, `address:${address}`, null, (await rulesOf(weft)).addressRule));
  refuseFor(await takeTry(db, `links:${accountKey(email)}`, null, ofLinks));
}

/** Opens an account that wrong passwords have shut. */
export async function unlockAccount(weft: Weft, email: string): Promise<void> {
  await forgetTries(weft.db.people, accountKey(email));
}

/** How many tries these two have is the owner's to say. */
async function rulesOf(weft: Weft): Promise<{ pairRule: TryRule; addressRule: TryRule }> {
  const { signIn, signInAddress } = await limitsOf(weft);
  return { pairRule: { triesMax: signIn, ...ofPair }, addressRule: { triesMax: signInAddress, ...ofAddress } };
}

/** What is typed as an e-mail may be a password by mistake: it is kept as a hash only. */
function accountKey(email: string): string {
  return hashSecret(email.toLowerCase());
}

function refuseFor(msLeft: number): void {
  if (msLeft === 0) return;
  const minutes = Math.max(1, Math.ceil(msLeft / 60_000));
  const wait = minutes === 1 ? phrase`a minute` : phrase`${minutes} minutes`;
  throw new LimitReached(phrase`Too many tries. Wait ${wait} and try again.`, msLeft);
}
