import type { CellValue, Field, FieldType, JsonValue } from "../fields/field.ts";
import type { Condition, Filter, Operator } from "../filter.ts";
import { compareNumbers } from "../values/numbers.ts";
import { compareDatetimes } from "../values/times.ts";

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
  return tests[op as TestedOperator]((operand) => compare(cell, operand, type), text.toLowerCase(), value);
}

const denials: Partial<Record<Operator, Operator>> = {
  is_not: "is",
  is_none_of: "is_any_of",
  does_not_contain: "contains",
};

type TestedOperator = Exclude<Operator, "is_empty" | "is_not_empty" | "is_not" | "is_none_of" | "does_not_contain">;
type Test = (comparedWith: (operand: unknown) => number, foldedCell: string, value: unknown) => boolean;

const isBelow: Test = (comparedWith, _, value) => comparedWith(value) < 0;
const isAtMost: Test = (comparedWith, _, value) => comparedWith(value) <= 0;
const isAbove: Test = (comparedWith, _, value) => comparedWith(value) > 0;
const isAtLeast: Test = (comparedWith, _, value) => comparedWith(value) >= 0;

const tests: Record<TestedOperator, Test> = {
  is: (comparedWith, _, value) => comparedWith(value) === 0,
  is_any_of: (comparedWith, _, value) => (value as unknown[]).some((one) => comparedWith(one) === 0),
  contains: (_, cell, value) => cell.includes(folded(value)),
  starts_with: (_, cell, value) => cell.startsWith(folded(value)),
  ends_with: (_, cell, value) => cell.endsWith(folded(value)),
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
};

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
