import { setTimeout as wait } from "node:timers/promises";

/** How long a server that has answered before may be away, as during a restart. */
const patienceMs = 30_000;
const awayPauseMs = 500;
/** Limits are counted by the minute; what asks for longer is told. */
const limitPauseMsMax = 60_000;

/**
 * A fetch that waits for a server which has answered once and is not there for a moment. Only connections that were
 * refused are tried again: nothing was sent, so nothing is done twice. Nor was anything done where too many calls were
 * made (429): those wait as long as the server says, unless what they send can be read only once.
 */
export function makePatientFetch(): typeof fetch {
  let answeredAt: number | null = null;
  return async (input, init) => {
    for (;;) {
      try {
        const response = await fetch(input, init);
        answeredAt = Date.now();
        if (response.status !== 429 || init?.body instanceof ReadableStream) return response;
        const pauseMs = 1000 * (Number(response.headers.get("retry-after")) || 1);
        if (pauseMs > limitPauseMsMax) return response;
        await response.body?.cancel();
        await wait(pauseMs);
      } catch (error) {
        const isRefused = (error as { cause?: { code?: string } }).cause?.code === "ECONNREFUSED";
        if (!isRefused || answeredAt === null || Date.now() - answeredAt > patienceMs) throw error;
        await wait(awayPauseMs);
      }
    }
  };
}
