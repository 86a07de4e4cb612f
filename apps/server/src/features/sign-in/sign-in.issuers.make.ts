import type { RequestListener, Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { JWTHeaderParameters, JWTPayload } from "jose";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import * as oidc from "oidc-provider";
import { publicUrl } from "./sign-in.make.ts";

/** What a real provider tells of somebody, by the name they sign in with. */
type People = Record<string, { email?: string; email_verified?: boolean; name?: string; groups?: string[] }>;

const ports = new Set<number>();

/** At a port that no other had before it: a port that was let go is given again, and issuers are known by their addresses. */
async function listen(server: Server) {
  const open = () => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await open();
  const portOf = () => (server.address() as AddressInfo).port;
  while (ports.has(portOf())) {
    await new Promise((resolve) => server.close(resolve));
    await open();
  }
  ports.add(portOf());
  return {
    url: `http://127.0.0.1:${portOf()}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function makeKey() {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const named = { kid: "one", alg: "RS256", use: "sig" };
  return {
    privateKey,
    shown: { ...(await exportJWK(publicKey)), ...named },
    whole: { ...(await exportJWK(privateKey)), ...named },
  };
}

/** A real OpenID provider (oidc-provider) that asks for PKCE; who signs in is whoever they say. */
export async function openProvider(people: People) {
  let answer: RequestListener = () => {};
  const server = createServer((request, reply) => answer(request, reply));
  const open = await listen(server);
  const { whole } = await makeKey();
  const client = {
    client_id: "weft",
    client_secret: "a secret of the client",
    redirect_uris: [`${publicUrl}/sign-in-return`],
  };
  const provider = new oidc.Provider(open.url, {
    clients: [client],
    jwks: { keys: [whole] },
    cookies: { keys: ["a key of the test's cookies"] },
    pkce: { required: () => true },
    scopes: ["openid", "offline_access", "profile", "email", "groups"],
    claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"], groups: ["groups"] },
    findAccount: (_context: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, ...people[accountId] }),
    }),
  });
  answer = provider.callback();
  return open;
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
