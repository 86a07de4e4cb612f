import type { Phrase } from "@weft/model/texts/phrase";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { JWTPayload } from "jose";
import { createLocalJWKSet, errors, jwtVerify } from "jose";
import { z } from "zod";
import type { Weft } from "../../weft.ts";
import type { SignInProvider } from "../providers/providers.ts";
import { redirectUrlOf, secretOf } from "../providers/providers.ts";
import type { IssuerMetadata } from "./openid.metadata.ts";
import { askProvider, failed } from "./openid.metadata.ts";

/** Signatures that only the issuer can make. `none`, and those made with our own secret (HS256), are not among them. */
const algorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];
const clockToleranceSeconds = 60;

const tokens = z.object({ id_token: z.string(), access_token: z.string().optional() });
const refusal = z.object({ error: z.string() });
const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

/** Trades a code for tokens; the code verifier shows that it was us who asked for it. */
export async function exchangeCode(
  weft: Weft,
  provider: SignInProvider,
  metadata: IssuerMetadata,
  { code, codeVerifier }: { code: string; codeVerifier: string },
): Promise<{ idToken: string; accessToken: string | null }> {
  const answer = await askForTokens(weft, provider, metadata, code, codeVerifier);
  const read = tokens.safeParse(answer.body);
  if (answer.status === 200 && read.success)
    return { idToken: read.data.id_token, accessToken: read.data.access_token ?? null };
  const said = refusal.safeParse(answer.body).data?.error;
  weft.log.warn({ provider: provider.id, status: answer.status, error: said }, "a sign-in provider gave no tokens");
  throw failed(provider, said ? phrase`it refused with ${said}` : phrase`it answered ${answer.status} without a token`);
}

/** Whether the provider knows our client and its secret: a code that is none must be what it complains about. */
export async function isClientKnown(weft: Weft, provider: SignInProvider, metadata: IssuerMetadata): Promise<boolean> {
  const { body } = await askForTokens(weft, provider, metadata, "weft-tests-its-client", "x".repeat(43));
  return refusal.safeParse(body).data?.error === "invalid_grant";
}

function askForTokens(
  weft: Weft,
  provider: SignInProvider,
  metadata: IssuerMetadata,
  code: string,
  codeVerifier: string,
): Promise<{ status: number; body: unknown }> {
  const secret = secretOf(weft, provider);
  const headers: Record<string, string> = { "content-type": "application/x-www-form-urlencoded" };
  const form = new URLSearchParams({
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUrlOf(weft),
    code_verifier: codeVerifier,
  });
  if (secret !== null && metadata.secretGoes === "header")
    headers.authorization = `Basic ${Buffer.from(`${formEncode(provider.clientId)}:${formEncode(secret)}`).toString("base64")}`;
  else form.set("client_id", provider.clientId);
  if (secret !== null && metadata.secretGoes === "body") form.set("client_secret", secret);
  return askProvider(weft, provider, metadata.tokenEndpoint, { method: "POST", headers, body: form.toString() });
}

/** As RFC 6749 (2.3.1) wants both parts of the header. */
function formEncode(text: string): string {
  return new URLSearchParams({ "": text }).toString().slice(1);
}

/** The keys an issuer signs with now. */
export async function readKeys(weft: Weft, provider: SignInProvider, metadata: IssuerMetadata) {
  const { status, body } = await askProvider(weft, provider, metadata.jwksUri);
  const read = keySet.safeParse(body);
  if (status !== 200 || !read.success) throw failed(provider, phrase`it shows no keys at ${metadata.jwksUri}`);
  return read.data;
}

/** The claims of an ID token: signed by the issuer, for us, for this very sign-in, now. Throws `sign_in.refused`. */
export async function verifyIdToken(
  weft: Weft,
  provider: SignInProvider,
  metadata: IssuerMetadata,
  { idToken, nonce }: { idToken: string; nonce: string },
): Promise<JWTPayload & { sub: string }> {
  const keys = await readKeys(weft, provider, metadata);
  try {
    const { payload } = await jwtVerify(idToken, createLocalJWKSet(keys), {
      algorithms,
      issuer: provider.issuer,
      audience: provider.clientId,
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ["iss", "sub", "aud", "exp", "iat", "nonce"],
    });
    const isForUs = payload.azp === undefined ? [payload.aud].flat().length === 1 : payload.azp === provider.clientId;
    if (!isForUs) throw new errors.JWTClaimValidationFailed("for another client", payload, "azp");
    if (payload.nonce !== nonce) throw new errors.JWTClaimValidationFailed("another nonce", payload, "nonce");
    if (!payload.sub) throw new errors.JWTClaimValidationFailed("nobody", payload, "sub");
    return payload as JWTPayload & { sub: string };
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    weft.log.warn({ provider: provider.id, code: error.code, reason: error.message }, "an ID token was refused");
    throw new Problem(
      "sign_in.refused",
      phrase`What ${provider.name} answered is not a valid sign-in: ${faultOf(error)}. Try again, or tell the people who run this instance.`,
    );
  }
}

function faultOf(error: errors.JOSEError): Phrase {
  if (error instanceof errors.JWTExpired) return phrase`it has expired`;
  if (error instanceof errors.JWTClaimValidationFailed) return phrase`its ${error.claim} is not the expected one`;
  if (error instanceof errors.JOSEAlgNotAllowed) return phrase`it is not signed in a way that counts`;
  return phrase`its signature does not fit`;
}
