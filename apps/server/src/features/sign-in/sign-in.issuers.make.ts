import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { JWTHeaderParameters, JWTPayload } from "jose";
import { SignJWT } from "jose";
import { listen, makeKey, openProvider as openRealProvider } from "../../testing/openid-provider.ts";
import { publicUrl } from "./sign-in.make.ts";

/** The provider of these tests' Weft. */
export function openProvider(people: Parameters<typeof openRealProvider>[0]) {
  return openRealProvider(people, `${publicUrl}/sign-in-return`);
}

interface Asked {
  path: string;
  authorization: string | undefined;
  body: string;
}
type Answers = Record<string, () => { status?: number; value?: unknown; location?: string }>;

/** A server that keeps what it is asked and answers by the path; 404 where there is no answer. */
async function openAnswerer(answers: Answers, asked: Asked[]) {
  return listen(
    createServer(async (request, reply) => {
      const path = request.url ?? "";
      asked.push({ path, authorization: request.headers.authorization, body: await text(request) });
      const answer = answers[path]?.() ?? { status: 404 };
      if (answer.location) reply.setHeader("location", answer.location);
      reply.writeHead(answer.status ?? 200).end(JSON.stringify(answer.value ?? {}));
    }),
  );
}

/** An issuer that answers just what a test lays into it, be it right or wrong. */
export async function openIssuer() {
  const key = await makeKey();
  const asked: Asked[] = [];
  const answers: Answers = {};
  const open = await openAnswerer(answers, asked);
  const { url } = open;
  const description: Record<string, unknown> = {
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/keys`,
  };
  /** The ID token that the next code is traded for. */
  const next = { idToken: "" };
  answers["/.well-known/openid-configuration"] = () => ({ value: description });
  answers["/keys"] = () => ({ value: { keys: [key.shown] } });
  answers["/token"] = () => ({ value: { id_token: next.idToken, access_token: "access", token_type: "Bearer" } });
  return {
    ...open,
    asked,
    answers,
    description,
    next,
    /** Claims of a sign-in that is right in every way. */
    claims: (nonce: string, more: JWTPayload = {}): JWTPayload => ({
      iss: url,
      aud: "weft",
      sub: "ada",
      email: "ada@example.org",
      email_verified: true,
      name: "Ada Lovelace",
      nonce,
      ...more,
    }),
    sign: (claims: JWTPayload, header: Partial<JWTHeaderParameters> = {}, signer?: CryptoKey | Uint8Array) => {
      const token = new SignJWT({ iat: now(), exp: now() + 300, ...claims });
      return token.setProtectedHeader({ alg: "RS256", kid: "one", ...header }).sign(signer ?? key.privateKey);
    },
  };
}
export type Issuer = Awaited<ReturnType<typeof openIssuer>>;

/** Seconds since 1970, as tokens count. */
export function now(): number {
  return Math.floor(Date.now() / 1000);
}
