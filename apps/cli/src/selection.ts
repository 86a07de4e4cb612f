import { filter as filterShape } from "@weft/api/rows";
import type { Field, FieldType } from "@weft/model/fields/field";
import type { Filter, Operator } from "@weft/model/filter";
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
    const field = fields.find(({ id, name: known }) => id === name || known.toLowerCase() === name.toLowerCase());
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
  return { field: field.id, op: isDate ? dateOp : op, value: valueOf(field.type, text) };
}

function valueOf(type: FieldType, text: string): string | number | boolean {
  if (type === "boolean") return /^(true|yes|y|1)$/i.test(text);
  if (type !== "number") return text;
  const isExact = text.replace(/[-.]/g, "").length <= 15;
  return isExact && text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}
