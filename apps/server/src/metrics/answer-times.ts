/** How many answers took how long, by places of a scale on which each is a tenth longer: sums of many processes keep their shares. */
export type AnswerTimes = Record<string, number>;

/** Where the scale begins, in seconds. */
const shortest = 0.0001;
const factor = 1.1;

/** Counts an answer. */
export function countTime(times: AnswerTimes, seconds: number): void {
  const place = Math.max(0, Math.round(Math.log(Math.max(seconds, shortest) / shortest) / Math.log(factor)));
  times[place] = (times[place] ?? 0) + 1;
}

/** The seconds within which this share of all the answers came, off by a twentieth at most; null when there were none. */
export function shareOf(counted: readonly AnswerTimes[], share: number): number | null {
  const sums = new Map<number, number>();
  for (const times of counted)
    for (const [place, count] of Object.entries(times)) sums.set(Number(place), (sums.get(Number(place)) ?? 0) + count);
  const all = [...sums.values()].reduce((sum, count) => sum + count, 0);
  let left = Math.floor(all * share) + 1;
  for (const [place, count] of [...sums].toSorted(([a], [b]) => a - b)) {
    left -= count;
    if (left <= 0) return shortest * factor ** place;
  }
  return null;
}
