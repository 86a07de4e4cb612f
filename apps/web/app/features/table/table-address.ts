import { filter as filterShape } from "@weft/api/rows";
import type { ChoiceColor, Field } from "@weft/model/fields/field";
import { choiceColors } from "@weft/model/fields/field";
import type { Filter, Sort } from "@weft/model/filter";
import { groupFieldsMax, isGroupable } from "@weft/model/groups";
import { parseSort, sortsMax, splitParts } from "@weft/model/sort";
import type { SummaryKind } from "@weft/model/summaries";
import { summariesOf } from "@weft/model/summaries";

/** How tall rows are. */
export type RowHeight = (typeof rowHeights)[number];
export const rowHeights = ["short", "medium", "tall", "extra"] as const;

/** Rows that pass `filter` have a stripe of this colour, or are wholly tinted; the first rule that fits counts. */
export interface ColorRule {
  filter: Filter;
  color: ChoiceColor;
  isWhole: boolean;
}

/** What of a table is looked at, and how: all of it stands in the address, so that it can be sent. */
export interface TableLook {
  filter: Filter | null;
  sort: Sort[];
  /** Fields rows are grouped by, the outermost first. */
  group: Sort[];
  /** The figure below each column, by field id. */
  footers: Record<string, SummaryKind>;
  search: string;
  /** Rows without a hit of the search are shown too. */
  isAllShown?: boolean;
  /** Ids of fields that are not shown. */
  hidden: string[];
  /** Ids of the fields that stand first, in their order; the others follow as they stand in the table. */
  order: string[];
  /** How many of the first columns stay in sight. */
  frozen: number;
  height: RowHeight;
  color: ColorRule[];
  /** 0-based number of the row to go to. */
  row: number | null;
}

/** Columns that stay in sight, and rules of colour, at most. */
const frozenMax = 20;
export const colorRulesMax = 20;

type Query = Record<string, unknown>;

/** Reads a look from an address; what cannot be read is left out, so that an old link still opens. */
export function readLook(query: Query, fields: readonly Field[]): TableLook {
  const known = new Set(fields.map((field) => field.id));
  const row = Number(textOf(query.row));
  return {
    filter: readFilter(textOf(query.filter)),
    sort: readSorts(textOf(query.sort), fields).slice(0, sortsMax),
    group: readGroup(textOf(query.group), fields).slice(0, groupFieldsMax),
    footers: readFooters(textOf(query.footers), fields),
    search: textOf(query.search).slice(0, 500),
    ...(query.found === "all" && { isAllShown: true }),
    hidden: idsOf(query.hide, known),
    order: idsOf(query.order, known),
    frozen: readFrozen(textOf(query.frozen)),
    height: rowHeights.find((height) => height === query.height) ?? "short",
    color: readColor(textOf(query.color)),
    row: Number.isInteger(row) && row >= 1 ? row - 1 : null,
  };
}

/** The sorts and groups of an address that name a field which is gone, or which rows cannot be grouped by, as they stand there. */
export function readLost(query: Query, fields: readonly Field[]): { part: "sort" | "group"; fieldId: string }[] {
  const lost = (part: "sort" | "group", read: typeof readSorts) =>
    splitParts(textOf(query[part]))
      .filter((text) => read(text, fields).length === 0)
      .map((text) => ({ part, fieldId: text.replace(/^-/, "") }));
  return [...lost("sort", readSorts), ...lost("group", readGroup)];
}

/** Each sort of a list that can be read, once for each field. */
function readSorts(text: string, fields: readonly Field[]): Sort[] {
  const sorts = splitParts(text).flatMap((part) => {
    const parsed = parseSort(part, fields);
    return parsed.ok ? parsed.sorts : [];
  });
  return sorts.filter(({ field }, at) => sorts.findIndex((sort) => sort.field === field) === at);
}

function readGroup(text: string, fields: readonly Field[]): Sort[] {
  const types = new Map(fields.map(({ id, type }) => [id, type]));
  return readSorts(text, fields).filter(({ field }) => isGroupable(types.get(field) ?? "json"));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function idsOf(value: unknown, known: ReadonlySet<string>): string[] {
  return [...new Set(textOf(value).split(","))].filter((id) => known.has(id));
}

function readFilter(text: string): Filter | null {
  return filterIn(readJson(text));
}

function filterIn(value: unknown): Filter | null {
  const parsed = filterShape.safeParse(value);
  return parsed.success && !isEmptyFilter(parsed.data) ? parsed.data : null;
}

function readJson(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readFrozen(text: string): number {
  return /^\d{1,2}$/.test(text) ? Math.min(Number(text), frozenMax) : 1;
}

/** `[colour, 1 = the whole row or 0 = a stripe, filter]` for each rule. */
function readColor(text: string): ColorRule[] {
  const rules = readJson(text);
  if (!Array.isArray(rules)) return [];
  return rules.slice(0, colorRulesMax).flatMap((rule: unknown) => {
    const [name, whole, said] = Array.isArray(rule) ? (rule as unknown[]) : [];
    const color = choiceColors.find((one) => one === name);
    const filter = filterIn(said);
    return color && filter ? [{ filter, color, isWhole: whole === 1 }] : [];
  });
}

function colorText(rules: readonly ColorRule[]): string | undefined {
  if (rules.length === 0) return undefined;
  return JSON.stringify(rules.map(({ color, isWhole, filter }) => [color, isWhole ? 1 : 0, filter]));
}

/** `fld…:sum,fld…:mean`; what does not fit its field is left out. */
function readFooters(text: string, fields: readonly Field[]): Record<string, SummaryKind> {
  const parts = text.split(",").map((part) => part.split(":"));
  return Object.fromEntries(
    parts.flatMap(([id, wanted]) => {
      const field = fields.find((field) => field.id === id);
      const kind = field && summariesOf[field.type].find((kind) => kind === wanted);
      return field && kind ? [[field.id, kind]] : [];
    }),
  );
}

function footersText(footers: Record<string, SummaryKind>): string | undefined {
  const parts = Object.entries(footers).map(([id, kind]) => `${id}:${kind}`);
  return parts.length > 0 ? parts.join(",") : undefined;
}

/** The part of an address that says the same look; `undefined` takes a key out of the address. */
export function writeLook(look: TableLook): Record<string, string | undefined> {
  return {
    filter: look.filter ? JSON.stringify(look.filter) : undefined,
    sort: sortText(look.sort) || undefined,
    group: sortText(look.group) || undefined,
    footers: footersText(look.footers),
    search: look.search || undefined,
    found: look.isAllShown ? "all" : undefined,
    hide: look.hidden.join(",") || undefined,
    order: look.order.join(",") || undefined,
    frozen: look.frozen === 1 ? undefined : String(look.frozen),
    height: look.height === "short" ? undefined : look.height,
    color: colorText(look.color),
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
