import { expect, test } from "vitest";
import type { CellValue, Field } from "../fields/field.ts";
import { operators, operatorsFor } from "../filter.ts";
import { matches } from "./matches.ts";
import { readPeriod, spanOf, writePeriod } from "./periods.ts";
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
  [{ field: "Name", op: "longer_than", value: -1 }, "value"],
  [{ field: "Name", op: "longer_than", value: "5" }, "value"],
  [{ field: "Age", op: "is_multiple_of", value: 0 }, "value"],
  [{ field: "Age", op: "not_between", value: [1, "x"] }, "value.1"],
  [{ field: "Seen", op: "in_period", value: "last_0_days" }, "value"],
  [{ field: "Seen", op: "in_period", value: "someday" }, "value"],
  [{ field: "Seen", op: "in_month", value: [13] }, "value"],
  [{ field: "Seen", op: "on_weekday", value: 1 }, "value"],
  [{ field: "Seen", op: "in_year", value: 10_000 }, "value"],
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

test.each([
  ["today", "2024-02-29", "2024-02-29"],
  ["yesterday", "2024-02-28", "2024-02-28"],
  ["tomorrow", "2024-03-01", "2024-03-01"],
  ["this_week", "2024-02-26", "2024-03-03"],
  ["last_week", "2024-02-19", "2024-02-25"],
  ["next_month", "2024-03-01", "2024-03-31"],
  ["last_quarter", "2023-10-01", "2023-12-31"],
  ["this_year", "2024-01-01", "2024-12-31"],
  ["last_7_days", "2024-02-23", "2024-02-29"],
  ["next_2_weeks", "2024-02-29", "2024-03-13"],
  ["last_1_months", "2024-01-30", "2024-02-29"],
  ["3_days_ago", "2024-02-26", "2024-02-26"],
  ["1_years_ago", "2023-02-28", "2023-02-28"],
  ["in_10_days", "2024-03-10", "2024-03-10"],
  ["9999_years_ago", "0001-01-01", "0001-01-01"],
  ["in_9999_years", "9999-12-31", "9999-12-31"],
])("on 29 February 2024, %s is %s to %s", (text, first, last) => {
  const period = readPeriod(text);
  expect(period && spanOf(period, "2024-02-29")).toEqual({ first, last });
  expect(period && writePeriod(period)).toBe(text);
});

test("today is the asker's: the same moment is another day in Paris and in New York", () => {
  const day: Field = { id: "fldD", name: "Day", description: null, type: "date", options: {} };
  const moment: Field = { id: "fldM", name: "Moment", description: null, type: "datetime", options: { zoned: true } };
  const passes = (field: Field, cell: CellValue, timeZone: string, op = "in_period", value: unknown = "today") => {
    const asked = { timeZone, nowMs: Date.parse("2024-03-05T23:30:00Z") };
    const resolved = resolveFilter({ field: field.id, op, value }, [field], asked);
    return resolved.ok && matches(resolved.filter, { [field.id]: cell }, [field]);
  };
  expect(["2024-03-05", "2024-03-06"].map((cell) => passes(day, cell, "Europe/Paris"))).toEqual([false, true]);
  expect(["2024-03-05", "2024-03-06"].map((cell) => passes(day, cell, "America/New_York"))).toEqual([true, false]);
  const cells = ["2024-03-05T22:59:59Z", "2024-03-05T23:00:00Z", "2024-03-06T22:59:59Z", "2024-03-06T23:00:00Z"];
  expect(cells.map((cell) => passes(moment, cell, "Europe/Paris"))).toEqual([false, true, true, false]);
  expect(cells.map((cell) => passes(moment, cell, "Europe/Paris", "is", "2024-03-06"))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(cells.map((cell) => passes(moment, cell, "Europe/Paris", "on_weekday", [3]))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(cells.map((cell) => passes(moment, cell, "Europe/Paris", "before_period"))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(cells.map((cell) => passes(moment, cell, "Europe/Paris", "after_period"))).toEqual([
    false,
    false,
    false,
    true,
  ]);
  expect(resolveFilter({ all: [] }, [day], { timeZone: "Mars/Olympus" }).ok).toBe(false);
});

test("a day that begins at one o'clock, because clocks jump over midnight, begins with its first moment", () => {
  const moment: Field = { id: "fldM", name: "Moment", description: null, type: "datetime", options: { zoned: true } };
  const resolved = resolveFilter({ field: "fldM", op: "is", value: "2018-11-04" }, [moment], {
    timeZone: "America/Sao_Paulo",
  });
  const cells = ["2018-11-04T02:59:59Z", "2018-11-04T03:00:00Z", "2018-11-05T01:59:59Z", "2018-11-05T02:00:00Z"];
  expect(cells.map((cell) => resolved.ok && matches(resolved.filter, { fldM: cell }, [moment]))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test("a pattern of many stars on a long text is answered at once", () => {
  const name = fields[0]!;
  const resolved = resolveFilter({ field: "Name", op: "matches_pattern", value: `${"a*".repeat(200)}b` }, fields);
  const before = performance.now();
  expect(resolved.ok && matches(resolved.filter, { [name.id]: "a".repeat(20_000) }, fields)).toBe(false);
  expect(performance.now() - before).toBeLessThan(2000);
});

test("there are more than 31 operators, and every type has those for emptiness", () => {
  expect(Object.keys(operators).length).toBeGreaterThan(31);
  for (const type of ["text", "number", "boolean", "date", "choice", "json"] as const)
    expect(operatorsFor(type)).toEqual(expect.arrayContaining(["is_empty", "is_not_empty"]));
});
