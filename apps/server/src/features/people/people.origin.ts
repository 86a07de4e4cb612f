import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { FastifyRequest } from "fastify";
import type { Weft } from "../../weft.ts";

/**
 * Refuses a writing request (or socket) that another site's page makes with this browser's cookies. Programs that are no
 * browser send neither header and bear no foreign visitor's cookies, so they pass; requests by token need no such check.
 */
export function refuseForeignOrigin(weft: Weft, request: FastifyRequest): void {
  const isSocket = request.headers.upgrade !== undefined;
  if (!isSocket && ["GET", "HEAD", "OPTIONS"].includes(request.method)) return;
  if (isSameOrigin(weft, request)) return;
  throw new Problem(
    "auth.forbidden",
    phrase`This request comes from a page of another site. Programs use a token instead of the session cookie.`,
  );
}

function isSameOrigin(weft: Weft, request: FastifyRequest): boolean {
  const site = request.headers["sec-fetch-site"];
  // Browsers say this over https and on localhost, and no page can forge it: then a proxy may have changed the host.
  if (site !== undefined) return site === "same-origin" || site === "none";
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return (
    url.host === host || (weft.config.publicUrl !== undefined && url.origin === new URL(weft.config.publicUrl).origin)
  );
}
