import { Problem } from "@weft/api/problems";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { callCounterOf } from "./limits.counter.ts";
import { limitsOf, minuteMs } from "./limits.settings.ts";

/** Blocks a caller's minute is leased in: fewer writes than calls, and at most this share lies idle in another process. */
const blocksAMinute = 50;
/** A big file comes in many small parts: 60,000 a minute by default, 1 GB/s in parts of 1 MiB. */
const chunksACall = 10;

/** A refusal that says when to come back; the door sends it as Retry-After. */
export class LimitReached extends Problem {
  readonly retryAfterSeconds: number;

  constructor(text: Phrase, msLeft: number) {
    super("limit.reached", text);
    this.retryAfterSeconds = Math.max(1, Math.ceil(msLeft / 1000));
  }
}

/** What a process has of a caller's minute: calls leased from all processes' common count, and those it has used. */
interface Lease {
  /** The limit it was leased under; another one makes this process ask anew. */
  most: number;
  /** Moment of this process's clock (performance.now) when the minute ends. */
  endsAt: number;
  leased: number;
  used: number;
  /** Calls nobody had leased yet when this process last asked. */
  left: number;
  asking: Promise<void> | null;
}

const leasesOf = new WeakMap<Weft, Map<string, Lease>>();

/**
 * Counts a call of a token, person or (signed out) address against its limit, together in all processes, and throws
 * `LimitReached` past it. Every answer says `RateLimit-Policy` and `RateLimit`, as draft-ietf-httpapi-ratelimit-headers-10
 * has them, and the three headers of its version 06, which most clients read. The database is asked once a block.
 * With `chunks` the call is counted apart, against `chunksACall` times as many.
 */
export async function countAgainstLimit(
  weft: Weft,
  actor: Actor | null,
  request: FastifyRequest,
  reply: FastifyReply,
  kind: "calls" | "chunks" = "calls",
): Promise<void> {
  const { policy, id } = callerOf(actor, request);
  const calls = strictest((await limitsOf(weft))[policy], actor?.tokenCalls ?? 0);
  const most = calls * (kind === "chunks" ? chunksACall : 1);
  if (most === 0) return;
  const lease = await takeCall(weft, `${kind === "chunks" ? "chunks:" : ""}${policy}:${id}`, most);
  const msLeft = Math.max(0, lease.endsAt - performance.now());
  const secondsLeft = Math.ceil(msLeft / 1000);
  const isOver = lease.used > lease.leased;
  const left = isOver ? 0 : lease.left + lease.leased - lease.used;
  const name = kind === "chunks" ? `${policy}-parts` : policy;
  reply.headers({
    "ratelimit-policy": `"${name}";q=${most};w=${minuteMs / 1000}`,
    ratelimit: `"${name}";r=${left};t=${secondsLeft}`,
    "ratelimit-limit": String(most),
    "ratelimit-remaining": String(left),
    "ratelimit-reset": String(secondsLeft),
  });
  if (isOver)
    throw new LimitReached(phrase`More than ${most} calls in a minute: wait ${secondsLeft} s and go on.`, msLeft);
}

/** What the instance allows, and what was given to the token itself; 0 = no bound. */
function strictest(ofInstance: number, ofToken: number): number {
  return ofInstance === 0 || ofToken === 0 ? ofInstance + ofToken : Math.min(ofInstance, ofToken);
}

function callerOf(actor: Actor | null, request: FastifyRequest) {
  if (!actor) return { policy: "address", id: request.ip } as const;
  if (actor.tokenId) return { policy: "token", id: actor.tokenId } as const;
  return { policy: "person", id: actor.personId } as const;
}

async function takeCall(weft: Weft, caller: string, most: number): Promise<Lease> {
  const lease = leaseOf(weft, caller, most);
  const mine = ++lease.used;
  while (mine > lease.leased && (lease.left > 0 || lease.asking)) {
    lease.asking ??= askForBlock(weft, caller, lease, most).finally(() => {
      lease.asking = null;
    });
    await lease.asking;
  }
  return mine > lease.leased ? lease : { ...lease, used: Math.min(lease.used, lease.leased) };
}

function leaseOf(weft: Weft, caller: string, most: number): Lease {
  const leases = leasesOf.get(weft) ?? new Map<string, Lease>();
  leasesOf.set(weft, leases);
  const now = performance.now();
  const found = leases.get(caller);
  if (found && found.endsAt > now) return found.most === most ? found : leaseAnew(found, most);
  // Whoever begins a minute here takes the chance to forget those who have gone.
  if (leases.size > 1000) for (const [key, { endsAt }] of leases) if (endsAt <= now) leases.delete(key);
  const lease: Lease = { most, endsAt: now + minuteMs, leased: 0, used: 0, left: 1, asking: null };
  leases.set(caller, lease);
  return lease;
}

/** The limit was changed in mid-minute: what was refused does not count, and what is left is asked for again. */
function leaseAnew(lease: Lease, most: number): Lease {
  lease.used = Math.min(lease.used, lease.leased);
  return Object.assign(lease, { most, left: 1 });
}

async function askForBlock(weft: Weft, caller: string, lease: Lease, most: number): Promise<void> {
  const wanted = Math.max(1, Math.ceil(most / blocksAMinute));
  const { calls, msLeft } = await callCounterOf(weft).add(caller, minuteMs, wanted);
  const granted = Math.max(0, Math.min(wanted, most - (calls - wanted)));
  lease.leased += granted;
  lease.left = Math.max(0, most - calls);
  lease.endsAt = Math.min(lease.endsAt, performance.now() + msLeft);
}
