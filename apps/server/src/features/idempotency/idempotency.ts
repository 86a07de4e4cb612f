import { createHash } from "node:crypto";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { findKeptReply, keepReply, releaseKey, takeKey } from "./idempotency.store.ts";

/** A handler's result and the status it goes out with. */
interface Answer {
  status: number;
  reply: unknown;
}

/**
 * Answers a request with an `Idempotency-Key` once: the same key with the same request gets the first one's answer
 * again for 24 hours (marked `Idempotency-Replayed`). Keys belong to a person.
 *
 * What is guaranteed: the work is done at most once. The key is taken before it begins and the answer kept after it; a
 * request that was refused (4xx) gives its key back. When a process dies or fails (5xx) between the two, nobody knows
 * whether the work was committed, so the key stays taken and asking again answers `idempotency.running`.
 *
 * Throws `idempotency.mismatch` when the key was used for another request. A streamed body (a file) is not compared,
 * only its type and length are.
 */
export async function answerOnce(
  weft: Weft,
  actor: Actor,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const key = readKey(request);
  if (key === null) return work();
  const db = weft.db.people;
  const keyed = { personId: actor.personId, key, requestHash: hashOf(request, actor) };
  if (!(await takeKey(db, keyed))) {
    const kept = await findKeptReply(db, keyed);
    if (kept && kept.requestHash !== keyed.requestHash) {
      throw new Problem(
        "idempotency.mismatch",
        phrase`This Idempotency-Key was used for another request within 24 hours: use a new key for each request.`,
      );
    }
    if (!kept || kept.status === null) {
      throw new Problem(
        "idempotency.running",
        phrase`The first request with this Idempotency-Key has not ended. Ask again in a moment; if that stays so, it was broken off: look whether its work is there before you use another key.`,
      );
    }
    reply.header("idempotency-replayed", "true");
    return { status: kept.status, reply: kept.reply ?? undefined };
  }
  try {
    const answer = await work();
    await keepReply(db, keyed, answer.status, answer.reply);
    return answer;
  } catch (error) {
    if (error instanceof Problem && error.status < 500) await releaseKey(db, keyed);
    throw error;
  }
}

function readKey(request: FastifyRequest): string | null {
  const header = request.headers["idempotency-key"];
  if (header === undefined) return null;
  if (typeof header === "string" && /^[\x21-\x7e]{1,255}$/.test(header)) return header;
  throw new Problem(
    "request.invalid",
    phrase`The Idempotency-Key must be 1 to 255 letters, digits or signs without spaces.`,
    [{ path: "headers.idempotency-key", message: phrase`must be 1 to 255 visible ASCII characters` }],
  );
}

function hashOf(request: FastifyRequest, { tokenId, tokenThings }: Actor): string {
  const { "content-type": type, "content-length": length } = request.headers;
  const isJson = type?.includes("json") ?? false;
  // What a token that is limited to some things asked is answered again to it alone.
  const whose = tokenThings ? [tokenId] : [];
  const parts = [request.method, request.url, isJson ? JSON.stringify(request.body) : [type, length], ...whose];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
