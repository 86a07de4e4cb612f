import type { Phrase } from "../texts/phrase.ts";
import { listed, phrase } from "../texts/phrase.ts";
import type { Field, FieldShape } from "../fields/field.ts";
import { limits } from "../fields/field.ts";
import { findField } from "../fields/find-field.ts";
import type { Condition, Filter, Operand, Operator } from "../filter.ts";
import { filterLimits, operators, operatorsFor } from "../filter.ts";
import { checkCell } from "../values/check.ts";
import { checkNumber } from "../values/numbers.ts";
import { checkDate, dayAfter } from "../values/times.ts";
import { instantOf, isTimeZone, wallClockOf } from "../values/wall-clock.ts";
import { lower } from "./lower.ts";
import { readPeriod } from "./periods.ts";

/** One fault of a filter: where in the tree (`all.0.value`) and what is wrong. */
export interface FilterFault {
  path: string;
  message: Phrase;
}

type Resolved = { ok: true; filter: Filter } | { ok: false; faults: FilterFault[] };

/** When and where somebody asks: what `today` means, and when a day begins for moments in time. */
interface AskedAt {
  /** An IANA time zone; UTC when absent. */
  timeZone?: string;
  /** Milliseconds since 1970; the present moment when absent. */
  nowMs?: number;
}

/**
 * Checks a filter, from wherever it came, against a table's fields and gives it with field ids and canonical values,
 * fit for the compiler and for `matches`; otherwise all faults at once. A day given for a datetime field means the whole
 * day (of the asker's time zone for zoned ones), and periods such as `last_7_days` become the days they are now.
 */
export function resolveFilter(filter: unknown, fields: readonly Field[], asked: AskedAt = {}): Resolved {
  const faults: FilterFault[] = [];
  const count = { conditions: 0 };
  const { timeZone = "UTC", nowMs = Date.now() } = asked;
  if (!isTimeZone(timeZone))
    return { ok: false, faults: [{ path: "", message: phrase`there is no time zone ${timeZone}` }] };
  const today = (wallClockOf(new Date(nowMs).toISOString(), timeZone) ?? "").slice(0, 10);
  const resolved = resolveNode(filter, [], { fields, faults, count, timeZone, today });
  if (count.conditions > filterLimits.conditionsMax)
    faults.push({ path: "", message: phrase`has more than ${filterLimits.conditionsMax} conditions` });
  return faults.length > 0 ? { ok: false, faults } : { ok: true, filter: resolved };
}

interface Work {
  fields: readonly Field[];
  faults: FilterFault[];
  count: { conditions: number };
  timeZone: string;
  today: string;
}

type Fault = (message: Phrase, at: string) => Filter;

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

function resolveCondition(node: { field?: unknown; op?: unknown; value?: unknown }, fault: Fault, work: Work): Filter {
  const { fields, timeZone } = work;
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
  if (condition.op === "not_between")
    return { not: resolveValues({ ...condition, op: "between" }, field, fault, timeZone) };
  const { operand } = operators[condition.op];
  if (operand === "one" || operand === "two" || operand === "list")
    return resolveValues(condition, field, fault, timeZone);
  const fitted = operands[operand](node.value, field, fault);
  if (fitted.length === 0) return nothing;
  const [value] = fitted;
  const fit: Condition = { field: field.id, op: condition.op, ...(value === undefined ? {} : { value }) };
  const within = (first: string | null, last: string | null) => daysWithin(field, first, last, timeZone);
  if (operand === "months" || operand === "weekdays")
    return { ...fit, value: { among: value, zone: zoneOf(field, timeZone) } };
  return lower(fit, work.today, within) ?? fit;
}

/** Reads the operands that are not cells of the field: a list of the one value, or an empty one after a fault. */
const operands: Record<
  Exclude<Operand, "one" | "two" | "list">,
  (value: unknown, field: Field, fault: Fault) => [unknown] | []
> = {
  none: () => [undefined],
  text(value, field, fault) {
    if (typeof value !== "string") return refuse(fault, phrase`${field.name} needs a text`);
    const checked = checkCell({ type: "text", options: {} }, value);
    return checked.ok ? [value] : refuse(fault, checked.reason);
  },
  count: wholeNumber(0, limits.cellBytesMax, phrase`a whole number from 0`),
  year: wholeNumber(1, 9999, phrase`a year such as 2024`),
  divisor(value, field, fault) {
    const checked = checkNumber(value, null);
    if (!checked.ok) return refuse(fault, phrase`${field.name}: ${checked.reason}`);
    return Number(checked.value) === 0 ? refuse(fault, phrase`nothing is a multiple of 0`) : [checked.value];
  },
  period(value, field, fault) {
    if (readPeriod(value)) return [value];
    return refuse(
      fault,
      phrase`${field.name} needs a period such as ${listed(["today", "this_month", "last_7_days", "3_weeks_ago", "in_2_days"])}`,
    );
  },
  months: listOfNumbers(12, phrase`a list of months, 1 to 12`),
  weekdays: listOfNumbers(7, phrase`a list of days of the week, 1 (Monday) to 7`),
};

function refuse(fault: Fault, message: Phrase): [] {
  fault(message, "value");
  return [];
}

function wholeNumber(least: number, most: number, wanted: Phrase) {
  return (value: unknown, field: Field, fault: Fault): [number] | [] =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most
      ? [value as number]
      : refuse(fault, phrase`${field.name} needs ${wanted}`);
}

function listOfNumbers(most: number, wanted: Phrase) {
  return (value: unknown, field: Field, fault: Fault): [number[]] | [] => {
    const fits = Array.isArray(value) && value.every((one) => Number.isInteger(one) && one >= 1 && one <= most);
    return fits
      ? [[...new Set(value as number[])].toSorted((a, b) => a - b)]
      : refuse(fault, phrase`${field.name} needs ${wanted}`);
  };
}

function resolveValues(condition: Condition, field: Field, fault: Fault, timeZone: string): Filter {
  const { operand } = operators[condition.op];
  const values = operand === "one" ? [condition.value] : condition.value;
  if (!Array.isArray(values)) return fault(phrase`${field.name} ${condition.op} needs a list of values`, "value");
  if (operand === "two" && values.length !== 2)
    return fault(phrase`${field.name} ${condition.op} needs two values, the least and the greatest`, "value");
  if (operand !== "list") {
    const whole = wholeDays(condition, field, timeZone);
    if (whole) return whole;
  }
  if (operand === "list" && values.some((value) => isDayOf(field, value)))
    return daysAndMoments(condition, values, field, fault, timeZone);
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
function daysAndMoments(condition: Condition, values: unknown[], field: Field, fault: Fault, timeZone: string): Filter {
  const parts = values.map((value, index) => {
    const part = { ...condition, op: "is" as const, value };
    return (
      wholeDays(part, field, timeZone) ??
      resolveValues(part, field, (message) => fault(message, `value.${index}`), timeZone)
    );
  });
  return condition.op === "is_none_of" ? { not: { any: parts } } : { any: parts };
}

function isDayOf(field: Field, value: unknown): boolean {
  return field.type === "datetime" && typeof value === "string" && checkDate(value).ok;
}

/** The condition that a field's day lies in a span, both ends in it; null = open at that end. */
function daysWithin(field: Field, first: string | null, last: string | null, timeZone: string): Filter {
  if (field.type === "datetime") {
    const after = last === null ? null : dayAfter(last);
    const ends = [
      first === null ? null : sinceDay(field, first, timeZone),
      after === null ? null : untilDay(field, after, timeZone),
    ];
    const parts = ends.filter((part) => part !== null);
    return parts.length > 0 ? { all: parts } : { field: field.id, op: "is_not_empty" };
  }
  if (first === last && first !== null) return { field: field.id, op: "is", value: first };
  if (first !== null && last !== null) return { field: field.id, op: "between", value: [first, last] };
  return first === null
    ? { field: field.id, op: "on_or_before", value: last }
    : { field: field.id, op: "on_or_after", value: first };
}

function zoneOf(field: Field, timeZone: string): string | null {
  return field.type === "datetime" && field.options.zoned ? timeZone : null;
}

/** When a day begins, as a datetime field holds it; null when that lies before the calendar of cells begins. */
function midnightOf(field: Field, day: string, timeZone: string): string | null {
  if (zoneOf(field, timeZone) === null) return `${day}T00:00:00`;
  const instant = instantOf(`${day}T00:00:00`, timeZone);
  return /^\d{4}-/.test(instant) && !instant.startsWith("0000") ? instant : null;
}

function sinceDay(field: Field, day: string, timeZone: string): Filter {
  const value = midnightOf(field, day, timeZone);
  return value === null ? { field: field.id, op: "is_not_empty" } : { field: field.id, op: "on_or_after", value };
}

function untilDay(field: Field, day: string, timeZone: string): Filter {
  const value = midnightOf(field, day, timeZone);
  return value === null ? { not: nothing } : { field: field.id, op: "before", value };
}

/** Days compared with a datetime field, as the moments they begin and end; null when they are not days. */
function wholeDays({ op, value }: Condition, field: Field, timeZone: string): Filter | null {
  if (field.type !== "datetime") return null;
  const days = Array.isArray(value) ? value : [value];
  if (!days.every((day) => isDayOf(field, day))) return null;
  const [first, last] = [days[0] as string, days.at(-1) as string];
  // After the last day there is, nothing comes; before its end is everything.
  const from = (day: string | null): Filter => (day === null ? { not: nothing } : sinceDay(field, day, timeZone));
  const until = (day: string | null): Filter =>
    day === null ? { field: field.id, op: "is_not_empty" } : untilDay(field, day, timeZone);
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
