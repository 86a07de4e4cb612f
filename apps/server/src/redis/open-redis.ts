import type { Logger } from "pino";

/** A Redis that all processes of an instance share. What it holds may be gone at any time: only what may be lost goes there. */
export interface SharedRedis {
  /** Runs a script where the values are; throws at once while Redis is away. */
  run(script: string, key: string, values: (string | number)[]): Promise<unknown>;
  /** Since when it does not answer, and why; null = it does. */
  away(): RedisAway | null;
  [Symbol.asyncDispose](): Promise<void>;
}

interface RedisAway {
  since: Date;
  why: string;
}

/** Nobody's call waits longer for it. */
const waitMsMax = 500;
/** One that did not answer is asked again after this. */
const pauseMs = 1000;
const reconnectMsMax = 2000;

/** Connects to `url`; one that is away is no fault of the start, and is tried again all the time. */
export async function openRedis(url: string, log: Logger): Promise<SharedRedis> {
  const { Redis } = await import("ioredis");
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: waitMsMax,
    commandTimeout: waitMsMax,
    keyPrefix: "weft:",
    retryStrategy: (tries) => Math.min(100 * tries, reconnectMsMax),
  });
  let away: RedisAway | null = null;
  let askAgainAt = 0;
  const noteAway = (why: string) => {
    askAgainAt = performance.now() + pauseMs;
    if (!away) log.warn({ why }, "Redis does not answer; calls are counted in the database meanwhile");
    away = { since: away?.since ?? new Date(), why };
  };
  /** A question that failed says less than the connection, which has said why it is away. */
  const noteFailure = ({ message }: Error) => noteAway(away?.why ?? message);
  const noteBack = () => {
    if (away) log.warn({ since: away.since }, "Redis answers again");
    away = null;
  };
  redis.on("error", ({ message }) => noteAway(message));
  redis.on("ready", noteBack);
  await redis.connect().catch(noteFailure);
  return {
    async run(script, key, values) {
      if (away && performance.now() < askAgainAt) throw new Error(away.why);
      try {
        const answer = await redis.eval(script, 1, key, ...values);
        noteBack();
        return answer;
      } catch (error) {
        noteFailure(error as Error);
        throw error;
      }
    },
    away: () => away,
    async [Symbol.asyncDispose]() {
      redis.disconnect();
    },
  };
}
