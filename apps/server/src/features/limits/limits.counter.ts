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

/** The counter of this instance: in its database. */
export function callCounterOf(weft: Weft): CallCounter {
  return { add: (caller, windowMs, calls) => countCall(weft.db.people, caller, windowMs, calls) };
}
