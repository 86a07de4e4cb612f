import type { BodyInput } from "@weft/api/endpoint";
import type { putRules, TableRulesShown } from "@weft/api/rules";
import type { Field } from "@weft/model/fields/field";
import type { Role } from "@weft/model/permissions";
import { compareRoles } from "@weft/model/permissions";
import type { GroupDraft } from "../table/filter-draft.ts";
import { conditionOn, draftOf, filterOf, groupOf, isWhole } from "../table/filter-draft.ts";

/** Who sees and who changes a field, as it is edited. */
export interface FieldDraft {
  sees: Role;
  changes: Role;
  /** It binds who looks at it, and stays as it is. */
  fixed: boolean;
}

/** A rule of rows as it is edited: the conditions are kept while it says `own`. */
export interface RowDraft {
  key: number;
  upTo: Exclude<Role, "owner">;
  kind: "own" | "filter";
  group: GroupDraft;
  fixed: boolean;
}

/** A table's rules as they are edited; fields without a rule are there too. */
export interface RulesDraft {
  fields: Record<string, FieldDraft>;
  rows: RowDraft[];
}

/** Who sees and changes a field without a rule. */
const open = { sees: "viewer", changes: "editor" } as const;

let keys = 0;

/** Rules as they can be edited. */
export function draftRules(rules: TableRulesShown, fields: readonly Field[]): RulesDraft {
  const ruled = new Map(rules.fields.map(({ field, sees, changes, fixed }) => [field, { sees, changes, fixed }]));
  return {
    fields: Object.fromEntries(fields.map(({ id }) => [id, ruled.get(id) ?? { ...open, fixed: false }])),
    rows: rules.rows.map(({ upTo, rows, fixed }) => ({
      key: (keys += 1),
      upTo,
      kind: rows === "own" ? "own" : "filter",
      group: rows === "own" ? firstGroup(fields) : draftOf(rows, fields),
      fixed,
    })),
  };
}

/** A new rule: up to editors, only what they made. */
export function newRowRule(fields: readonly Field[]): RowDraft {
  return { key: (keys += 1), upTo: "editor", kind: "own", group: firstGroup(fields), fixed: false };
}

/** Another role for one side of a field; the other side follows, as who changes a field must see it. */
export function changeField({ sees, changes, fixed }: FieldDraft, side: "sees" | "changes", role: Role): FieldDraft {
  const next = { sees, changes, fixed, [side]: role };
  if (compareRoles(next.changes, next.sees) >= 0) return next;
  return { ...next, [side === "sees" ? "changes" : "sees"]: role };
}

/** The rules as they are sent. */
export function rulesOf({ fields, rows }: RulesDraft): Required<Omit<BodyInput<typeof putRules>, "ifChange">> {
  return {
    fields: Object.entries(fields)
      .filter(([, { sees, changes }]) => sees !== open.sees || changes !== open.changes)
      .map(([field, { sees, changes }]) => ({ field, sees, changes })),
    rows: rows.map(rowOf),
  };
}

function rowOf({ upTo, kind, group }: RowDraft) {
  return { upTo, rows: kind === "own" ? "own" : filterOf(group) };
}

/**
 * What was edited on top of rules that hold by now in place of those it was begun on: what one has touched stays as one has it, all
 * else is as it holds.
 */
export function rebaseRules(mine: RulesDraft, before: RulesDraft, now: RulesDraft): RulesDraft {
  const fields = Object.entries(now.fields).map(([id, held]) => {
    const own = mine.fields[id];
    const began = before.fields[id];
    const isTouched = own && (own.sees !== began?.sees || own.changes !== began.changes);
    return [id, isTouched && !held.fixed ? { ...own, fixed: false } : held] as const;
  });
  const said = (rows: readonly RowDraft[]) => new Set(rows.map(textOfRow));
  const [began, kept, holds] = [said(before.rows), said(mine.rows), said(now.rows)];
  const stay = now.rows.filter((row) => row.fixed || !began.has(textOfRow(row)) || kept.has(textOfRow(row)));
  const added = mine.rows.filter((row) => !began.has(textOfRow(row)) && !holds.has(textOfRow(row)));
  return { fields: Object.fromEntries(fields), rows: [...stay, ...added] };
}

/** What a rule of rows says. */
function textOfRow(row: RowDraft): string {
  return JSON.stringify(rowOf(row));
}

/** Whether the conditions of every rule are complete: left out, they would show more. */
export function isComplete({ rows }: RulesDraft): boolean {
  return rows.every(({ kind, group }) => kind === "own" || (group.parts.length > 0 && isWhole(group)));
}

function firstGroup(fields: readonly Field[]): GroupDraft {
  return groupOf("all", fields[0] ? [conditionOn(fields[0])] : []);
}
