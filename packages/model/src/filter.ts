import type { FieldType } from "./fields/field.ts";

/** Nested conditions on rows: the same tree in the address bar, by API, and in the compiler to SQL. */
export type Filter = { all: Filter[] } | { any: Filter[] } | { not: Filter } | Condition;

/** `field` is a field id or name; `value` has the shape the operator wants (see `operators`). */
export interface Condition {
  field: string;
  op: Operator;
  value?: unknown;
}

export interface Sort {
  field: string;
  direction: "asc" | "desc";
}

export type Operator = keyof typeof operators;

/**
 * What an operator is given. `one`, `two` and `list` take cell values of the field's type; `count` a whole number from 0;
 * `divisor` a number other than 0; `period` a span of days such as `today` or `last_7_days` (see `filters/periods`);
 * `months` and `weekdays` lists of numbers, 1 = January or Monday.
 */
export type Operand =
  | "none"
  | "one"
  | "two"
  | "list"
  | "text"
  | "count"
  | "divisor"
  | "period"
  | "year"
  | "months"
  | "weekdays";

const words = ["text", "long_text", "url", "email"] as const;
const wordsAndChoice = ["text", "long_text", "choice", "url", "email"] as const;
const days = ["date", "datetime"] as const;
const listed = ["text", "long_text", "number", "date", "datetime", "choice", "url", "email"] as const;
const compared = ["text", "long_text", "number", "boolean", "date", "datetime", "choice", "url", "email"] as const;
const all = ["text", "long_text", "number", "boolean", "date", "datetime", "choice", "url", "email", "json"] as const;

/** Each operator's operand and the field types it fits, in the order people should see them. */
export const operators = {
  is_yes: { operand: "none", types: ["boolean"] },
  is_no: { operand: "none", types: ["boolean"] },
  is: { operand: "one", types: compared },
  is_not: { operand: "one", types: compared },
  is_any_of: { operand: "list", types: listed },
  is_none_of: { operand: "list", types: listed },
  contains: { operand: "text", types: [...wordsAndChoice, "json"] },
  does_not_contain: { operand: "text", types: [...wordsAndChoice, "json"] },
  starts_with: { operand: "text", types: wordsAndChoice },
  does_not_start_with: { operand: "text", types: wordsAndChoice },
  ends_with: { operand: "text", types: wordsAndChoice },
  does_not_end_with: { operand: "text", types: wordsAndChoice },
  matches_pattern: { operand: "text", types: wordsAndChoice },
  does_not_match_pattern: { operand: "text", types: wordsAndChoice },
  longer_than: { operand: "count", types: words },
  shorter_than: { operand: "count", types: words },
  less: { operand: "one", types: ["number"] },
  less_or_equal: { operand: "one", types: ["number"] },
  greater: { operand: "one", types: ["number"] },
  greater_or_equal: { operand: "one", types: ["number"] },
  in_period: { operand: "period", types: days },
  not_in_period: { operand: "period", types: days },
  before_period: { operand: "period", types: days },
  after_period: { operand: "period", types: days },
  before: { operand: "one", types: days },
  on_or_before: { operand: "one", types: days },
  after: { operand: "one", types: days },
  on_or_after: { operand: "one", types: days },
  between: { operand: "two", types: ["number", ...days] },
  not_between: { operand: "two", types: ["number", ...days] },
  in_year: { operand: "year", types: days },
  in_month: { operand: "months", types: days },
  on_weekday: { operand: "weekdays", types: days },
  is_positive: { operand: "none", types: ["number"] },
  is_negative: { operand: "none", types: ["number"] },
  is_whole: { operand: "none", types: ["number"] },
  has_decimals: { operand: "none", types: ["number"] },
  is_multiple_of: { operand: "divisor", types: ["number"] },
  has_key: { operand: "text", types: ["json"] },
  has_no_key: { operand: "text", types: ["json"] },
  is_empty: { operand: "none", types: all },
  is_not_empty: { operand: "none", types: all },
} as const satisfies Record<string, { operand: Operand; types: readonly FieldType[] }>;

/** The operators that fit a field type, in the order people should see them. */
export function operatorsFor(type: FieldType): Operator[] {
  return (Object.keys(operators) as Operator[]).filter((op) =>
    (operators[op].types as readonly FieldType[]).includes(type),
  );
}

/** Deepest nesting of groups and most conditions a filter may have; past it a request is refused, not slowed. */
export const filterLimits = { depthMax: 8, conditionsMax: 100 } as const;

/** The fields of which a filter speaks, as it names them; one of which it speaks twice stands twice. */
export function fieldsOf(filter: Filter): string[] {
  if ("all" in filter) return filter.all.flatMap(fieldsOf);
  if ("any" in filter) return filter.any.flatMap(fieldsOf);
  return "not" in filter ? fieldsOf(filter.not) : [filter.field];
}
