import { filter as filterShape } from "@weft/api/rows";
import type { Field } from "@weft/model/fields/field";
import type { Filter, Sort } from "@weft/model/filter";
import { parseSort } from "@weft/model/sort";

/** What of a table is looked at, and how: all of it stands in the address, so that it can be sent. */
export interface TableLook {
  filter: Filter | null;
  sort: Sort[];
  search: string;
  /** Ids of fields that are not shown. */
  hidden: string[];
  /** 0-based number of the row to go to. */
  row: number | null;
}

type Query = Record<string, unknown>;

/** Reads a look from an address; what cannot be read is left out, so that an old link still opens. */
export function readLook(query: Query, fields: readonly Field[]): TableLook {
  const sort = parseSort(textOf(query.sort), fields);
  const known = new Set(fields.map((field) => field.id));
  const row = Number(textOf(query.row));
  return {
    filter: readFilter(textOf(query.filter)),
    sort: sort.ok ? sort.sorts : [],
    search: textOf(query.search).slice(0, 500),
    hidden: textOf(query.hide)
      .split(",")
      .filter((id) => known.has(id)),
    row: Number.isInteger(row) && row >= 1 ? row - 1 : null,
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function readFilter(text: string): Filter | null {
  if (text === "") return null;
  try {
    const parsed = filterShape.safeParse(JSON.parse(text));
    return parsed.success && !isEmptyFilter(parsed.data) ? parsed.data : null;
  } catch {
    return null;
  }
}

/** The part of an address that says the same look; `undefined` takes a key out of the address. */
export function writeLook(look: TableLook): Record<string, string | undefined> {
  return {
    filter: look.filter ? JSON.stringify(look.filter) : undefined,
    sort: sortText(look.sort) || undefined,
    search: look.search || undefined,
    hide: look.hidden.join(",") || undefined,
    row: look.row === null ? undefined : String(look.row + 1),
  };
}

/** `-fld…,fld…` as the api takes it. */
export function sortText(sort: readonly Sort[]): string {
  return sort.map(({ field, direction }) => (direction === "desc" ? `-${field}` : field)).join(",");
}

/** Whether a filter lets every row pass because it says nothing. */
function isEmptyFilter(filter: Filter): boolean {
  if ("all" in filter) return filter.all.every(isEmptyFilter);
  return "any" in filter && filter.any.every(isEmptyFilter);
}

/** How many conditions a filter has, for the number on its button. */
export function countConditions(filter: Filter | null): number {
  if (!filter) return 0;
  if ("not" in filter) return countConditions(filter.not);
  const parts = "all" in filter ? filter.all : "any" in filter ? filter.any : null;
  return parts ? parts.reduce((sum, part) => sum + countConditions(part), 0) : 1;
}
