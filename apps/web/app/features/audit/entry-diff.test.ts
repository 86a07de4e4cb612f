import { expect, test } from "vitest";
import { diffOf } from "./entry-diff.ts";

test("of a change only what differs is told, whatever it is nested in", () => {
  const before = { name: "A", options: { decimals: 2, unit: "g" }, tags: ["x"] };
  const after = { name: "A", options: { decimals: 3, unit: "g" }, tags: ["x", "y"] };
  expect(diffOf(before, after)).toEqual([
    { path: "options.decimals", before: 2, after: 3 },
    { path: "tags", before: ["x"], after: ["x", "y"] },
  ]);
});

test("what has one side only is told whole, and nothing is nothing", () => {
  expect(diffOf(null, { name: "A", expiresAt: null })).toEqual([
    { path: "name", before: undefined, after: "A" },
    { path: "expiresAt", before: undefined, after: null },
  ]);
  expect(diffOf(null, null)).toEqual([]);
  expect(diffOf(undefined, "plain")).toEqual([{ path: "", before: undefined, after: "plain" }]);
});

test("a part that is new or gone stands with an empty side", () => {
  expect(diffOf({ a: 1 }, { b: 2 })).toEqual([
    { path: "a", before: 1, after: undefined },
    { path: "b", before: undefined, after: 2 },
  ]);
});
