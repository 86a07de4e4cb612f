import type { SharedRedis } from "../../redis/open-redis.ts";
import type { Weft } from "../../weft.ts";
import { countCall } from "./limits.store.ts";

/** Counts what callers do, together for all processes of an instance. */
export interface CallCounter {
  /**
   * Adds `calls` to a caller's count of the present window (windows of a length begin at the same moments everywhere);
   * gives the count so far, and how long the window still lasts.
   */
  add(caller: string, windowMs: number, calls: number): Promise<{ calls: number; msLeft: number }>;
}

/** The counter of this instance: in Redis where it is set and answers, else in the database. */
export function callCounterOf({ db, redis }: Pick<Weft, "db" | "redis">): CallCounter {
  const inDatabase: CallCounter = { add: (caller, windowMs, calls) => countCall(db.people, caller, windowMs, calls) };
  if (!redis) return inDatabase;
  return {
    add: (...call) => countInRedis(redis, ...call).catch(() => inDatabase.add(...call)),
  };
}

/** By the clock of Redis. A count goes with its window. */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window = tonumber(ARGV[1])
local start = string.format('%.0f', now - now % window)
if redis.call('HGET', KEYS[1], 'start') ~= start then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'start', start)
end
local calls = redis.call('HINCRBY', KEYS[1], 'calls', ARGV[2])
redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', start + window))
return { calls, string.format('%.0f', start + window - now) }`;

async function countInRedis(redis: SharedRedis, caller: string, windowMs: number, calls: number) {
  const [counted, msLeft] = (await redis.run(script, `calls:${windowMs}:${caller}`, [windowMs, calls])) as [
    number,
    string,
  ];
  return { calls: counted, msLeft: Number(msLeft) };
}
