import { setTimeout as wait } from "node:timers/promises";

/** How long a server that has answered before may be away, as during a restart. */
const patienceMs = 30_000;
const pauseMs = 500;

/**
 * A fetch that waits for a server which has answered once and is not there for a moment. Only connections that were
 * refused are tried again: nothing was sent, so nothing is done twice.
 */
export function makePatientFetch(): typeof fetch {
  let answeredAt: number | null = null;
  return async (input, init) => {
    for (;;) {
      try {
        const response = await fetch(input, init);
        answeredAt = Date.now();
        return response;
      } catch (error) {
        const isRefused = (error as { cause?: { code?: string } }).cause?.code === "ECONNREFUSED";
        if (!isRefused || answeredAt === null || Date.now() - answeredAt > patienceMs) throw error;
        await wait(pauseMs);
      }
    }
  };
}
