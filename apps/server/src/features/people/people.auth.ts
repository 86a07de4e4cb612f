import { randomUUID } from "node:crypto";
import { betterAuth } from "better-auth";
import assert from "node:assert/strict";
import type { Weft } from "../../weft.ts";
import { passkeyPlugin } from "../passkeys/passkeys.plugin.ts";

/** How long a session lasts without a visit, seconds; a visit after a day begins it anew. */
export const sessionSeconds = 30 * 24 * 3600;
const renewAfterSeconds = 24 * 3600;

type Auth = ReturnType<typeof openAuth>;
const opened = new WeakMap<Weft, Auth>();

/** The sign-in library of this Weft, on our own tables. Its own HTTP routes are not exposed: our actions call it. */
export function authOf(weft: Weft): Auth {
  const auth = opened.get(weft) ?? openAuth(weft);
  opened.set(weft, auth);
  return auth;
}

/** Name of the session cookie; browsers take a `__Secure-` one from https only. */
export function sessionCookieName(weft: Weft): string {
  return `${isHttps(weft) ? "__Secure-" : ""}weft.session_token`;
}

/** Whether people reach this Weft by https: cookies are for it alone then. */
export function isHttps(weft: Weft): boolean {
  return weft.config.publicUrl?.startsWith("https:") ?? false;
}

function openAuth(weft: Weft) {
  assert(weft.config.secret, "WEFT_SECRET must be filled in before sessions can be signed");
  return betterAuth({
    database: weft.db.peoplePool,
    secret: weft.config.secret,
    baseURL: weft.config.publicUrl ?? `http://localhost:${weft.config.port}`,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: "weft",
      useSecureCookies: isHttps(weft),
      database: { generateId: () => randomUUID() },
    },
    plugins: [passkeyPlugin(weft)],
    session: {
      modelName: "sessions",
      fields: {
        userId: "person_id",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
      expiresIn: sessionSeconds,
      updateAge: renewAfterSeconds,
      // Off: what needs a fresh proof of who it is asks for the password.
      freshAge: 0,
      // Off, so that signing out ends a session at once.
      cookieCache: { enabled: false },
    },
    user: {
      modelName: "people",
      fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
    },
    account: {
      modelName: "accounts",
      fields: {
        userId: "person_id",
        accountId: "account_id",
        providerId: "provider_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    verification: {
      modelName: "verifications",
      fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
    },
  });
}
