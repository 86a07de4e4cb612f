import type { Field, FieldType } from "@weft/model/fields/field";
import { columnType } from "../tables/tables.catalog.ts";
import { columnOf } from "./rows.filter-sql.ts";
import type { SqlValues } from "./sql-values.ts";

export type Keys = "name" | "id";
export type Shape = "object" | "array";

/** SQL text of a cell's JSON, never null. `column` is a column of the field's type. */
export const cellJson: Record<FieldType, (column: string, field: Pick<Field, "type" | "options">) => string> = {
  text: quoted,
  long_text: quoted,
  number: (column, field) =>
    `coalesce(case when ${isExact(column, field)} then to_json(${column})::text else '"' || ${column}::text || '"' end, 'null')`,
  boolean: (column) => `case when ${column} then 'true' when not ${column} then 'false' else 'null' end`,
  date: quoted,
  datetime: quoted,
  choice: quoted,
  url: quoted,
  email: quoted,
  json: (column) => `coalesce(${column}::text, 'null')`,
};

function quoted(column: string): string {
  return `coalesce(to_json(${column})::text, 'null')`;
}

/** Whether a double holds the number: at most 15 significant digits. The length decides nearly always. */
function isExact(column: string, field: Pick<Field, "type" | "options">): string {
  if (columnType(field) === "bigint") return `${column} between -999999999999999 and 999999999999999`;
  return `length(${column}::text) <= 15 or length(ltrim(translate(${column}::text, '-.', ''), '0')) <= 15`;
}

/**
 * SQL text of a whole row's JSON, of the table `t`: `{"id":…,"change":…,"cells":{…}}` or `[id,change,…]`. Joined by `||`,
 * which is 2.5 times as fast as json_build_object or concat (2 µs a row of 10 cells).
 */
export function rowJson(fields: readonly Field[], keys: Keys, shape: Shape, values: SqlValues): string {
  const change = "coalesce(t._change, 0)::text";
  if (shape === "array") {
    const cells = fields.map((field) => `',' || ${cellJson[field.type](columnOf(field), field)}`);
    return joined([`'[' || t.id::text || ',' || ${change}`, ...cells, "']'"]);
  }
  return joined([
    `'{"id":' || t.id::text || ',"change":' || ${change} || ',"cells":'`,
    cellsJson(fields, keys, values),
    "'}'",
  ]);
}

/** SQL text of the JSON object of these cells, of the table `t` or another `alias`. */
export function cellsJson(fields: readonly Field[], keys: Keys, values: SqlValues, alias = "t"): string {
  const cells = fields.map((field, index) => {
    const key = `${index > 0 ? "," : ""}${JSON.stringify(keys === "name" ? field.name : field.id)}:`;
    return `${values.put(key, "text")} || ${cellJson[field.type](`${alias}."${field.id}"`, field)}`;
  });
  return `('{' || ${joined([...cells, "'}'"])})`;
}

/** Joins in groups: one chain of hundreds of operators would nest as deep as it is long. */
function joined(parts: string[]): string {
  if (parts.length <= 20) return `(${parts.join(" || ")})`;
  const groups = Array.from({ length: Math.ceil(parts.length / 20) }, (_, index) =>
    joined(parts.slice(index * 20, index * 20 + 20)),
  );
  return joined(groups);
}
