import type { CellValue, Field } from "@weft/model/fields/field";
import type { Condition, Filter, Operand } from "@weft/model/filter";
import { operators } from "@weft/model/filter";
import { readPeriod } from "@weft/model/filters/periods";
import { isMe } from "@weft/model/grants/table-rules";
import { textOf } from "@weft/ui/grid/cells/cell-types";
import type { TextKey } from "../../language/messages.ts";

/** How a person's language says what stands in a filter. */
export interface FilterWords {
  t(key: TextKey, values?: Record<string, string | number>): string;
  number(value: number): string;
  locale: string;
  timeZone: string;
}

/** A filter as one line of words: `Age > 5 and (City is Bern or City is empty)`. */
export function filterInWords(filter: Filter, fields: readonly Field[], words: FilterWords): string {
  return nodeInWords(filter, fields, words, false);
}

/** The conditions that all have to hold, each in words, with the filter that is left without it. */
export function partsInWords(filter: Filter | null, fields: readonly Field[], words: FilterWords) {
  if (!filter) return [];
  const parts = "all" in filter ? filter.all : [filter];
  return parts.map((part, at) => {
    const rest = parts.toSpliced(at, 1);
    const without: Filter | null = rest.length > 1 ? { all: rest } : (rest[0] ?? null);
    return { text: filterInWords(part, fields, words), without };
  });
}

/** The name of a month (1 = January) or of a day of the week (1 = Monday). */
export function calendarName(kind: "month" | "weekday", number: number, locale: string): string {
  // 1 January 2024 was a Monday.
  const day = kind === "month" ? Date.UTC(2024, number - 1, 1) : Date.UTC(2024, 0, number);
  return new Intl.DateTimeFormat(locale, { [kind]: "long", timeZone: "UTC" }).format(day);
}

/** A period in words, such as `the last 7 days`; text that is none stays as it is. */
export function periodInWords(text: unknown, { t }: FilterWords): string {
  const period = readPeriod(text);
  if (!period) return String(text ?? "");
  if (!("unit" in period)) return t(`filters.periods.${period.kind}`);
  if ("count" in period) return t(`filters.periods.${period.kind}_${period.unit}`, { count: period.count });
  return period.unit === "day" ? "" : t(`filters.periods.${period.kind}_${period.unit}`);
}

function nodeInWords(filter: Filter, fields: readonly Field[], words: FilterWords, isInner: boolean): string {
  if ("not" in filter) return `${words.t("filters.notWord")} (${nodeInWords(filter.not, fields, words, false)})`;
  if ("all" in filter || "any" in filter) {
    const parts = "all" in filter ? filter.all : filter.any;
    const joint = words.t("all" in filter ? "filters.andWord" : "filters.orWord");
    const text = parts.map((part) => nodeInWords(part, fields, words, true)).join(` ${joint} `);
    return isInner && parts.length > 1 ? `(${text})` : text;
  }
  return conditionInWords(filter, fields, words);
}

function conditionInWords({ field: id, op, value }: Condition, fields: readonly Field[], words: FilterWords): string {
  const field = fields.find((field) => field.id === id || field.name === id);
  const said = field ? operandsInWords[operators[op].operand](value, field, words) : "";
  return [field?.name ?? id, words.t(`table.operators.${op}`), said].filter(Boolean).join(" ");
}

type Say = (value: unknown, field: Field, words: FilterWords) => string;

const sayNumber: Say = (value, _, { number }) => number(Number(value));
const sayList: Say = (value, field, words) =>
  joined(
    listOf(value).map((one) => cellInWords(one, field, words)),
    words,
  );

const operandsInWords: Record<Operand, Say> = {
  none: () => "",
  one: (value, field, words) => cellInWords(value, field, words),
  two: (value, field, words) =>
    listOf(value)
      .map((one) => cellInWords(one, field, words))
      .join(` ${words.t("filters.andWord")} `),
  list: sayList,
  text: (value, field, words) => (isMe(value) ? cellInWords(value, field, words) : `“${String(value)}”`),
  count: sayNumber,
  divisor: sayNumber,
  period: (value, _, words) => periodInWords(value, words),
  year: (value) => String(value),
  months: (value, _, words) =>
    joined(
      listOf(value).map((one) => calendarName("month", Number(one), words.locale)),
      words,
    ),
  weekdays: (value, _, words) =>
    joined(
      listOf(value).map((one) => calendarName("weekday", Number(one), words.locale)),
      words,
    ),
};

function cellInWords(value: unknown, field: Field, { t, locale, timeZone }: FilterWords): string {
  if (isMe(value)) return t("filters.their", { name: value.me === "email" ? t("filters.theirEmail") : value.me });
  if (field.type === "boolean") return t(value === true ? "table.yes" : "table.no");
  const isDay = typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
  const shape: Field = field.type === "datetime" && isDay ? { ...field, type: "date", options: {} } : field;
  return textOf(value as CellValue, shape, { locale, timeZone });
}

function joined(parts: string[], { t }: FilterWords): string {
  if (parts.length < 2) return parts[0] ?? t("filters.emptyList");
  return t("filters.listJoint", { list: parts.slice(0, -1).join(", "), last: parts.at(-1)! });
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
