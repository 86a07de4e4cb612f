import type { Phrase } from "../texts/phrase.ts";
import { listed, phrase } from "../texts/phrase.ts";
import type { Field, FieldShape } from "../fields/field.ts";
import { findField } from "../fields/find-field.ts";
import type { Condition, Filter, Operator } from "../filter.ts";
import { filterLimits, operators, operatorsFor } from "../filter.ts";
import { checkCell } from "../values/check.ts";
import { checkDate, dayAfter } from "../values/times.ts";

/** One fault of a filter: where in the tree (`all.0.value`) and what is wrong. */
export interface FilterFault {
  path: string;
  message: Phrase;
}

type Resolved = { ok: true; filter: Filter } | { ok: false; faults: FilterFault[] };

/**
 * Checks a filter, from wherever it came, against a table's fields and gives it with field ids and canonical values,
 * fit for the compiler and for `matches`; otherwise all faults at once. A day given for a datetime field means the whole
 * day (in UTC for zoned ones).
 */
export function resolveFilter(filter: unknown, fields: readonly Field[]): Resolved {
  const faults: FilterFault[] = [];
  const count = { conditions: 0 };
  const resolved = resolveNode(filter, [], { fields, faults, count });
  if (count.conditions > filterLimits.conditionsMax)
    faults.push({ path: "", message: phrase`has more than ${filterLimits.conditionsMax} conditions` });
  return faults.length > 0 ? { ok: false, faults } : { ok: true, filter: resolved };
}

interface Work {
  fields: readonly Field[];
  faults: FilterFault[];
  count: { conditions: number };
}

const nothing: Filter = { all: [] };

function resolveNode(node: unknown, path: (string | number)[], work: Work): Filter {
  const fault = (message: Phrase, ...at: (string | number)[]) => {
    work.faults.push({ path: [...path, ...at].join("."), message });
    return nothing;
  };
  if (typeof node !== "object" || node === null || Array.isArray(node))
    return fault(
      phrase`must be a condition {"field", "op", "value"} or a group {"all": […]}, {"any": […]}, {"not": …}`,
    );
  if (path.filter((part) => typeof part === "string").length >= filterLimits.depthMax)
    return fault(phrase`is nested deeper than ${filterLimits.depthMax}`);
  if ("not" in node) return { not: resolveNode(node.not, [...path, "not"], work) };
  for (const group of ["all", "any"] as const) {
    if (!(group in node)) continue;
    const parts = (node as Record<string, unknown>)[group];
    if (!Array.isArray(parts)) return fault(phrase`must be a list of conditions`, group);
    const filters = parts.map((part, index) => resolveNode(part, [...path, group, index], work));
    return group === "all" ? { all: filters } : { any: filters };
  }
  work.count.conditions++;
  return resolveCondition(node, fault, work);
}

function resolveCondition(
  node: { field?: unknown; op?: unknown; value?: unknown },
  fault: (message: Phrase, at: string) => Filter,
  { fields }: Work,
): Filter {
  if (typeof node.field !== "string") return fault(phrase`must name a field`, "field");
  const field = findField(fields, node.field);
  if (!field) return fault(phrase`there is no field ${node.field}`, "field");
  const fitting = operatorsFor(field.type);
  if (!fitting.includes(node.op as Operator)) {
    return fault(
      phrase`${String(node.op)} does not fit ${field.name}, which is ${field.type}: use ${listed(fitting)}`,
      "op",
    );
  }
  const condition = { field: field.id, op: node.op as Operator, value: node.value };
  const { operand } = operators[condition.op];
  if (operand === "none") return { field: condition.field, op: condition.op };
  if (operand === "text") {
    if (typeof node.value !== "string") return fault(phrase`${field.name} ${condition.op} needs a text`, "value");
    const checked = checkCell({ type: "text", options: {} }, node.value);
    return checked.ok ? condition : fault(checked.reason, "value");
  }
  if (operand === "one") {
    const whole = wholeDays(condition, field);
    if (whole) return whole;
  }
  return resolveValues(condition, field, fault);
}

function resolveValues(condition: Condition, field: Field, fault: (message: Phrase, at: string) => Filter): Filter {
  const { operand } = operators[condition.op];
  const values = operand === "one" ? [condition.value] : condition.value;
  if (!Array.isArray(values)) return fault(phrase`${field.name} ${condition.op} needs a list of values`, "value");
  if (operand === "two" && values.length !== 2)
    return fault(phrase`${field.name} ${condition.op} needs two values, the least and the greatest`, "value");
  if (operand === "two") {
    const whole = wholeDays(condition, field);
    if (whole) return whole;
  }
  if (operand === "list" && values.some((value) => isDayOf(field, value)))
    return daysAndMoments(condition, values, field, fault);
  const shape = operandShape(field);
  const checked = values.map((value) =>
    value === null || value === undefined
      ? { ok: false as const, reason: phrase`may not be null: use is_empty or is_not_empty` }
      : checkCell(shape, value),
  );
  let broken = false;
  for (const [index, result] of checked.entries()) {
    if (result.ok) continue;
    broken = true;
    fault(phrase`${field.name}: ${result.reason}`, operand === "one" ? "value" : `value.${index}`);
  }
  if (broken) return nothing;
  const canonical = checked.map((result) => (result.ok ? result.value : null));
  return { field: field.id, op: condition.op, value: operand === "one" ? canonical[0] : canonical };
}

/** What is compared with, which may be more than what may be stored: 1.5 with whole numbers, a choice no longer offered. */
function operandShape(field: Field): FieldShape {
  if (field.type === "number") return { type: "number", options: { decimals: null } };
  if (field.type === "choice" || field.type === "url" || field.type === "email") return { type: "text", options: {} };
  return field;
}

/** A list with days in it: each day as a whole, the moments as they are. */
function daysAndMoments(
  condition: Condition,
  values: unknown[],
  field: Field,
  fault: (message: Phrase, at: string) => Filter,
): Filter {
  const parts = values.map((value, index) => {
    const part = { ...condition, op: "is" as const, value };
    return wholeDays(part, field) ?? resolveValues(part, field, (message) => fault(message, `value.${index}`));
  });
  return condition.op === "is_none_of" ? { not: { any: parts } } : { any: parts };
}

function isDayOf(field: Field, value: unknown): boolean {
  return field.type === "datetime" && typeof value === "string" && checkDate(value).ok;
}

/** Days compared with a datetime field, as the moments they begin and end; null when they are not days. */
function wholeDays({ op, value }: Condition, field: Field): Filter | null {
  if (field.type !== "datetime") return null;
  const days = Array.isArray(value) ? value : [value];
  if (!days.every((day) => isDayOf(field, day))) return null;
  const [first, last] = [days[0] as string, days.at(-1) as string];
  const midnight = field.options.zoned ? "T00:00:00Z" : "T00:00:00";
  // After the last day there is, nothing comes; before its end is everything.
  const from = (day: string | null): Filter =>
    day === null ? { not: nothing } : { field: field.id, op: "on_or_after", value: day + midnight };
  const until = (day: string | null): Filter =>
    day === null ? { field: field.id, op: "is_not_empty" } : { field: field.id, op: "before", value: day + midnight };
  switch (op) {
    case "is":
    case "between":
      return { all: [from(first), until(dayAfter(last))] };
    case "is_not":
      return { not: { all: [from(first), until(dayAfter(first))] } };
    case "before":
      return until(first);
    case "on_or_before":
      return until(dayAfter(first));
    case "after":
      return from(dayAfter(first));
    case "on_or_after":
      return from(first);
    default:
      return null;
  }
}
