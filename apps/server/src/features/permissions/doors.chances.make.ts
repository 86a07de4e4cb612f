/** Random choices that a seed repeats. */
export interface Chances {
  /** From 0 to below `bound`. */
  below(bound: number): number;
  /** True in one of `often` cases. */
  oneIn(often: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Up to `most` of them, in any order. */
  some<T>(from: readonly T[], most: number): T[];
}

/** Chances by mulberry32. */
export function makeChances(seed: number): Chances {
  let state = seed;
  const below = (bound: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * bound);
  };
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  return {
    below,
    pick,
    oneIn: (often) => below(often) === 0,
    some(from, most) {
      const left = [...from];
      return Array.from(
        { length: Math.min(left.length, below(most + 1)) },
        () => left.splice(below(left.length), 1)[0]!,
      );
    },
  };
}
