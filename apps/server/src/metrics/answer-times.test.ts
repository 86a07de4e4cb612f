import { expect, test } from "vitest";
import type { AnswerTimes } from "./answer-times.ts";
import { countTime, shareOf } from "./answer-times.ts";

function timesOf(seconds: number[]): AnswerTimes {
  const times: AnswerTimes = {};
  for (const each of seconds) countTime(times, each);
  return times;
}

test("the 95th of a hundred answers is found among those of two processes, off by a twentieth at most", () => {
  const slow = timesOf(Array.from({ length: 10 }, (_, at) => 1 + at / 10));
  const quick = timesOf(Array.from({ length: 90 }, () => 0.02));
  const found = shareOf([slow, quick], 0.95) as number;
  expect(Math.abs(found - 1.5) / 1.5).toBeLessThan(0.05);
  expect(shareOf([quick], 0.95)).toBeLessThan(0.021);
});

test("without answers there is no time, and times beyond the scale are at its ends", () => {
  expect(shareOf([], 0.95)).toBeNull();
  expect(shareOf([timesOf([0])], 0.95)).toBeCloseTo(0.0001);
  expect(shareOf([timesOf([3600])], 0.95)).toBeGreaterThan(3400);
});
