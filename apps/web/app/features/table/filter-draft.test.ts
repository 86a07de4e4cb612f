import type { Field } from "@weft/model/fields/field";
import type { Filter } from "@weft/model/filter";
import { expect, test } from "vitest";
import { conditionOn, draftOf, emptyValue, filterOf, groupOf, offeredOperators } from "./filter-draft.ts";

const fields: Field[] = [
  { id: "fld1", name: "Name", description: null, type: "text", options: {} },
  { id: "fld2", name: "Age", description: null, type: "number", options: { decimals: 0 } },
];

test("a filter that is opened in the builder and not touched stays the same", () => {
  const filter: Filter = {
    any: [
      { field: "fld1", op: "contains", value: "a" },
      { all: [{ field: "fld2", op: "between", value: [1, 2] }, { not: { field: "fld1", op: "is_empty" } }] },
    ],
  };
  expect(filterOf(draftOf(filter, fields))).toEqual(filter);
});

test("conditions by field name become conditions by id, so that renaming does not break them", () => {
  expect(filterOf(draftOf({ field: "Age", op: "is_empty" }, fields))).toEqual({ field: "fld2", op: "is_empty" });
});

test("what is not complete does not filter yet", () => {
  const draft = draftOf(null, fields);
  draft.parts.push(conditionOn(fields[0]!), groupOf("any", []));
  expect(filterOf(draft)).toBeNull();
  draft.parts.push({ ...conditionOn(fields[1]!), op: "between", value: [1, null] });
  expect(filterOf(draft)).toBeNull();
});

test("changing the operator keeps a value that still fits", () => {
  const before = { ...conditionOn(fields[1]!), op: "less", value: 5 } as const;
  expect(emptyValue("greater", before)).toBe(5);
  expect(emptyValue("between", before)).toEqual([null, null]);
});

test("yes and no are offered by name, a day's period is begun with today", () => {
  const flag: Field = { id: "fld9", name: "Done", description: null, type: "boolean", options: {} };
  const day: Field = { id: "fld8", name: "Due", description: null, type: "date", options: {} };
  expect(offeredOperators(flag, "is_yes")).toEqual(["is_yes", "is_no", "is_empty", "is_not_empty"]);
  expect(offeredOperators(flag, "is")).toContain("is");
  expect(filterOf(groupOf("all", [conditionOn(day)]))).toEqual({
    field: "fld8",
    op: "in_period",
    value: "today",
  });
});

test("conditions that say the same are told apart, so that the builder takes off the right one", () => {
  const same: Filter = { field: "fld2", op: "greater", value: 1 };
  const { key, parts } = draftOf({ all: [same, same] }, fields);
  expect(new Set([key, ...parts.map((part) => part.key)]).size).toBe(3);
});
