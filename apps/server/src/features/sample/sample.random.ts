/** Chance that always falls the same way for the same seed, so that every sample base is the same. */
export interface Chance {
  /** From 0 up to but without 1. */
  next(): number;
  /** A whole number from `from` to `to`, both possible. */
  whole(from: number, to: number): number;
  /** A number around `mean`, two thirds of them within `spread`, to so many decimals. */
  around(mean: number, spread: number, decimals: number): number;
  pick<T>(list: readonly T[]): T;
  /** True in `share` of all cases (0 to 1). */
  isLikely(share: number): boolean;
}

/** A generator of chance (mulberry32); not for secrets. */
export function makeChance(seed: number): Chance {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    next,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    around(mean, spread, decimals) {
      // Twelve even draws added up are very nearly normal, with a variance of one.
      const normal = Array.from({ length: 12 }, next).reduce((sum, draw) => sum + draw, -6);
      return Number((mean + spread * normal).toFixed(decimals));
    },
    pick: (list) => list[Math.floor(next() * list.length)] as (typeof list)[number],
    isLikely: (share) => next() < share,
  };
}

const dayMs = 86_400_000;

/** The day `days` after (before, if negative) `today`, as `YYYY-MM-DD`. */
export function dayFrom(today: Date, days: number): string {
  return new Date(today.getTime() + days * dayMs).toISOString().slice(0, 10);
}

/** A time of a day, `YYYY-MM-DDTHH:MM:SS`. */
export function timeOf(day: string, minutes: number): string {
  const hour = String(Math.floor(minutes / 60)).padStart(2, "0");
  return `${day}T${hour}:${String(minutes % 60).padStart(2, "0")}:00`;
}
