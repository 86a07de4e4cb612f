import type { Field, FieldType } from "../fields/field.ts";
import { findField } from "../fields/find-field.ts";
import type { Filter, Operator } from "../filter.ts";
import { operators } from "../filter.ts";
import type { FilterFault } from "../filters/resolve.ts";
import { resolveFilter } from "../filters/resolve.ts";
import type { Role } from "../permissions.ts";
import { compareRoles } from "../permissions.ts";
import type { Phrase } from "../texts/phrase.ts";
import { phrase } from "../texts/phrase.ts";
import type { RowRule, TableRules } from "./table-rules.ts";
import { isMe } from "./table-rules.ts";

/** A table's rules as people write them: fields by name or id, and filters in any shape. */
export interface WantedRules {
  fields: readonly { field: string; sees: Role; changes: Role }[];
  rows: readonly { upTo: Role; rows: unknown }[];
}

/** Rules fit to be kept, or all their faults with where each stands (`rows.0.rows.all.1.value`). */
export type CheckedRules = { ok: true; rules: TableRules } | { ok: false; faults: FilterFault[] };

/** The types of fields whose values a person's attribute can be compared with. */
export const attributeTypes: readonly FieldType[] = ["text", "long_text", "choice", "url", "email"];

/** Checks rules against a table's fields and gives them by field id; periods such as `today` and `Me` stay as they are. */
export function checkRules(wanted: WantedRules, fields: readonly Field[]): CheckedRules {
  const faults: FilterFault[] = [];
  const refuse = (path: string, message: Phrase) => void faults.push({ path, message });
  const fieldRules = checkFieldRules(wanted.fields, fields, refuse);
  const rows = wanted.rows.map(({ upTo, rows }, index): RowRule => {
    if (upTo === "owner")
      refuse(`rows.${index}.upTo`, phrase`may not be owner, whom no rule binds: choose manager or a weaker role`);
    return { upTo: upTo as RowRule["upTo"], rows: checkRows(rows, `rows.${index}.rows`, fields, refuse) };
  });
  return faults.length > 0 ? { ok: false, faults } : { ok: true, rules: { fields: fieldRules, rows } };
}

type Refuse = (path: string, message: Phrase) => void;

function checkFieldRules(wanted: WantedRules["fields"], fields: readonly Field[], refuse: Refuse) {
  const rules: Record<string, { sees: Role; changes: Role }> = {};
  for (const [index, { field: key, sees, changes }] of wanted.entries()) {
    const field = findField(fields, key);
    if (!field) refuse(`fields.${index}.field`, phrase`there is no field ${key}`);
    else if (field.id in rules) refuse(`fields.${index}.field`, phrase`${field.name} stands twice`);
    else rules[field.id] = { sees, changes };
    if (compareRoles(changes, sees) < 0)
      refuse(
        `fields.${index}.changes`,
        phrase`is weaker than the role that sees the field: who changes it must see it`,
      );
  }
  return rules;
}

function checkRows(rows: unknown, path: string, fields: readonly Field[], refuse: Refuse): RowRule["rows"] {
  if (rows === "own") return "own";
  const places = findMes(rows, [], fields);
  const unfit = places.filter(({ fits }) => !fits);
  for (const { path: at, field } of unfit)
    refuse(
      `${path}.${at}`,
      phrase`${field} holds no text: attributes of people fit text, choice, e-mail and address fields`,
    );
  const isTold = (at: string) => unfit.some((place) => at === place.path || at.startsWith(`${place.path}.`));
  const resolved = resolveFilter(withProbes(rows), fields);
  if (!resolved.ok)
    for (const fault of resolved.faults)
      if (!isTold(fault.path)) refuse(fault.path ? `${path}.${fault.path}` : path, fault.message);
  if (!resolved.ok || unfit.length > 0) return "own";
  const kept = byId(rows as Filter, fields);
  if (passesAll(kept)) refuse(path, phrase`has no condition: every row would pass`);
  return kept;
}

/** Where a filter of any shape takes a person's attribute, and whether the field there can be compared with one. */
function findMes(node: unknown, path: (string | number)[], fields: readonly Field[]): MePlace[] {
  if (Array.isArray(node)) return node.flatMap((part, index) => findMes(part, [...path, index], fields));
  if (typeof node !== "object" || node === null) return [];
  const inner = (["all", "any", "not"] as const).filter((key) => key in node);
  if (inner.length > 0)
    return inner.flatMap((key) => findMes((node as Record<string, unknown>)[key], [...path, key], fields));
  const { field: key, value } = node as { field?: unknown; value?: unknown };
  if (!isMe(value) && !(Array.isArray(value) && value.some(isMe))) return [];
  const field = typeof key === "string" ? findField(fields, key) : undefined;
  const fits = !field || attributeTypes.includes(field.type);
  return [{ path: [...path, "value"].join("."), field: field?.name ?? String(key), fits }];
}

interface MePlace {
  path: string;
  field: string;
  fits: boolean;
}

/** The same filter with a text wherever a person's attribute stands: what its shape is checked by. */
function withProbes(node: unknown): unknown {
  if (isMe(node)) return "x";
  if (Array.isArray(node)) return node.map(withProbes);
  if (typeof node !== "object" || node === null) return node;
  const probed = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withProbes(value)]));
  // An attribute with several values may stand for a whole list.
  const isList = operators[probed["op"] as Operator]?.operand === "list";
  return isList && probed["value"] === "x" ? { ...probed, value: ["x"] } : probed;
}

function byId(node: Filter, fields: readonly Field[]): Filter {
  if ("all" in node) return { all: node.all.map((part) => byId(part, fields)) };
  if ("any" in node) return { any: node.any.map((part) => byId(part, fields)) };
  if ("not" in node) return { not: byId(node.not, fields) };
  const field = findField(fields, node.field)?.id ?? node.field;
  const isList = operators[node.op].operand === "list" && isMe(node.value);
  return { field, op: node.op, ...(node.value === undefined ? {} : { value: isList ? [node.value] : node.value }) };
}

function passesAll(node: Filter): boolean {
  if ("all" in node) return node.all.every(passesAll);
  if ("any" in node) return node.any.length === 0 || node.any.some(passesAll);
  return false;
}
