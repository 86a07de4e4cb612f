import type { TokenScope } from "@weft/model/permissions";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { hashSecret } from "../tokens/tokens.secret.ts";

/** Who sends a request: by bearer token or session cookie; null when neither is there or valid. */
export async function findActor(weft: Weft, request: FastifyRequest): Promise<Actor | null> {
  const secret = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (!secret) return null;
  const found = await weft.db.people
    .selectFrom("tokens")
    .innerJoin("people", "people.id", "tokens.person_id")
    .select(["tokens.id", "tokens.person_id", "tokens.scopes", "people.is_instance_owner"])
    .where("tokens.hash", "=", hashSecret(secret))
    .where((eb) => eb.or([eb("tokens.expires_at", "is", null), eb("tokens.expires_at", ">", new Date())]))
    .executeTakeFirst();
  if (!found) return null;
  return {
    personId: found.person_id,
    isInstanceOwner: found.is_instance_owner,
    tokenScopes: found.scopes as TokenScope[],
    tokenId: found.id,
    clientId: clientIdOf(request),
    requestId: request.id,
  };
}

function clientIdOf(request: FastifyRequest): string | null {
  const header = request.headers["x-weft-client"];
  return typeof header === "string" && /^[\w-]{1,64}$/.test(header) ? header : null;
}
