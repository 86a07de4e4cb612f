import type { CellValue, Field, FieldType, JsonValue } from "../fields/field.ts";
import type { Condition, Filter, Operator } from "../filter.ts";
import { letterForms } from "../texts/letter-forms.ts";
import { compareNumbers, isMultiple } from "../values/numbers.ts";
import { compareDatetimes } from "../values/times.ts";
import { wallClockOf } from "../values/wall-clock.ts";
import type { LoweredOperator } from "./lower.ts";
import { readPattern } from "./pattern.ts";
import { isoWeekday } from "./periods.ts";

/**
 * Whether a row passes a filter that `resolveFilter` gave; cells by field id. Means exactly what the server's SQL means:
 * an empty cell passes only `is_empty` and the operators that deny; a group without conditions lets everything pass.
 */
export function matches(filter: Filter, cells: Record<string, CellValue>, fields: readonly Field[]): boolean {
  if ("not" in filter) return !matches(filter.not, cells, fields);
  if ("all" in filter) return filter.all.every((part) => matches(part, cells, fields));
  if ("any" in filter) return filter.any.length === 0 || filter.any.some((part) => matches(part, cells, fields));
  const field = fields.find((field) => field.id === filter.field);
  return field !== undefined && matchesCondition(filter, cells[field.id] ?? null, field.type);
}

function matchesCondition({ op, value }: Condition, cell: CellValue, type: FieldType): boolean {
  if (op === "is_empty") return isEmpty(cell, type);
  if (op === "is_not_empty") return !isEmpty(cell, type);
  const denied = denials[op];
  if (denied) return !matchesCondition({ field: "", op: denied, value }, cell, type);
  if (cell === null) return false;
  const text = type === "json" ? jsonText(cell) : String(cell);
  return tests[op as TestedOperator]((operand) => compare(cell, operand, type), text.toLowerCase(), value, cell);
}

const denials: Partial<Record<Operator, Operator>> = {
  is_not: "is",
  is_none_of: "is_any_of",
  does_not_contain: "contains",
};

type TestedOperator = Exclude<
  Operator,
  LoweredOperator | "is_empty" | "is_not_empty" | "is_not" | "is_none_of" | "does_not_contain"
>;
type Test = (
  comparedWith: (operand: unknown) => number,
  foldedCell: string,
  value: unknown,
  cell: CellValue,
) => boolean;

const isBelow: Test = (comparedWith, _, value) => comparedWith(value) < 0;
const isAtMost: Test = (comparedWith, _, value) => comparedWith(value) <= 0;
const isAbove: Test = (comparedWith, _, value) => comparedWith(value) > 0;
const isAtLeast: Test = (comparedWith, _, value) => comparedWith(value) >= 0;

const tests: Record<TestedOperator, Test> = {
  is: (comparedWith, _, value) => comparedWith(value) === 0,
  is_any_of: (comparedWith, _, value) => (value as unknown[]).some((one) => comparedWith(one) === 0),
  contains: (_, cell, value) => letterForms(folded(value)).some((form) => cell.includes(form)),
  starts_with: (_, cell, value) => letterForms(folded(value)).some((form) => cell.startsWith(form)),
  ends_with: (_, cell, value) => letterForms(folded(value)).some((form) => cell.endsWith(form)),
  less: isBelow,
  less_or_equal: isAtMost,
  greater: isAbove,
  greater_or_equal: isAtLeast,
  before: isBelow,
  on_or_before: isAtMost,
  after: isAbove,
  on_or_after: isAtLeast,
  between: (comparedWith, _, value) => {
    const [least, greatest] = value as [unknown, unknown];
    return comparedWith(least) >= 0 && comparedWith(greatest) <= 0;
  },
  matches_pattern: (_, cell, value) => matchesPattern([...cell], readPattern(folded(value))),
  longer_than: (_, __, value, cell) => lengthOf(cell) > (value as number),
  shorter_than: (_, __, value, cell) => cell !== "" && lengthOf(cell) < (value as number),
  is_whole: (_, __, ___, cell) => isMultiple(cell as string | number, 1),
  is_multiple_of: (_, __, value, cell) => isMultiple(cell as string | number, value as string | number),
  in_month: (_, __, value, cell) => isAmong(value, cell, (day) => Number(day.slice(5, 7))),
  on_weekday: (_, __, value, cell) => isAmong(value, cell, isoWeekday),
  has_key: (_, __, value, cell) =>
    typeof cell === "object" && !Array.isArray(cell) && Object.hasOwn(cell as object, value as string),
};

/** Characters as people count them nearly always: code points, as PostgreSQL does. */
function lengthOf(cell: CellValue): number {
  return [...(cell as string)].length;
}

/** Days of the calendar by a number of theirs; moments are looked at in the asker's zone, wall clocks as they are. */
function isAmong(value: unknown, cell: CellValue, numberOf: (day: string) => number): boolean {
  const { among, zone } = value as { among: number[]; zone: string | null };
  const day = zone === null ? (cell as string) : (wallClockOf(cell as string, zone) ?? "");
  return among.includes(numberOf(day.slice(0, 10)));
}

/** Goes through text and pattern once, going back no further than the last `*`: no pattern makes it slow. */
function matchesPattern(text: string[], pattern: ReturnType<typeof readPattern>): boolean {
  let [at, place, star, mark] = [0, 0, -1, 0];
  while (at < text.length) {
    const part = pattern[place];
    if (part?.kind === "many") [star, mark] = [place++, at];
    else if (part && (part.kind === "one" || part.text === text[at])) [at, place] = [at + 1, place + 1];
    else if (star >= 0) [place, at] = [star + 1, ++mark];
    else return false;
  }
  return pattern.slice(place).every((part) => part.kind === "many");
}

function isEmpty(cell: CellValue, type: FieldType): boolean {
  return cell === null || (cell === "" && type !== "json");
}

function compare(cell: CellValue, operand: unknown, type: FieldType): number {
  if (type === "number") return compareNumbers(cell as string | number, operand as string | number);
  if (type === "datetime") return compareDatetimes(cell as string, operand as string);
  return cell === operand ? 0 : (cell as string) < (operand as string) ? -1 : 1;
}

function folded(value: unknown): string {
  return (value as string).toLowerCase();
}

/** JSON as PostgreSQL writes jsonb: a space after `:` and `,`, shorter keys first. */
function jsonText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return `{${keys.map((key) => `${JSON.stringify(key)}: ${jsonText(value[key] as JsonValue)}`).join(", ")}}`;
}
