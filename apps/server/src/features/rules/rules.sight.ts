import type { FieldAccess, RulesShown, TableRulesShown } from "@weft/api/rules";
import type { Field } from "@weft/model/fields/field";
import { fieldsOf } from "@weft/model/filter";
import { checkRules } from "@weft/model/grants/check-rules";
import type { RowRule, TableRules, TableView } from "@weft/model/grants/table-rules";
import type { GrantedRole } from "@weft/model/permissions";
import { compareRoles } from "@weft/model/permissions";
import type { Phrase } from "@weft/model/texts/phrase";

/** A table without rules. */
export const noRules: TableRules = { fields: {}, rows: [] };

/** The fields of which somebody with a role may know. */
export function knownFields(rules: TableRules, fields: readonly Field[], role: GrantedRole): Field[] {
  return fields.filter(({ id }) => !isHidden(rules, id, role));
}

/**
 * The rules that somebody with a role cannot change: those that bind them, those on fields that they do not know of, and
 * those of fields in the trash, which come back with them.
 */
export function fixedRules(rules: TableRules, fields: readonly Field[], role: GrantedRole): TableRules {
  const isThere = (id: string) => fields.some((field) => field.id === id);
  const kept = Object.entries(rules.fields).filter(
    ([id, { sees, changes }]) => !isThere(id) || compareRoles(role, sees) < 0 || compareRoles(role, changes) < 0,
  );
  return { fields: Object.fromEntries(kept), rows: rules.rows.filter((rule) => isFixed(rules, rule, role)) };
}

/** The rules of a table as somebody who looks after it reads them: nothing of fields that they do not know of. */
export function showRules(
  rules: TableRules,
  table: { id: string; fields: readonly Field[]; rulesChange: number },
  role: GrantedRole,
  say: (said: Phrase) => string,
): TableRulesShown {
  const fixed = fixedRules(rules, table.fields, role);
  const known = knownFields(rules, table.fields, role);
  const rows = rules.rows
    .filter((rule) => !namesHidden(rules, rule, role))
    .map((rule) => ({ ...rule, fixed: fixed.rows.includes(rule) }));
  const checked = checkRules({ fields: [], rows }, known);
  return {
    tableId: table.id,
    fields: known.flatMap(({ id, name }) => {
      const rule = rules.fields[id];
      return rule ? [{ field: id, name, sees: rule.sees, changes: rule.changes, fixed: id in fixed.fields }] : [];
    }),
    rows,
    change: table.rulesChange,
    faults: checked.ok ? [] : checked.faults.map(({ path, message }) => ({ path, message: say(message) })),
  };
}

/** What the rules leave of each field that `asker` knows of, for somebody with a view of the table. */
export function showFields(
  rules: TableRules,
  fields: readonly Field[],
  asker: GrantedRole,
  { hiddenFieldIds, readOnlyFieldIds }: TableView,
): FieldAccess[] {
  return knownFields(rules, fields, asker).map(({ id, name }) => {
    const access = hiddenFieldIds.includes(id) ? "hidden" : readOnlyFieldIds.includes(id) ? "read" : "change";
    return { field: id, name, access };
  });
}

/** The row rules that bind somebody with `role`, without the conditions of those on fields of which `asker` may not know. */
export function showBinding(rules: TableRules, role: GrantedRole, asker: GrantedRole): RulesShown {
  return rules.rows
    .filter(({ upTo }) => compareRoles(role, upTo) <= 0)
    .map((rule) => ({ upTo: rule.upTo, rows: namesHidden(rules, rule, asker) ? null : rule.rows }));
}

function isFixed(rules: TableRules, rule: RowRule, role: GrantedRole): boolean {
  return compareRoles(role, rule.upTo) <= 0 || namesHidden(rules, rule, role);
}

function namesHidden(rules: TableRules, { rows }: RowRule, role: GrantedRole): boolean {
  return rows !== "own" && fieldsOf(rows).some((id) => isHidden(rules, id, role));
}

function isHidden(rules: TableRules, fieldId: string, role: GrantedRole): boolean {
  const rule = rules.fields[fieldId];
  return rule !== undefined && compareRoles(role, rule.sees) < 0;
}
