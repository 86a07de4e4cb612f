import { phrase } from "@weft/model/texts/phrase";
import { hashSecret } from "../tokens/tokens.secret.ts";
import type { Weft } from "../../weft.ts";
import { LimitReached } from "../limits/limits.ts";
import { countCall, forgetCalls } from "../limits/limits.store.ts";

/** Tries for one e-mail from one address, and for all e-mails from one address, in each window. */
const windowMs = 15 * 60_000;
const triesMax = 10;
const triesOfAddressMax = 300;

/**
 * Counts a try to sign in before the password is looked at, in all processes together; throws `limit.reached` past
 * ten for an e-mail from one address in a quarter of an hour. Gives what to call when the password was right.
 */
export async function countSignInTry(weft: Weft, address: string, email: string): Promise<() => Promise<void>> {
  const pair = `sign-in:${hashSecret(`${address} ${email.toLowerCase()}`)}`;
  const [ofPair, ofAddress] = await Promise.all([
    countCall(weft.db.people, pair, windowMs),
    countCall(weft.db.people, `sign-in:${address}`, windowMs),
  ]);
  if (ofPair.calls > triesMax || ofAddress.calls > triesOfAddressMax) {
    const minutes = Math.max(1, Math.ceil(ofPair.msLeft / 60_000));
    const wait = minutes === 1 ? phrase`a minute` : phrase`${minutes} minutes`;
    throw new LimitReached(phrase`Too many tries to sign in. Wait ${wait} and try again.`, ofPair.msLeft);
  }
  return () => forgetCalls(weft.db.people, pair);
}
