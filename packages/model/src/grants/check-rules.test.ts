import { expect, test } from "vitest";
import type { Field } from "../fields/field.ts";
import type { Filter } from "../filter.ts";
import { inEnglish } from "../texts/phrase.ts";
import type { WantedRules } from "./check-rules.ts";
import { checkRules } from "./check-rules.ts";

const fields: Field[] = [
  { id: "f1", name: "Unit", description: null, type: "text", options: {} },
  { id: "f2", name: "Pay", description: null, type: "number", options: { decimals: 0 } },
  { id: "f3", name: "Due", description: null, type: "date", options: {} },
];
const none: WantedRules = { fields: [], rows: [] };
const ofUnit = { field: "unit", op: "is", value: { me: "unit" } };

function check(wanted: Partial<WantedRules>) {
  return checkRules({ ...none, ...wanted }, fields);
}

function rowsOf(rows: unknown): unknown {
  const checked = check({ rows: [{ upTo: "editor", rows }] });
  return checked.ok ? checked.rules.rows[0]?.rows : checked.faults.map(({ path }) => path);
}

test("rules that name fields by name or id are kept by id, with attributes and periods as they were written", () => {
  const due = { field: "f3", op: "in_period", value: "this_month" };
  const checked = check({
    fields: [
      { field: "pay", sees: "builder", changes: "owner" },
      { field: "f1", sees: "viewer", changes: "manager" },
    ],
    rows: [
      { upTo: "viewer", rows: "own" },
      { upTo: "editor", rows: { all: [ofUnit, { not: due }] } },
    ],
  });
  expect(checked).toEqual({
    ok: true,
    rules: {
      fields: { f2: { sees: "builder", changes: "owner" }, f1: { sees: "viewer", changes: "manager" } },
      rows: [
        { upTo: "viewer", rows: "own" },
        { upTo: "editor", rows: { all: [{ ...ofUnit, field: "f1" }, { not: due }] } },
      ],
    },
  });
});

test("an attribute may stand for a list or in one, and is kept as a list's part", () => {
  const any = (value: unknown) => ({ field: "Unit", op: "is_any_of", value });
  expect(rowsOf(any({ me: "units" }))).toEqual({ field: "f1", op: "is_any_of", value: [{ me: "units" }] });
  expect(rowsOf(any(["All", { me: "units" }]))).toMatchObject({ value: ["All", { me: "units" }] });
});

test.each<[string, unknown, string[]]>([
  [
    "an unknown field within groups",
    { any: [ofUnit, { not: { field: "Gone", op: "is_empty" } }] },
    ["any.1.not.field"],
  ],
  ["an operator that does not fit", { field: "Pay", op: "contains", value: "3" }, ["op"]],
  ["an attribute where numbers are", { field: "Pay", op: "is", value: { me: "pay" } }, ["value"]],
  ["an attribute among numbers", { field: "Pay", op: "is_any_of", value: [3, { me: "pay" }] }, ["value"]],
  ["something that is no filter", "mine", [""]],
  ["a group without conditions", { all: [] }, [""]],
  ["a group that one empty group opens", { any: [ofUnit, { all: [] }] as Filter[] }, [""]],
])("%s is refused with its place", (_what, rows, paths) => {
  expect(rowsOf(rows)).toEqual(paths.map((path) => (path ? `rows.0.rows.${path}` : "rows.0.rows")));
});

test("every fault of every part is told at once", () => {
  const checked = check({
    fields: [
      { field: "Gone", sees: "viewer", changes: "editor" },
      { field: "Pay", sees: "manager", changes: "editor" },
      { field: "f2", sees: "viewer", changes: "editor" },
    ],
    rows: [
      { upTo: "owner", rows: "own" },
      { upTo: "viewer", rows: { field: "Due", op: "is", value: "soon" } },
    ],
  });
  expect(checked.ok ? [] : checked.faults.map(({ path, message }) => `${path} ${inEnglish(message)}`)).toEqual([
    "fields.0.field there is no field Gone",
    "fields.1.changes is weaker than the role that sees the field: who changes it must see it",
    "fields.2.field Pay stands twice",
    "rows.0.upTo may not be owner, whom no rule binds: choose manager or a weaker role",
    expect.stringContaining("rows.1.rows.value Due: "),
  ]);
});
