import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type * as contract from "@weft/api/sign-in";
import { phrase } from "@weft/model/texts/phrase";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import { languageOf } from "../../doors/request-language.ts";
import type { Weft } from "../../weft.ts";
import { senderOf } from "../audit/audit.record.ts";
import { noteFailedSignIn } from "../audit/audit.refusals.ts";
import { LimitReached } from "../limits/limits.ts";
import { callCounterOf } from "../limits/limits.counter.ts";
import { readGroups } from "../openid/openid.groups.ts";
import { readMetadata } from "../openid/openid.metadata.ts";
import type { OutsidePerson } from "../openid/openid.people.ts";
import { askUserinfo, readPerson } from "../openid/openid.people.ts";
import { exchangeCode, verifyIdToken } from "../openid/openid.tokens.ts";
import { startSession } from "../people/people.cookies.ts";
import type { SignInProvider } from "../providers/providers.ts";
import { getProvider, readProviders, redirectUrlOf } from "../providers/providers.ts";
import {
  checkReturnTo,
  makeRandom,
  readSignInCookie,
  sha256,
  signInSeconds,
  writeSignInCookie,
} from "./sign-in.browser.ts";
import { askForCode } from "./sign-in.code.ts";
import { admitPerson, connectPerson } from "./sign-in.people.ts";
import type { StateRow } from "./sign-in.store.ts";
import { insertState, takeState } from "./sign-in.store.ts";

type FinishedSignIn = ReplyOf<typeof contract.finishSignIn> & { cookies: string[] };

const windowMs = 15 * 60_000;
/** An institution may sit behind one address. */
const startsMax = 600;

/** The providers that are switched on. */
export async function listSignIns(weft: Weft): Promise<ReplyOf<typeof contract.listSignIns>> {
  const providers = await readProviders(weft);
  return { providers: providers.filter(({ isEnabled }) => isEnabled).map(({ id, name }) => ({ id, name })) };
}

/** Begins a sign-in, or (with `personId`) the connecting of an account: where to send the browser, and what it keeps. */
export async function beginSignIn(
  weft: Weft,
  request: FastifyRequest,
  providerId: string,
  wish: { returnTo: string; personId: string | null },
): Promise<{ url: string; cookie: string }> {
  const returnTo = checkReturnTo(wish.returnTo);
  await countStart(weft, request.ip);
  const provider = await getProvider(weft, providerId, { enabled: true });
  const { authorizationEndpoint } = await readMetadata(weft, provider);
  const [state, nonce, codeVerifier, browser] = [makeRandom(), makeRandom(), makeRandom(), makeRandom()];
  await insertState(weft.db.people, {
    id: sha256(state),
    provider_id: provider.id,
    browser_hash: sha256(browser),
    nonce,
    code_verifier: codeVerifier,
    return_to: returnTo,
    person_id: wish.personId,
    expires_at: new Date(Date.now() + signInSeconds * 1000),
  });
  const url = new URL(authorizationEndpoint);
  const asked = {
    response_type: "code",
    client_id: provider.clientId,
    redirect_uri: redirectUrlOf(weft),
    scope: provider.scopes.join(" "),
    state,
    nonce,
    code_challenge: sha256(codeVerifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return { url: url.href, cookie: writeSignInCookie(weft, browser) };
}

/**
 * Ends what `beginSignIn` began, once and in the same browser: asks the provider who it was, admits them (or connects
 * the account), gives them what their groups give, opens a new session. Throws `sign_in.refused` or `sign_in.failed`;
 * what fails is told in the trail.
 */
export async function finishSignIn(
  weft: Weft,
  request: FastifyRequest,
  actor: Actor | null,
  answer: BodyOf<typeof contract.finishSignIn>,
): Promise<FinishedSignIn> {
  try {
    return await endSignIn(weft, request, actor, answer);
  } catch (error) {
    await noteFailedSignIn(weft, request, null);
    throw error;
  }
}

async function endSignIn(
  weft: Weft,
  request: FastifyRequest,
  actor: Actor | null,
  answer: BodyOf<typeof contract.finishSignIn>,
): Promise<FinishedSignIn> {
  const begun = await takeBegun(weft, request, answer.state);
  const provider = await getProvider(weft, begun.provider_id, { enabled: true });
  const { person, groups } = await askWho(weft, provider, begun, answer);
  const forget = writeSignInCookie(weft, "");
  if (begun.person_id !== null) {
    if (actor?.personId !== begun.person_id || actor.tokenId !== null)
      throw new Problem("sign_in.refused", phrase`Whoever began to connect this account is not signed in any more.`);
    await connectPerson(weft, provider, person, groups, actor);
    return { returnTo: begun.return_to, isCodeAsked: false, cookies: [forget] };
  }
  const sender = { audit: senderOf(request, null), language: languageOf(request) };
  const personId = await admitPerson(weft, provider, person, groups, sender);
  const waiting = await askForCode(weft, personId);
  if (waiting) return { returnTo: begun.return_to, isCodeAsked: true, cookies: [waiting] };
  const cookies = [forget, ...(await startSession(weft, request, personId))];
  return { returnTo: begun.return_to, isCodeAsked: false, cookies };
}

async function takeBegun(weft: Weft, request: FastifyRequest, state: string): Promise<StateRow> {
  const begun = await takeState(weft.db.people, sha256(state));
  const browser = readSignInCookie(weft, request);
  if (begun && browser !== null && sha256(browser) === begun.browser_hash) return begun;
  throw new Problem(
    "sign_in.refused",
    phrase`This sign-in was not begun in this browser, is over already, or took longer than ten minutes. Begin again.`,
  );
}

async function askWho(
  weft: Weft,
  provider: SignInProvider,
  begun: StateRow,
  { code, iss, error }: BodyOf<typeof contract.finishSignIn>,
): Promise<{ person: OutsidePerson; groups: string[] | null }> {
  const metadata = await readMetadata(weft, provider);
  // Else another provider's answer could be passed off as this one's (RFC 9207).
  if (iss === undefined ? metadata.namesItself : iss !== provider.issuer)
    throw new Problem("sign_in.refused", phrase`The answer does not come from ${provider.name}. Begin again.`);
  if (code === undefined) {
    weft.log.info({ provider: provider.id, error }, "a sign-in was refused by its provider");
    throw new Problem("sign_in.refused", phrase`${provider.name} did not sign you in (${error ?? "no code"}).`);
  }
  const tokens = await exchangeCode(weft, provider, metadata, { code, codeVerifier: begun.code_verifier });
  const idClaims = await verifyIdToken(weft, provider, metadata, { idToken: tokens.idToken, nonce: begun.nonce });
  const subject = idClaims.sub;
  const userinfo = await askUserinfo(weft, provider, metadata, { subject, accessToken: tokens.accessToken });
  const person = readPerson(provider.issuer, subject, idClaims, userinfo);
  if (provider.groupRoles.length === 0) return { person, groups: null };
  return { person, groups: await readGroups(weft, provider, { ...userinfo, ...idClaims }, tokens.accessToken) };
}

async function countStart(weft: Weft, address: string): Promise<void> {
  const { calls, msLeft } = await callCounterOf(weft).add(`sign-in-start:${address}`, windowMs, 1);
  if (calls > startsMax)
    throw new LimitReached(phrase`Too many sign-ins were begun from your address. Wait a while and try again.`, msLeft);
}
