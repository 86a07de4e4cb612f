import { filter as filterShape } from "@weft/api/rows";
import type { Field } from "@weft/model/fields/field";
import { findField } from "@weft/model/fields/find-field";
import type { Filter, Operator } from "@weft/model/filter";
import { parseText } from "@weft/model/values/parse";
import { WrongUse } from "./failures.ts";

/** Signs of the short form, longest first, and their operator; dates have their own words for the same signs. */
const signs: [string, Operator, Operator][] = [
  [">=", "greater_or_equal", "on_or_after"],
  ["<=", "less_or_equal", "on_or_before"],
  ["!=", "is_not", "is_not"],
  ["!~", "does_not_contain", "does_not_contain"],
  [">", "greater", "after"],
  ["<", "less", "before"],
  ["=", "is", "is"],
  ["~", "contains", "contains"],
];

/**
 * The filter that several `--filter` say together: each is JSON as in the API, or short such as `Age>30`,
 * `City=Lausanne`, `Name~ann`, `City=` (empty). Undefined without any.
 */
export function readFilters(texts: string[], fields: Field[]): Filter | undefined {
  const filters = texts.map((text) => (text.trim().startsWith("{") ? readJson(text) : readShort(text, fields)));
  return filters.length > 1 ? { all: filters } : filters[0];
}

function readJson(text: string): Filter {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new WrongUse(`--filter is not JSON: ${(error as Error).message}`);
  }
  const result = filterShape.safeParse(value);
  if (result.success) return result.data;
  throw new WrongUse(
    '--filter is no filter: it looks like {"field": "Age", "op": "greater", "value": 30}, or {"all": […]}',
  );
}

function readShort(text: string, fields: Field[]): Filter {
  for (let at = 1; at < text.length; at += 1) {
    const found = signs.find(([sign]) => text.startsWith(sign, at));
    if (!found) continue;
    const name = text.slice(0, at).trim();
    const field = findField(fields, name);
    // A name may hold a sign itself (`a>b=1`): the first sign after a known name counts.
    if (field) return condition(field, found, text.slice(at + found[0].length).trim());
  }
  throw new WrongUse(
    `--filter ${text}: it is FIELD SIGN VALUE with one of ${signs.map(([sign]) => sign).join(" ")}, and the fields are ${fields.map((field) => field.name).join(", ")}`,
  );
}

function condition(field: Field, [sign, op, dateOp]: (typeof signs)[number], text: string): Filter {
  if (text === "" && sign === "=") return { field: field.id, op: "is_empty" };
  if (text === "" && sign === "!=") return { field: field.id, op: "is_not_empty" };
  const isDate = field.type === "date" || field.type === "datetime";
  return { field: field.id, op: isDate ? dateOp : op, value: valueOf(field, text) };
}

/** Numbers that a double may not hold, and what is none, go to the server as they stand. */
function valueOf({ type, name }: Field, text: string): string | number | boolean {
  if (type === "number")
    return /^-?\d+(\.\d+)?$/.test(text) && text.replace(/[-.]/g, "").length <= 15 ? Number(text) : text;
  if (type !== "boolean") return text;
  const read = parseText({ type, options: {} }, text);
  if (read.ok && typeof read.value === "boolean") return read.value;
  throw new WrongUse(`--filter ${name}: ${text} is neither yes nor no.`);
}
