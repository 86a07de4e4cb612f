import { expect, test } from "vitest";
import type { CallCounter } from "./limits.counter.ts";

const hourMs = 3_600_000;

/** What every counter of calls promises; `open` gives counters of two processes of one instance. */
export function testCallCounter(open: () => Promise<{ one: CallCounter; other: CallCounter } & AsyncDisposable>): void {
  test("two processes count together, and calls at the same moment are all counted", async () => {
    await using counters = await open();
    const { one, other } = counters;
    const counted = await Promise.all(
      Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? one : other).add("ada", hourMs, 1)),
    );
    // The hour may turn over in mid-test: then two windows count, each without a gap.
    const distinct = new Set(counted.map(({ calls }) => calls));
    expect(distinct.size === 40 || Math.max(...distinct) < 40).toBe(true);
  });

  test("callers and lengths of windows are counted apart", async () => {
    await using counters = await open();
    const { one } = counters;
    await one.add("ada", hourMs, 7);
    expect(await one.add("bob", hourMs, 1)).toMatchObject({ calls: 1 });
    expect(await one.add("ada", 24 * 365 * 50 * hourMs, 1)).toMatchObject({ calls: 1 });
  });

  test("a window says how long it lasts, and the next one begins at nothing", async () => {
    await using counters = await open();
    const { one, other } = counters;
    const windowMs = 200;
    const before = await one.add("ada", windowMs, 5);
    expect(before.msLeft).toBeGreaterThan(0);
    expect(before.msLeft).toBeLessThanOrEqual(windowMs);
    // Adding nothing shows the count; it falls to nothing when the window turns over.
    await expect.poll(async () => (await other.add("ada", windowMs, 0)).calls, { interval: 20 }).toBe(0);
  });
}
