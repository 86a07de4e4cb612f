import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import { languageOf, setLanguage } from "../../doors/request-language.ts";
import { readLanguage } from "../../language/say.ts";
import type { Weft } from "../../weft.ts";
import { originOf } from "../audit/audit.record.ts";
import { hashSecret } from "../tokens/tokens.secret.ts";
import { findTokenOwner, touchToken } from "../tokens/tokens.store.ts";
import { sessionCookieName } from "./people.auth.ts";
import { refuseForeignOrigin } from "./people.origin.ts";
import { findSessionOwner } from "./people.store.ts";

/** A token's last use is written at most this often. */
const touchEveryMs = 60_000;

/**
 * Who sends a request: by bearer token, else by session cookie; null when neither is there or valid. One query, never
 * cached: signing out or revoking a token ends it at once. Throws `auth.forbidden` for writes by another site's page.
 */
export async function findActor(weft: Weft, request: FastifyRequest): Promise<Actor | null> {
  const secret = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  return secret ? findActorByToken(weft, request, secret) : findActorBySession(weft, request);
}

/** Who a token's secret speaks for, for doors that cannot send headers (a socket's `?token=`). */
export async function findActorByToken(weft: Weft, request: FastifyRequest, secret: string): Promise<Actor | null> {
  const found = await findTokenOwner(weft.db.peoplePool, hashSecret(secret));
  if (!found) return null;
  if (!found.last_used_at || found.last_used_at.getTime() < Date.now() - touchEveryMs) {
    touchToken(weft.db.people, found.id).catch((error: unknown) => {
      weft.log.warn({ err: error }, "a token's last use was not written");
    });
  }
  return {
    personId: found.person_id,
    isInstanceOwner: found.is_instance_owner,
    tokenScopes: found.scopes,
    tokenId: found.id,
    ...traceOf(request),
  };
}

async function findActorBySession(weft: Weft, request: FastifyRequest): Promise<Actor | null> {
  refuseForeignOrigin(weft, request);
  const token = sessionTokenOf(weft, request);
  if (!token) return null;
  const found = await findSessionOwner(weft.db.peoplePool, token);
  if (!found) return null;
  setLanguage(request, readLanguage(found.language));
  return {
    personId: found.person_id,
    isInstanceOwner: found.is_instance_owner,
    tokenScopes: null,
    tokenId: null,
    ...traceOf(request),
  };
}

/** The session's token from the cookie `token.signature`, if the signature (HMAC-SHA-256, base64) is ours. */
function sessionTokenOf(weft: Weft, request: FastifyRequest): string | null {
  const name = `${sessionCookieName(weft)}=`;
  const cookie = request.headers.cookie?.split(/; */).find((part) => part.startsWith(name));
  if (!cookie || !weft.config.secret) return null;
  let value: string;
  try {
    value = decodeURIComponent(cookie.slice(name.length));
  } catch {
    return null;
  }
  const dot = value.lastIndexOf(".");
  const token = value.slice(0, Math.max(dot, 0));
  const expected = createHmac("sha256", weft.config.secret).update(token).digest();
  const given = Buffer.from(value.slice(dot + 1), "base64");
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null;
}

function traceOf(request: FastifyRequest): Pick<Actor, "clientId" | "requestId" | "from" | "language"> {
  const header = request.headers["x-weft-client"];
  const clientId = typeof header === "string" && /^[\w-]{1,64}$/.test(header) ? header : null;
  return { clientId, requestId: request.id, from: originOf(request), language: languageOf(request) };
}
