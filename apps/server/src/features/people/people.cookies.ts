import { createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Weft } from "../../weft.ts";
import { recordAudit, senderOf } from "../audit/audit.record.ts";
import { insertSession } from "../sessions/sessions.store.ts";
import { isHttps, sessionCookieName, sessionSeconds } from "./people.auth.ts";

/** Opens a new session for a person who has shown who they are; gives the cookies that the door passes on. */
export async function startSession(weft: Weft, request: FastifyRequest, personId: string): Promise<string[]> {
  const token = randomBytes(32).toString("base64url");
  await insertSession(weft.db.people, {
    id: randomUUID(),
    personId,
    token,
    expiresAt: new Date(Date.now() + sessionSeconds * 1000),
    address: request.ip,
    userAgent: request.headers["user-agent"]?.slice(0, 1000) ?? null,
  });
  await recordAudit(weft.db.people, senderOf(request, personId), { action: "person.signed_in" });
  const value = encodeURIComponent(`${token}.${sign(weft, token).toString("base64")}`);
  return [writeCookie(weft, value, sessionSeconds)];
}

/** What takes the session's cookie out of the browser. */
export function forgetSession(weft: Weft): string[] {
  return [writeCookie(weft, "", 0)];
}

/** The session's token from the cookie `token.signature`, if the signature (HMAC-SHA-256, base64) is ours. */
export function sessionTokenOf(weft: Weft, request: FastifyRequest): string | null {
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
  const expected = sign(weft, token);
  const given = Buffer.from(value.slice(dot + 1), "base64");
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null;
}

function sign(weft: Weft, token: string): Buffer {
  return createHmac("sha256", weft.config.secret ?? "")
    .update(token)
    .digest();
}

function writeCookie(weft: Weft, value: string, seconds: number): string {
  const secure = isHttps(weft) ? "; Secure" : "";
  return `${sessionCookieName(weft)}=${value}; Max-Age=${seconds}; Path=/; HttpOnly${secure}; SameSite=Lax`;
}
