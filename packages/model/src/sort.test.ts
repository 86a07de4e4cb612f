import { expect, test } from "vitest";
import { phrase } from "./texts/phrase.ts";
import { parseSort, splitNames } from "./sort.ts";

const fields = [
  { id: "fld00000000000001", name: "Age" },
  { id: "fld00000000000002", name: "Last, first" },
  { id: "fld00000000000003", name: "-5 °C" },
  { id: "fld00000000000004", name: "age" },
];
const [age, comma, minus, lower] = fields.map((field) => field.id);

test.each([
  ["", []],
  ["-Age", [{ field: age, direction: "desc" }]],
  ["age", [{ field: lower, direction: "asc" }]],
  [
    String.raw`Last\, first, -AGE`,
    [
      { field: comma, direction: "asc" },
      { field: age, direction: "desc" },
    ],
  ],
  ["-5 °C", [{ field: minus, direction: "asc" }]],
  ["--5 °C", [{ field: minus, direction: "desc" }]],
  [`-${age}`, [{ field: age, direction: "desc" }]],
])("sort %j is read", (text, sorts) => {
  expect(parseSort(text, fields)).toEqual({ ok: true, sorts });
});

test("a sort names every unknown and doubled field", () => {
  expect(parseSort("Nope,Age,-Age,What", fields)).toEqual({
    ok: false,
    faults: [phrase`there is no field ${"Nope"}`, phrase`${"Age"} stands twice`, phrase`there is no field ${"What"}`],
  });
});

test("names are split at commas that no backslash guards", () => {
  expect(splitNames(String.raw` a ,b\,c,, d\\ `)).toEqual(["a", "b,c", "d\\"]);
});
