import { createHash, randomBytes } from "node:crypto";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { FastifyRequest } from "fastify";
import type { Weft } from "../../weft.ts";
import { isHttps } from "../people/people.auth.ts";

/** How long somebody may take at the provider. */
export const signInSeconds = 600;

/** 256 random bits, as they stand in an address or a cookie. */
export function makeRandom(): string {
  return randomBytes(32).toString("base64url");
}

/** The challenge of PKCE (S256), and how what a browser holds is kept. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** The cookie that ties a sign-in to the browser that began it; `__Host-`, so that no neighbouring site can set it. */
export function writeSignInCookie(weft: Weft, value: string): string {
  const seconds = value === "" ? 0 : signInSeconds;
  return `${cookieName(weft)}=${value}; Max-Age=${seconds}; Path=/; HttpOnly${isHttps(weft) ? "; Secure" : ""}; SameSite=Lax`;
}

/** What the browser holds of the sign-in it began; null when it holds nothing. */
export function readSignInCookie(weft: Weft, request: FastifyRequest): string | null {
  const name = `${cookieName(weft)}=`;
  const cookie = request.headers.cookie?.split(/; */).find((part) => part.startsWith(name));
  return cookie?.slice(name.length) || null;
}

function cookieName(weft: Weft): string {
  return `${isHttps(weft) ? "__Host-" : ""}weft.sign_in`;
}

/** A path of our own pages; throws `request.invalid` for what would lead a browser to another site. */
export function checkReturnTo(path: string): string {
  const here = "http://weft.invalid";
  const isPath = /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path);
  if (isPath && URL.canParse(path, here) && new URL(path, here).origin === here) return path;
  throw new Problem("request.invalid", phrase`One part of the request must be mended.`, [
    { path: "returnTo", message: phrase`must be a path of this site, such as /tables` },
  ]);
}
