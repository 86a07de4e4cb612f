import type { Field } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { moveBefore, orderFields, orderOf } from "./column-order.ts";

const fields: Field[] = ["a", "b", "c", "d", "e"].map((id) => ({
  id,
  name: id,
  description: null,
  type: "text",
  options: {},
}));
const ids = (order: string[]) => orderFields(fields, order).map(({ id }) => id);

test("an order that is written down is the order that is shown", () => {
  for (const shown of ["abcde", "bacde", "eabcd", "abdce", "edcba"]) {
    expect(ids(orderOf(fields, [...shown])).join("")).toBe(shown);
  }
});

test("only as much of an order is written down as differs from the table's", () => {
  expect(orderOf(fields, [..."abcde"])).toEqual([]);
  expect(orderOf(fields, [..."bacde"])).toEqual(["b"]);
  expect(orderOf(fields, [..."abced"])).toEqual(["a", "b", "c", "e"]);
});

test("a field that an order does not know stands among the others, and one that is gone is left out", () => {
  expect(ids(["gone", "d"]).join("")).toBe("dabce");
});

test("columns that move together stay together", () => {
  expect(moveBefore([..."abcde"], ["b", "d"], "a").join("")).toBe("bdace");
  expect(moveBefore([..."abcde"], ["a", "b"], null).join("")).toBe("cdeab");
});
