import { expect, test } from "vitest";
import type { Field } from "../fields/field.ts";
import type { Filter } from "../filter.ts";
import { matches } from "../filters/matches.ts";
import { resolveFilter } from "../filters/resolve.ts";
import type { GrantedRole, Role } from "../permissions.ts";
import { grantedRoles, roles } from "../permissions.ts";
import type { Person, TableRules } from "./table-rules.ts";
import { fillIn, noRows, viewOf } from "./table-rules.ts";

const ann: Person = { id: "p1", email: "ann@example.org", attributes: { unit: "Birds", units: ["Birds", "Bats"] } };
const fields = ["unit", "by"].map((id): Field => ({ id, name: id, description: null, type: "text", options: {} }));
const ofUnit: Filter = { field: "unit", op: "is", value: { me: "unit" } };

test("a field is hidden below the role that sees it and read-only below the one that changes it", () => {
  const rules: TableRules = { fields: { pay: { sees: "builder", changes: "owner" } }, rows: [] };
  const seen = Object.fromEntries(
    grantedRoles.map((role) => {
      const { hiddenFieldIds, readOnlyFieldIds } = viewOf(rules, { role }, ann);
      return [role, [hiddenFieldIds, readOnlyFieldIds]];
    }),
  );
  const hidden = [["pay"], []];
  const readOnly = [[], ["pay"]];
  expect(seen).toEqual({
    none: hidden,
    viewer: hidden,
    commenter: hidden,
    editor: hidden,
    builder: readOnly,
    manager: readOnly,
    owner: [[], []],
  });
});

test("who may change a field by its rule and not see it does neither", () => {
  const rules: TableRules = { fields: { pay: { sees: "manager", changes: "editor" } }, rows: [] };
  expect(viewOf(rules, { role: "editor" }, ann)).toMatchObject({ hiddenFieldIds: ["pay"], readOnlyFieldIds: [] });
});

test("row rules bind everybody up to their role, all that bind at once, and never an owner", () => {
  const byMe: Filter = { field: "by", op: "is", value: { me: "email" } };
  const rules: TableRules = {
    fields: {},
    rows: [
      { upTo: "viewer", rows: "own" },
      { upTo: "editor", rows: ofUnit },
      { upTo: "manager", rows: byMe },
    ],
  };
  const unit = { field: "unit", op: "is", value: "Birds" };
  const by = { field: "by", op: "is", value: "ann@example.org" };
  expect(viewOf(rules, { role: "viewer" }, ann)).toMatchObject({ filter: { all: [unit, by] }, ownRowsOnly: true });
  expect(viewOf(rules, { role: "editor" }, ann)).toMatchObject({ filter: { all: [unit, by] }, ownRowsOnly: false });
  expect(viewOf(rules, { role: "builder" }, ann)).toMatchObject({ filter: by, ownRowsOnly: false });
  expect(viewOf(rules, { role: "owner" }, ann)).toMatchObject({ filter: null, ownRowsOnly: false });
  expect(viewOf({ fields: {}, rows: [] }, { role: "none" }, ann).filter).toEqual(noRows);
});

test("a list in a rule takes all values of an attribute, beside those that stand there", () => {
  const filter: Filter = { field: "unit", op: "is_any_of", value: [{ me: "units" }, "All"] };
  expect(fillIn(filter, ann)).toEqual({ field: "unit", op: "is_any_of", value: ["Birds", "Bats", "All"] });
});

test.each(["unit", "toString", "__proto__", "constructor"])(
  "who lacks the attribute %s sees no row, were the rule denied",
  (me) => {
    const nobody: Person = { ...ann, attributes: {} };
    for (const wrap of [(one: Filter) => one, (one: Filter): Filter => ({ not: one })]) {
      const filled = fillIn(wrap({ field: "unit", op: "is", value: { me } }), nobody);
      const resolved = resolveFilter(filled, fields);
      expect(resolved.ok && matches(resolved.filter, { unit: "Birds", by: null }, fields)).toBe(false);
    }
  },
);

test("an attribute cannot take the place of one's id or e-mail", () => {
  const sly: Person = { ...ann, attributes: { email: "boss@example.org", id: "p0" } };
  expect(fillIn({ field: "by", op: "is", value: { me: "email" } }, sly)).toMatchObject({ value: "ann@example.org" });
  expect(fillIn({ field: "by", op: "is", value: { me: "id" } }, sly)).toMatchObject({ value: "p1" });
});

test("for every role and every rule, a stronger role never sees or changes less", () => {
  const rank = (role: GrantedRole) => grantedRoles.indexOf(role);
  for (const sees of roles)
    for (const changes of roles)
      for (const upTo of roles.slice(0, -1) as Exclude<Role, "owner">[]) {
        const rules: TableRules = { fields: { a: { sees, changes } }, rows: [{ upTo, rows: ofUnit }] };
        for (const role of grantedRoles) {
          const view = viewOf(rules, { role }, ann);
          const [mustSee, mustChange] = [rank(role) >= rank(sees), rank(role) >= Math.max(rank(sees), rank(changes))];
          expect(!view.hiddenFieldIds.includes("a")).toBe(mustSee);
          expect(mustSee && !view.readOnlyFieldIds.includes("a")).toBe(mustChange);
          expect(view.filter === null).toBe(rank(role) > rank(upTo));
        }
      }
});
