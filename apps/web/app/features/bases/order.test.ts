import { expect, test } from "vitest";
import { placeBefore, stepBefore } from "./order.ts";

const things = ["a", "b", "c"].map((id) => ({ id }));
const place = (id: string, before: string | null) =>
  placeBefore(things, id, before)
    .map((thing) => thing.id)
    .join("");

test("a thing is put before another or last, and stays where it is when the other is itself or gone", () => {
  expect([place("c", "a"), place("a", "c"), place("a", null)]).toEqual(["cab", "bac", "bca"]);
  expect([place("a", "a"), place("a", "gone"), place("gone", "a")]).toEqual(["abc", "abc", "abc"]);
});

test("a step up or down lands one place further, and not beyond the ends", () => {
  const step = (id: string, by: -1 | 1) => stepBefore(things, id, by);
  expect([step("b", -1), step("b", 1), step("a", 1)]).toEqual(["a", null, "c"]);
  expect([step("a", -1), step("c", 1), step("gone", 1)]).toEqual([undefined, undefined, undefined]);
});
