import { expect, test } from "vitest";
import type { Field } from "../fields/field.ts";
import { matches } from "./matches.ts";
import { resolveFilter } from "./resolve.ts";

const fields: Field[] = [
  { id: "fld1", name: "Name", description: null, type: "text", options: {} },
  { id: "fld2", name: "Age", description: null, type: "number", options: { decimals: 0 } },
  { id: "fld3", name: "Seen", description: null, type: "datetime", options: { zoned: false } },
];

test.each([
  [
    { field: "name", op: "is", value: "x" },
    { field: "fld1", op: "is", value: "x" },
  ],
  [
    { field: "fld2", op: "less", value: "1.50" },
    { field: "fld2", op: "less", value: 1.5 },
  ],
  [
    { field: "Age", op: "is_empty", value: "left over" },
    { field: "fld2", op: "is_empty" },
  ],
  [{ not: { any: [] } }, { not: { any: [] } }],
  [
    { field: "Seen", op: "on_or_before", value: "2024-02-29" },
    { field: "fld3", op: "before", value: "2024-03-01T00:00:00" },
  ],
])("filter %j becomes %j", (filter, resolved) => {
  expect(resolveFilter(filter, fields)).toEqual({ ok: true, filter: resolved });
});

test.each([
  [null, ""],
  ["text", ""],
  [{ all: "x" }, "all"],
  [{ all: [{ not: 5 }] }, "all.0.not"],
  [{ op: "is" }, "field"],
  [{ field: "Nope", op: "is", value: 1 }, "field"],
  [{ field: "Age", op: "contains", value: "1" }, "op"],
  [{ field: "Age", op: "toString", value: "1" }, "op"],
  [{ field: "Age", op: "between", value: [1] }, "value"],
  [{ field: "Age", op: "is_any_of", value: [1, "x"] }, "value.1"],
  [{ field: "Seen", op: "is_any_of", value: ["2024-02-29", "soon"] }, "value.1"],
  [{ field: "Age", op: "is", value: null }, "value"],
  [{ field: "Name", op: "contains", value: 5 }, "value"],
])("filter %j is faulty at %j", (filter, path) => {
  expect(resolveFilter(filter, fields)).toMatchObject({ ok: false, faults: [{ path }] });
});

test.each([
  ["is", [false, true]],
  ["is_not", [true, false]],
  ["on_or_before", [true, true]],
  ["after", [false, false]],
  ["on_or_after", [false, true]],
])("the last day there is, 9999-12-31, often meant as “never”, can be asked for too: %s", (op, expected) => {
  const resolved = resolveFilter({ field: "Seen", op, value: "9999-12-31" }, fields);
  const passes = (cell: string) => resolved.ok && matches(resolved.filter, { fld3: cell }, fields);
  expect(JSON.stringify(resolved)).not.toContain("+");
  expect(["2024-01-01T00:00:00", "9999-12-31T23:00:00"].map(passes)).toEqual(expected);
});

test("a list for a time takes days as `is` does, each as a whole, beside single moments", () => {
  const value = ["2024-02-29", "2024-03-02T08:00:00"];
  const cells = ["2024-02-29T23:59:59", "2024-03-01T00:00:00", "2024-03-02T08:00:00", "2024-03-02T08:00:01", null];
  const passing = (op: string) => {
    const resolved = resolveFilter({ field: "Seen", op, value }, fields);
    return cells.map((cell) => resolved.ok && matches(resolved.filter, { fld3: cell }, fields));
  };
  expect(passing("is_any_of")).toEqual([true, false, true, false, false]);
  expect(passing("is_none_of")).toEqual([false, true, false, true, true]);
});

test("an empty cell passes only what denies or asks for emptiness", () => {
  const passes = (op: string, value?: unknown) => {
    const resolved = resolveFilter({ field: "Name", op, value }, fields);
    return resolved.ok && matches(resolved.filter, {}, fields);
  };
  expect(["is_not", "does_not_contain", "is_empty"].map((op) => passes(op, "x"))).toEqual([true, true, true]);
  expect(passes("is_none_of", ["x"])).toBe(true);
  expect(["is", "contains", "starts_with", "is_not_empty"].map((op) => passes(op, "x"))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
