/** Choices that look random, the same for the same seed. */
export interface Chances {
  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number;
  one<T>(things: readonly T[]): T;
  /** True in so many of a hundred. */
  percent(share: number): boolean;
  many<T>(least: number, most: number, make: (at: number) => T): T[];
}

function createChances(seed: number): Chances {
  let state = seed;
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  }
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    whole,
    one: (things) => things[whole(0, things.length - 1)]!,
    percent: (share) => next() * 100 < share,
    many: (least, most, make) => Array.from({ length: whole(least, most) }, (_, at) => make(at)),
  };
}

/** Does `work` so many times with other choices; a failure says with which seed, to be tried alone as `from`. */
export async function manyTimes(
  times: number,
  work: (chances: Chances) => void | Promise<void>,
  from = 1,
): Promise<void> {
  for (let seed = from; seed < from + times; seed += 1) {
    try {
      await work(createChances(seed));
    } catch (error) {
      throw new Error(`With seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
}
