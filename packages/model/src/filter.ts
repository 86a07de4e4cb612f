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
type Operand = "none" | "one" | "two" | "list" | "text";

/** Each operator's operand and the field types it fits. `one` and `two` take cell values of the field's type. */
export const operators = {
  is: {
    operand: "one",
    types: ["text", "long_text", "number", "boolean", "date", "datetime", "choice", "url", "email"],
  },
  is_not: {
    operand: "one",
    types: ["text", "long_text", "number", "boolean", "date", "datetime", "choice", "url", "email"],
  },
  is_any_of: { operand: "list", types: ["text", "long_text", "number", "date", "datetime", "choice", "url", "email"] },
  is_none_of: { operand: "list", types: ["text", "long_text", "number", "date", "datetime", "choice", "url", "email"] },
  contains: { operand: "text", types: ["text", "long_text", "choice", "url", "email", "json"] },
  does_not_contain: { operand: "text", types: ["text", "long_text", "choice", "url", "email", "json"] },
  starts_with: { operand: "text", types: ["text", "long_text", "choice", "url", "email"] },
  ends_with: { operand: "text", types: ["text", "long_text", "choice", "url", "email"] },
  less: { operand: "one", types: ["number"] },
  less_or_equal: { operand: "one", types: ["number"] },
  greater: { operand: "one", types: ["number"] },
  greater_or_equal: { operand: "one", types: ["number"] },
  before: { operand: "one", types: ["date", "datetime"] },
  on_or_before: { operand: "one", types: ["date", "datetime"] },
  after: { operand: "one", types: ["date", "datetime"] },
  on_or_after: { operand: "one", types: ["date", "datetime"] },
  between: { operand: "two", types: ["number", "date", "datetime"] },
  is_empty: {
    operand: "none",
    types: ["text", "long_text", "number", "boolean", "date", "datetime", "choice", "url", "email", "json"],
  },
  is_not_empty: {
    operand: "none",
    types: ["text", "long_text", "number", "boolean", "date", "datetime", "choice", "url", "email", "json"],
  },
} as const satisfies Record<string, { operand: Operand; types: readonly FieldType[] }>;

/** The operators that fit a field type, in the order people should see them. */
export function operatorsFor(type: FieldType): Operator[] {
  return (Object.keys(operators) as Operator[]).filter((op) =>
    (operators[op].types as readonly FieldType[]).includes(type),
  );
}

/** Deepest nesting of groups and most conditions a filter may have; past it a request is refused, not slowed. */
export const filterLimits = { depthMax: 8, conditionsMax: 100 } as const;
