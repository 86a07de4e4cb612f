import type { FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";

/** Who sends a request: by bearer token or session cookie; null when neither is there or valid. */
export async function findActor(_weft: Weft, _request: FastifyRequest): Promise<Actor | null> {
  return null;
}
