import type { Field, FieldType } from "@weft/model/fields/field";
import type { Condition, Filter, Operator } from "@weft/model/filter";
import type { LoweredOperator } from "@weft/model/filters/lower";
import { readPattern } from "@weft/model/filters/pattern";
import { letterForms } from "@weft/model/texts/letter-forms";
import { columnType } from "../tables/tables.catalog.ts";
import type { SqlValues } from "./sql-values.ts";

/**
 * A filter that `resolveFilter` gave, as an SQL condition on the table `t`. Two-valued like `matches`: denials are
 * pushed down to the conditions, so that those which are not denied stay plain comparisons that an index serves.
 */
export function filterSql(filter: Filter, fields: readonly Field[], values: SqlValues): string {
  return nodeSql(filter, false, new Map(fields.map((field) => [field.id, field])), values);
}

/** Rows in which any cell contains the text, in any case and form of its letters. */
export function searchSql(search: string, fields: readonly Field[], values: SqlValues): string {
  const isDigits = /^[\d .:+-]*$/.test(search);
  const looked = fields.filter(({ type }) => type !== "boolean" && (isDigits || !wordless.has(type)));
  // Before a value is put in: PostgreSQL refuses one of which the statement says nothing.
  if (looked.length === 0) return "false";
  const patterns = letterForms(search).map((form) => values.put(`%${escapeLike(form)}%`, "text"));
  const parts = looked.flatMap((field) => patterns.map((pattern) => `lower(${textOf(field)}) like lower(${pattern})`));
  return `(${parts.join(" or ")})`;
}

function nodeSql(filter: Filter, denied: boolean, fields: Map<string, Field>, values: SqlValues): string {
  if ("not" in filter) return nodeSql(filter.not, !denied, fields, values);
  if ("all" in filter || "any" in filter) {
    const parts = "all" in filter ? filter.all : filter.any;
    if (parts.length === 0) return denied ? "false" : "true";
    const joint = "all" in filter === denied ? " or " : " and ";
    return `(${parts.map((part) => nodeSql(part, denied, fields, values)).join(joint)})`;
  }
  const field = fields.get(filter.field);
  if (!field) throw new Error(`filter on unknown field ${filter.field}`);
  return conditionSql(filter, denied, field, values);
}

const opposites: Partial<Record<Operator, Operator>> = {
  is_not: "is",
  is_none_of: "is_any_of",
  does_not_contain: "contains",
  is_not_empty: "is_empty",
};

function conditionSql(condition: Condition, denied: boolean, field: Field, values: SqlValues): string {
  const opposite = opposites[condition.op];
  if (opposite) return conditionSql({ ...condition, op: opposite }, !denied, field, values);
  const column = columnOf(field);
  if (condition.op === "is_empty") return emptySql(column, field.type, denied);
  if (condition.op === "is" && denied) return `${column} is distinct from ${valueSql(condition.value, field, values)}`;
  const test = tests[condition.op as TestedOperator](column, field, condition.value, values);
  return denied ? `(${test}) is not true` : test;
}

function emptySql(column: string, type: FieldType, denied: boolean): string {
  if (!textTypes.has(type)) return `${column} is ${denied ? "not " : ""}null`;
  return denied ? `${column} <> ''` : `(${column} is null or ${column} = '')`;
}

/** Types written in digits and signs alone: a search for a word need not look at them. */
const wordless = new Set<FieldType>(["number", "date", "datetime"]);

const textTypes = new Set<FieldType>(["text", "long_text", "choice", "url", "email"]);

type TestedOperator = Exclude<
  Operator,
  LoweredOperator | "is_empty" | "is_not_empty" | "is_not" | "is_none_of" | "does_not_contain"
>;
type Test = (column: string, field: Field, value: unknown, values: SqlValues) => string;

function comparison(operator: string): Test {
  return (column, field, value, values) => `${column} ${operator} ${valueSql(value, field, values)}`;
}

function likeness(before: string, after: string): Test {
  return (_, field, value, values) => {
    const parts = letterForms(value as string).map(
      (form) => `lower(${textOf(field)}) like lower(${values.put(before + escapeLike(form) + after, "text")})`,
    );
    return parts.length > 1 ? `(${parts.join(" or ")})` : parts[0]!;
  };
}

const tests: Record<TestedOperator, Test> = {
  is: comparison("="),
  is_any_of: (column, field, value, values) => {
    const list = (value as unknown[]).map((one) => valueSql(one, field, values));
    return list.length > 0 ? `${column} in (${list.join(", ")})` : "false";
  },
  contains: likeness("%", "%"),
  starts_with: likeness("", "%"),
  ends_with: likeness("%", ""),
  less: comparison("<"),
  less_or_equal: comparison("<="),
  greater: comparison(">"),
  greater_or_equal: comparison(">="),
  before: comparison("<"),
  on_or_before: comparison("<="),
  after: comparison(">"),
  on_or_after: comparison(">="),
  between: (column, field, value, values) => {
    const [least, greatest] = value as [unknown, unknown];
    return `${column} between ${valueSql(least, field, values)} and ${valueSql(greatest, field, values)}`;
  },
  matches_pattern: (column, _, value, values) =>
    `lower(${column}) like lower(${values.put(likePattern(value as string), "text")})`,
  longer_than: (column, _, value, values) => `length(${column}) > ${values.put(value, "integer")}`,
  shorter_than: (column, _, value, values) =>
    `(length(${column}) < ${values.put(value, "integer")} and ${column} <> '')`,
  is_whole: (column) => `${column} % 1 = 0`,
  is_multiple_of: (column, _, value, values) => `${column} % ${values.put(value, "numeric")} = 0`,
  in_month: calendarPart("month"),
  on_weekday: calendarPart("isodow"),
  has_key: (column, _, value, values) =>
    `(jsonb_typeof(${column}) = 'object' and ${column} ? ${values.put(value, "text")})`,
};

/** Moments are looked at in the asker's zone, days and wall clocks as they are. */
function calendarPart(part: "month" | "isodow"): Test {
  return (column, _, value, values) => {
    const { among, zone } = value as { among: number[]; zone: string | null };
    const local = zone === null ? column : `(${column} at time zone ${values.put(zone, "text")})`;
    return `extract(${part} from ${local}) = any (${values.put(`{${among}}`, "numeric[]")})`;
  };
}

function likePattern(text: string): string {
  const signs = { many: "%", one: "_" };
  return readPattern(text)
    .map((part) => (part.kind === "text" ? escapeLike(part.text) : signs[part.kind]))
    .join("");
}

/** A whole-number column is compared as such, or its index would not serve; anything else makes it numeric. */
function valueSql(value: unknown, field: Field, values: SqlValues): string {
  const type = columnType(field);
  return values.put(value, type === "bigint" && !/^-?\d{1,18}$/.test(String(value)) ? "numeric" : type);
}

/** The column of a field, of the table `t`. Field ids are ours and safe as identifiers. */
export function columnOf(field: Pick<Field, "id">): string {
  return `t."${field.id}"`;
}

function textOf(field: Field): string {
  return textTypes.has(field.type) ? columnOf(field) : `${columnOf(field)}::text`;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
