import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import { languageOf, setLanguage } from "../../doors/request-language.ts";
import { readLanguage } from "../../language/say.ts";
import type { Weft } from "../../weft.ts";
import { originOf } from "../audit/audit.record.ts";
import { noteRefusal } from "../audit/audit.refusals.ts";
import { isInRanges } from "../tokens/tokens.addresses.ts";
import { hashSecret } from "../tokens/tokens.secret.ts";
import { findTokenOwner, touchToken } from "../tokens/tokens.store.ts";
import { touchSession } from "../sessions/sessions.store.ts";
import { sessionTokenOf } from "./people.cookies.ts";
import { refuseForeignOrigin } from "./people.origin.ts";
import { findSessionOwner } from "./people.store.ts";

/** The last use of a token or session is written at most this often. */
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
  const actor: Actor = {
    personId: found.person_id,
    // Who runs the instance reaches all of it: a token that is limited to some things does not.
    isInstanceOwner: found.is_instance_owner && found.things === null,
    tokenScopes: found.scopes,
    tokenId: found.id,
    tokenThings: found.things,
    tokenCalls: found.calls_per_minute,
    ...traceOf(request),
  };
  if (!isInRanges(request.ip, found.addresses)) return refuseAddress(weft, actor);
  if (!found.last_used_at || found.last_used_at.getTime() < Date.now() - touchEveryMs) {
    touchToken(weft.db.people, found.id, request.ip).catch((error: unknown) => {
      weft.log.warn({ err: error }, "a token's last use was not written");
    });
  }
  return actor;
}

/** A secret that comes from where it should not be is told in the trail. */
async function refuseAddress(weft: Weft, actor: Actor): Promise<never> {
  const problem = new Problem("auth.forbidden", phrase`This token may not be used from ${actor.from.address}.`);
  await noteRefusal(weft, actor, { call: "tokens.use", params: { tokenId: actor.tokenId } }, problem);
  throw problem;
}

async function findActorBySession(weft: Weft, request: FastifyRequest): Promise<Actor | null> {
  refuseForeignOrigin(weft, request);
  const token = sessionTokenOf(weft, request);
  if (!token) return null;
  const found = await findSessionOwner(weft.db.peoplePool, token);
  if (!found) return null;
  if (found.last_used_at.getTime() < Date.now() - touchEveryMs) {
    touchSession(weft.db.people, found.id, request.ip).catch((error: unknown) => {
      weft.log.warn({ err: error }, "a session's last use was not written");
    });
  }
  setLanguage(request, readLanguage(found.language));
  return {
    personId: found.person_id,
    isInstanceOwner: found.is_instance_owner,
    tokenScopes: null,
    tokenId: null,
    tokenThings: null,
    tokenCalls: null,
    ...traceOf(request),
  };
}

function traceOf(request: FastifyRequest): Pick<Actor, "clientId" | "requestId" | "from" | "language"> {
  const header = request.headers["x-weft-client"];
  const clientId = typeof header === "string" && /^[\w-]{1,64}$/.test(header) ? header : null;
  return { clientId, requestId: request.id, from: originOf(request), language: languageOf(request) };
}
