import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { FastifyRequest } from "fastify";
import type { Weft } from "../../weft.ts";
import { noteFailedSignIn } from "../audit/audit.refusals.ts";
import { getPerson } from "../people/people.accounts.ts";
import { startSession } from "../people/people.cookies.ts";
import { refuseDisabled, wrongCode } from "../people/people.sessions.ts";
import { countSignInTry } from "../people/people.throttle.ts";
import { tryCode } from "../second-factor/second-factor.codes.ts";
import { openSecret, sealSecret } from "../secrets/secrets.ts";
import { readSignInCookie, signInSeconds, writeSignInCookie } from "./sign-in.browser.ts";

/** Where what a browser holds between the provider's answer and the code is sealed for. */
const place = "sign-in that waits for a code";

/**
 * What the browser holds of somebody whom a provider has named and who has a second factor here, where both are wanted:
 * sealed, so that nobody else can make it. Null when nothing more is asked.
 */
export async function askForCode(weft: Weft, personId: string): Promise<string | null> {
  if (weft.config.providerSecondFactor === "no") return null;
  if ((await tryCode(weft, personId, undefined)) === "none") return null;
  const waiting = { personId, until: Date.now() + signInSeconds * 1000 };
  return writeSignInCookie(weft, sealSecret(weft, JSON.stringify(waiting), place));
}

/** Opens the session of a sign-in that waited for a code; tries are counted as those with a password are. */
export async function giveSignInCode(weft: Weft, request: FastifyRequest, code: string): Promise<string[]> {
  const personId = readWaiting(weft, request);
  const { email } = await getPerson(weft, personId);
  const tried = await countSignInTry(weft, request.ip, email);
  if ((await tryCode(weft, personId, code)) !== "right") {
    await noteFailedSignIn(weft, request, personId);
    throw wrongCode();
  }
  await refuseDisabled(weft, personId);
  await tried.wasRight();
  return [writeSignInCookie(weft, ""), ...(await startSession(weft, request, personId))];
}

function readWaiting(weft: Weft, request: FastifyRequest): string {
  const sealed = openSecret(weft, readSignInCookie(weft, request) ?? "", place);
  const waiting = sealed === null ? null : (JSON.parse(sealed) as { personId: string; until: number });
  if (waiting && waiting.until > Date.now()) return waiting.personId;
  throw new Problem(
    "sign_in.refused",
    phrase`This sign-in was not begun in this browser, is over already, or took longer than ten minutes. Begin again.`,
  );
}
