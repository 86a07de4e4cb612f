import type { Filter } from "../filter.ts";
import type { GrantedRole, Role } from "../permissions.ts";
import { compareRoles } from "../permissions.ts";

/** Stands in a row rule where the person's own id, e-mail or another attribute of theirs shall be. */
export interface Me {
  me: string;
}

/** Somebody's attributes as row rules name them; what has several values fills a list. */
export interface Person {
  id: string;
  email: string;
  attributes: Readonly<Record<string, string | readonly string[]>>;
}

/** A rule of rows for everybody up to a role: only rows they made, or only those that pass a filter. Owners see all. */
export interface RowRule {
  upTo: Exclude<Role, "owner">;
  /** The values of a filter may be `Me`. */
  rows: "own" | Filter;
}

/** What a table hides from whom. */
export interface TableRules {
  /** By field id, the weakest role that sees the field and the weakest that changes it; changing needs seeing. */
  fields: Readonly<Record<string, { sees: Role; changes: Role }>>;
  rows: readonly RowRule[];
}

/** What is left of a table for one person. */
export interface TableView {
  hiddenFieldIds: string[];
  /** Seen, and not to be changed. */
  readOnlyFieldIds: string[];
  /** What rows must pass; null = no rule. */
  filter: Filter | null;
  ownRowsOnly: boolean;
}

/** No row passes: a group without conditions lets everything pass, and this denies it. */
export const noRows: Filter = { not: { all: [] } };

/** What a person with a role sees of a table with these rules. A rule that cannot be filled in for them shows no row. */
export function viewOf(rules: TableRules, { role }: { role: GrantedRole }, person: Person): TableView {
  const binding = rules.rows.filter(({ upTo }) => compareRoles(role, upTo) <= 0);
  const filters = binding.flatMap(({ rows }) => (rows === "own" ? [] : [fillIn(rows, person)]));
  if (role === "none") filters.push(noRows);
  const fields = Object.entries(rules.fields);
  const sees = (weakest: Role) => role !== "none" && compareRoles(role, weakest) >= 0;
  return {
    hiddenFieldIds: fields.filter(([, field]) => !sees(field.sees)).map(([id]) => id),
    readOnlyFieldIds: fields.filter(([, field]) => sees(field.sees) && !sees(field.changes)).map(([id]) => id),
    filter: filters.length > 1 ? { all: filters } : (filters[0] ?? null),
    ownRowsOnly: binding.some(({ rows }) => rows === "own"),
  };
}

/**
 * A row rule with the person's own values in it. One that the person lacks makes the whole rule show nothing: within a
 * `not`, a condition that merely fails would show everything.
 */
export function fillIn(rule: Filter, person: Person): Filter {
  try {
    return fillNode(rule, { id: person.id, email: person.email }, person.attributes);
  } catch (error) {
    if (error instanceof Lacking) return noRows;
    throw error;
  }
}

/** The person has no such attribute. */
class Lacking extends Error {}

function fillNode(node: Filter, own: Record<string, string>, attributes: Person["attributes"]): Filter {
  const inner = (part: Filter) => fillNode(part, own, attributes);
  if ("all" in node) return { all: node.all.map(inner) };
  if ("any" in node) return { any: node.any.map(inner) };
  if ("not" in node) return { not: inner(node.not) };
  const find = ({ me }: Me) => {
    const found = Object.hasOwn(own, me) ? own[me] : Object.hasOwn(attributes, me) ? attributes[me] : undefined;
    if (found === undefined || found.length === 0) throw new Lacking(me);
    return found;
  };
  const { value } = node;
  if (isMe(value)) return { ...node, value: find(value) };
  if (!Array.isArray(value)) return node;
  return { ...node, value: value.flatMap((one: unknown) => (isMe(one) ? find(one) : [one])) };
}

/** Whether a value of a rule stands for an attribute of the person. */
export function isMe(value: unknown): value is Me {
  return typeof value === "object" && value !== null && "me" in value && typeof value.me === "string";
}
