import type { Field } from "@weft/model/fields/field";
import type { Filter } from "@weft/model/filter";
import { resolveFilter } from "@weft/model/filters/resolve";
import type { Chances } from "./doors.chances.make.ts";
import type { Lane } from "./doors.lane.make.ts";
import type { Model, ModelList, Sight } from "./doors.model.make.ts";

/** A list in a request, and as the model reads it: by the fields that the asker sees. */
export interface AskedList {
  query: Record<string, unknown>;
  /** null = the door has to refuse it with this code. */
  list: ModelList | null;
  code: string;
}

/** A random filter on any fields, hidden ones and one that is not there among them. */
function randomFilter(chances: Chances, fields: readonly Field[], depth = 0): Filter {
  const kind = chances.below(depth > 1 ? 3 : 6);
  const inner = () => randomFilter(chances, fields, depth + 1);
  if (kind === 3) return { all: [inner(), inner()] };
  if (kind === 4) return { any: [inner(), inner()] };
  if (kind === 5) return { not: inner() };
  const field = chances.pick(fields);
  const name = chances.oneIn(40) ? "Nothing" : chances.oneIn(2) ? field.id : field.name;
  const on = (op: string, value?: unknown) => ({ field: name, op, value }) as Filter;
  if (chances.oneIn(6)) return on(chances.pick(["is_empty", "is_not_empty"]));
  if (field.type === "number") return on(chances.pick(["less", "greater_or_equal", "is", "is_not"]), chances.below(10));
  if (field.type === "date") return on(chances.pick(["before", "on_or_after", "is"]), "2026-02-10");
  if (field.type === "boolean") return on(chances.pick(["is_yes", "is_no"]));
  if (chances.oneIn(3)) return on(chances.pick(["contains", "does_not_contain"]), chances.pick(["b", "n1", "fish"]));
  if (chances.oneIn(3)) return on(chances.pick(["is_any_of", "is_none_of"]), ["Birds", "Bats"]);
  return on(chances.pick(["is", "is_not"]), chances.pick(["Birds", "Fish"]));
}

/** A random list of a table, as somebody may ask for it. */
export function randomList({ chances }: Lane, { fields }: Model, sight: Sight): AskedList {
  const filter = chances.oneIn(2) ? randomFilter(chances, fields) : null;
  const sorted = chances.oneIn(2) ? chances.some([fields[1]!, fields[2]!], 2) : [];
  const sort = sorted.map((field) => ({ field, isDown: chances.oneIn(2) }));
  const search = chances.oneIn(5) ? chances.pick(["bird", "fi", "n1", "3", "2026-02"]) : null;
  const query: Record<string, unknown> = {};
  if (filter) query.filter = JSON.stringify(filter);
  if (sort.length > 0) query.sort = sort.map(({ field, isDown }) => `${isDown ? "-" : ""}${field.name}`).join(",");
  if (search) query.search = search;
  const resolved = filter && resolveFilter(filter, sight.fields);
  if (resolved && !resolved.ok) return { query, list: null, code: "filter.invalid" };
  if (sort.some(({ field }) => !sight.fields.includes(field))) return { query, list: null, code: "field.not_found" };
  const bySort = sort.map(({ field, isDown }) => ({ field: field.id, isDown }));
  return { query, list: { filter: resolved ? resolved.filter : null, search, sort: bySort }, code: "" };
}
