/** Work goes on for so long before the page may paint and listen. */
const stretchMs = 8;

/** Lets long work over many rows share the page's one thread. */
export interface Patience {
  /** To be awaited every some thousand steps; throws when nobody waits for the work any more. */
  rest(): Promise<void>;
}

/** Patience that ends with `signal`. */
export function createPatience(signal?: AbortSignal): Patience {
  let since = performance.now();
  return {
    async rest() {
      signal?.throwIfAborted();
      if (performance.now() - since < stretchMs) return;
      await giveWay();
      signal?.throwIfAborted();
      since = performance.now();
    },
  };
}

/** `setTimeout` waits 4 ms in a browser once it is called again and again: a third of the time. */
function giveWay(): Promise<unknown> {
  const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}

/** Steps between two rests: few enough that the slowest cells stay below a frame. */
export const stepsAtOnce = 2048;
