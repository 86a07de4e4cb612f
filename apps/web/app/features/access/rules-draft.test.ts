import type { TableRulesShown } from "@weft/api/rules";
import type { Field } from "@weft/model/fields/field";
import type { Filter } from "@weft/model/filter";
import { expect, test } from "vitest";
import { conditionOn } from "../table/filter-draft.ts";
import { changeField, draftRules, isComplete, newRowRule, rebaseRules, rulesOf } from "./rules-draft.ts";

const fields = ["unit", "pay"].map((id): Field => ({ id, name: id, description: null, type: "text", options: {} }));
const ofUnit: Filter = { field: "unit", op: "is", value: { me: "unit" } };
const rules: TableRulesShown = {
  tableId: "t",
  fields: [{ field: "pay", name: "pay", sees: "builder", changes: "manager", fixed: false }],
  rows: [
    { upTo: "viewer", rows: "own", fixed: false },
    { upTo: "editor", rows: { all: [ofUnit, { not: ofUnit }] }, fixed: true },
  ],
  change: 7,
  faults: [],
};

test("rules that nobody has touched are sent as they came, and fields without a rule are not sent", () => {
  expect(rulesOf(draftRules(rules, fields))).toEqual({
    fields: [{ field: "pay", sees: "builder", changes: "manager" }],
    rows: [
      { upTo: "viewer", rows: "own" },
      { upTo: "editor", rows: { all: [ofUnit, { not: ofUnit }] } },
    ],
  });
});

test("who changes a field always sees it: the other side follows", () => {
  const open = { sees: "viewer", changes: "editor", fixed: false } as const;
  expect(changeField(open, "sees", "manager")).toMatchObject({ sees: "manager", changes: "manager" });
  expect(changeField(open, "sees", "commenter")).toMatchObject({ sees: "commenter", changes: "editor" });
  const strict = { sees: "manager", changes: "owner", fixed: false } as const;
  expect(changeField(strict, "changes", "editor")).toMatchObject({ sees: "editor", changes: "editor" });
});

test("a rule whose conditions are not complete cannot be sent: without them it would show more", () => {
  const draft = draftRules({ ...rules, rows: [] }, fields);
  const rule = { ...newRowRule(fields), kind: "filter" as const };
  expect(isComplete({ ...draft, rows: [newRowRule(fields)] })).toBe(true);
  expect(isComplete({ ...draft, rows: [rule] })).toBe(false);
  const whole = { ...conditionOn(fields[0]!), value: "Birds" };
  expect(isComplete({ ...draft, rows: [{ ...rule, group: { ...rule.group, parts: [whole] } }] })).toBe(true);
  const half = { ...rule.group, parts: [whole, conditionOn(fields[1]!)] };
  expect(isComplete({ ...draft, rows: [{ ...rule, group: half }] })).toBe(false);
  expect(isComplete({ ...draft, rows: [{ ...rule, group: { ...rule.group, parts: [] } }] })).toBe(false);
});

test("what one has edited stays on top of rules that somebody else has saved, and all else is as they have it", () => {
  const before = draftRules(rules, fields);
  const own = { sees: "owner", changes: "owner", fixed: false } as const;
  const added = { ...newRowRule(fields), upTo: "manager" as const };
  // One's own: Unit is shut, the rule of viewers is gone, one for managers is new.
  const mine = { fields: { ...before.fields, unit: own }, rows: [before.rows[1]!, added] };
  // Theirs: Pay is open, the rules are as they were, and one for commenters is new.
  const theirs = [...rules.rows, { upTo: "commenter" as const, rows: "own" as const, fixed: false }];
  const now = draftRules({ ...rules, fields: [], rows: theirs }, fields);
  expect(rulesOf(rebaseRules(mine, before, now))).toEqual({
    fields: [{ field: "unit", sees: "owner", changes: "owner" }],
    rows: [
      { upTo: "editor", rows: { all: [ofUnit, { not: ofUnit }] } },
      { upTo: "commenter", rows: "own" },
      { upTo: "manager", rows: "own" },
    ],
  });
  expect(rebaseRules(before, before, now)).toEqual(now);
  expect(rulesOf(rebaseRules(now, before, now))).toEqual(rulesOf(now));
});

test("what binds whoever edits stays as it holds, were it bound since", () => {
  const before = draftRules({ ...rules, rows: [] }, fields);
  const mine = {
    ...before,
    fields: { ...before.fields, pay: { sees: "viewer", changes: "viewer", fixed: false } as const },
  };
  const fixed = { ...rules.fields[0]!, fixed: true };
  const now = draftRules({ ...rules, fields: [fixed], rows: [rules.rows[1]!] }, fields);
  expect(rebaseRules(mine, before, now)).toEqual(now);
});
