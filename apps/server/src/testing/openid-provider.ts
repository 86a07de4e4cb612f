import type { RequestListener, Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair } from "jose";
import * as oidc from "oidc-provider";

/** What a real provider tells of somebody, by the name they sign in with. */
type People = Record<string, { email?: string; email_verified?: boolean; name?: string; groups?: string[] }>;

const ports = new Set<number>();

/** At a port that no other had before it: a port that was let go is given again, and issuers are known by their addresses. */
export async function listen(server: Server) {
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

/** A key that an issuer signs with: as it is told, and whole. */
export async function makeKey() {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const named = { kid: "one", alg: "RS256", use: "sig" };
  return {
    privateKey,
    shown: { ...(await exportJWK(publicKey)), ...named },
    whole: { ...(await exportJWK(privateKey)), ...named },
  };
}

/**
 * A real OpenID provider (oidc-provider) that asks for PKCE and knows the client `weft`, which people are sent back to by
 * `redirectUrl`; who signs in is whoever they say.
 */
export async function openProvider(people: People, redirectUrl: string) {
  let answer: RequestListener = () => {};
  let isAway = false;
  const server = createServer((request, reply) => (isAway ? request.socket.destroy() : answer(request, reply)));
  const open = await listen(server);
  const { whole } = await makeKey();
  const client = { client_id: "weft", client_secret: "a secret of the client", redirect_uris: [redirectUrl] };
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
  return {
    ...open,
    /** From now on nobody gets an answer. */
    goAway: () => void (isAway = true),
    comeBack: () => void (isAway = false),
  };
}
