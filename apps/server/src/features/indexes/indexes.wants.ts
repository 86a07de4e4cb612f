import { createHash } from "node:crypto";
import type { Field, FieldType } from "@weft/model/fields/field";
import type { Filter, Operator } from "@weft/model/filter";
import type { Selection } from "../rows/rows.selection.ts";
import type { CatalogTable } from "../tables/tables.catalog.ts";

/**
 * An index that would serve what is asked of a table. `order`: by a field, for sorts and comparisons; `equal`: the exact
 * text of a field; `words`: any part of any text of the table.
 */
export type IndexWant = { kind: "order" | "equal"; field: string } | { kind: "words" };

/** PostgreSQL's own bound on the columns of one index. */
const wordColumnsMax = 32;

/** Text of any length is in no ordered index: a cell above 2.7 kB could then not be written. Names of choices are short. */
const ordered = new Set<FieldType>(["number", "date", "datetime", "choice"]);
const exact = new Set<FieldType>(["text", "url", "email"]);
const wordy = new Set<FieldType>(["text", "long_text", "choice", "url", "email", "json"]);

const equalities = new Set<Operator>(["is", "is_any_of"]);
const comparisons = new Set<Operator>([
  ...equalities,
  ...(["less", "less_or_equal", "greater", "greater_or_equal", "between"] as const),
  ...(["before", "on_or_before", "after", "on_or_after"] as const),
]);
const parts = new Set<Operator>(["contains", "starts_with", "ends_with", "matches_pattern"]);

/** The indexes that a selection would be quicker with, each once. */
export function indexWants(table: CatalogTable, { filter, search, sorts }: Selection): IndexWant[] {
  const wants = new Map<string, IndexWant>();
  const want = (one: IndexWant) => wants.set(wantName(one), one);
  const fields = new Map(table.fields.map((field) => [field.id, field]));
  const first = sorts[0] && !("dayIn" in sorts[0]) ? fields.get(sorts[0].field) : undefined;
  if (first && ordered.has(first.type)) want({ kind: "order", field: first.id });
  if (search) want({ kind: "words" });
  for (const { field: id, op } of filter ? conditionsOf(filter) : []) {
    const type = fields.get(id)?.type;
    if (!type) continue;
    // Choices are compared by another collation than they are sorted by, and each stands in too many rows.
    if (ordered.has(type) && type !== "choice" && comparisons.has(op)) want({ kind: "order", field: id });
    else if (exact.has(type) && equalities.has(op)) want({ kind: "equal", field: id });
    else if (wordy.has(type) && parts.has(op)) want({ kind: "words" });
  }
  return [...wants.values()];
}

/** A want as one word, unique within a table. */
export function wantName(want: IndexWant): string {
  return want.kind === "words" ? want.kind : `${want.kind} ${want.field}`;
}

/** The fields that an index of words covers, in their order of creation. */
export function wordFields(fields: readonly Field[]): Field[] {
  return fields
    .filter(({ type }) => wordy.has(type))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, wordColumnsMax);
}

/** What an index says of itself: equal for indexes that would be made alike. */
export function indexMark(want: IndexWant, fields: readonly Field[]): string {
  if (want.kind !== "words") return `weft ${wantName(want)}`;
  const covered = wordFields(fields).map(({ id, type }) => `${id} ${type}`);
  return `weft words ${createHash("sha256").update(covered.join()).digest("hex").slice(0, 12)}`;
}

/** What an index that says this of itself was made for; undefined when it is none of ours. */
export function readMark(mark: string | null): IndexWant | undefined {
  const [, kind, field] = /^weft (order|equal|words) (\w+)$/.exec(mark ?? "") ?? [];
  if (kind === "words") return { kind };
  return kind && field ? { kind: kind as "order" | "equal", field } : undefined;
}

/** Conditions that narrow what is found: one that is denied, or one of several that may hold, serves no index alone. */
function conditionsOf(filter: Filter): { field: string; op: Operator }[] {
  if ("not" in filter) return [];
  if ("all" in filter) return filter.all.flatMap(conditionsOf);
  if ("any" in filter) return filter.any.flatMap(conditionsOf);
  return [filter];
}
