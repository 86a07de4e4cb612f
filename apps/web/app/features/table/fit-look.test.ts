import type { Field } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { fitLook } from "./fit-look.ts";
import type { TableLook } from "./table-address.ts";
import { readLook } from "./table-address.ts";

const text = (id: string): Field => ({ id, name: id.toUpperCase(), description: null, type: "text", options: {} });
const number = (id: string): Field => ({ ...text(id), type: "number", options: { decimals: null } });
const base: TableLook = readLook({}, []);
const isA = { field: "a", op: "contains", value: "x" } as const;
const isB = { field: "b", op: "greater", value: 5 } as const;

test("a look that fits is the very same", () => {
  const look = { ...base, filter: { any: [isA, isB] }, sort: [{ field: "a", direction: "asc" as const }] };
  expect(fitLook(look, [text("a"), number("b")])).toEqual({ look, misfits: [] });
  expect(fitLook(look, [text("a"), number("b")]).look).toBe(look);
});

test("what names a deleted field goes, in every part, and the rest stays", () => {
  const look: TableLook = {
    ...base,
    filter: { all: [isA, { any: [isB] }] },
    sort: [
      { field: "b", direction: "desc" },
      { field: "a", direction: "asc" },
    ],
    group: [{ field: "b", direction: "asc" }],
    footers: { a: "filled", b: "sum" },
    color: [
      { filter: isB, color: "red", isWhole: true },
      { filter: isA, color: "blue", isWhole: false },
    ],
  };
  const { look: fitted, misfits } = fitLook(look, [text("a")]);
  expect(fitted).toEqual({
    ...look,
    filter: { all: [isA] },
    sort: [{ field: "a", direction: "asc" }],
    group: [],
    footers: { a: "filled" },
    color: [{ filter: isA, color: "blue", isWhole: false }],
  });
  expect(misfits.map(({ part }) => part).toSorted()).toEqual(["color", "filter", "footers", "group", "sort"]);
  expect(new Set(misfits.map(({ fieldId }) => fieldId))).toEqual(new Set(["b"]));
});

test("a retyped field keeps its sort and loses conditions and figures that its new type does not know", () => {
  const look: TableLook = { ...base, filter: isB, sort: [{ field: "b", direction: "asc" }], footers: { b: "sum" } };
  const { look: fitted, misfits } = fitLook(look, [text("b")]);
  expect(fitted).toEqual({ ...look, filter: null, footers: {} });
  expect(misfits).toEqual([
    { part: "filter", fieldId: "b" },
    { part: "footers", fieldId: "b" },
  ]);
});

test("a denied group with a part that does not fit goes as a whole", () => {
  const look: TableLook = { ...base, filter: { not: { any: [isA, isB] } } };
  expect(fitLook(look, [text("a")]).look.filter).toBeNull();
  expect(fitLook(look, [text("a"), number("b")]).look.filter).toEqual(look.filter);
});
