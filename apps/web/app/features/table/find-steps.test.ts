import { expect, test } from "vitest";
import { stepTo } from "./find-steps.ts";
import { hitsIn } from "./hit-marks.ts";

test("steps go from hit to hit and round at the ends", () => {
  const finds = { rows: [3, 8, 21], before: 0, total: 3 };
  expect([null, 2, 3, 20, 21].map((from) => stepTo(finds, from, 1))).toEqual([0, 0, 1, 2, 0]);
  expect([null, 22, 21, 4, 3].map((from) => stepTo(finds, from, -1))).toEqual([2, 2, 1, 0, 2]);
  expect(stepTo({ rows: [], before: 0, total: 0 }, null, 1)).toBe(-1);
});

test("of a longer list only what is at hand is stepped to; the rest has to be asked for", () => {
  const finds = { rows: [500, 700], before: 10, total: 40 };
  expect(stepTo(finds, 600, 1)).toBe(11);
  expect(stepTo(finds, 700, 1)).toBe(-1);
  expect(stepTo(finds, 500, -1)).toBe(-1);
});

test("hits are found in any case, one after the other, and not where letters would shift", () => {
  expect(hitsIn("Banana BANANA", "ana")).toEqual([1, 8]);
  expect(hitsIn("ÄPFEL", "äp")).toEqual([0]);
  expect(hitsIn("İstanbul", "stan")).toEqual([]);
  expect(hitsIn("abc", "")).toEqual([]);
});
