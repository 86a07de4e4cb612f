import type { CellValue, Field, FieldType } from "./fields/field.ts";
import type { Sort } from "./filter.ts";
import { parseSort } from "./sort.ts";
import type { SummaryValues } from "./summaries.ts";
import type { Phrase } from "./texts/phrase.ts";
import { phrase } from "./texts/phrase.ts";

/** Fields rows can be grouped by at once, and groups a table may fall into. */
export const groupFieldsMax = 3;
export const groupsMax = 20_000;

/** Rows that agree in the grouped fields; `keys` in the order of those, a date with time by its day, null = empty. */
export interface RowGroup {
  keys: CellValue[];
  rows: number;
  values?: SummaryValues;
}

const ungrouped = new Set<FieldType>(["long_text", "json"]);

/** Whether rows can be grouped by fields of this type. */
export function isGroupable(type: FieldType): boolean {
  return !ungrouped.has(type);
}

/** `-Status,Age` as fields to group by, the outermost first; faults name what cannot be grouped by. */
export function parseGroup(
  text: string,
  fields: readonly Field[],
): { ok: true; group: Sort[] } | { ok: false; faults: Phrase[] } {
  const parsed = parseSort(text, fields);
  if (!parsed.ok) return parsed;
  const faults: Phrase[] = [];
  for (const { field: id } of parsed.sorts) {
    const field = fields.find((field) => field.id === id);
    if (field && !isGroupable(field.type))
      faults.push(phrase`rows cannot be grouped by ${field.name}, whose cells are long texts or JSON`);
  }
  if (parsed.sorts.length > groupFieldsMax)
    faults.push(phrase`rows can be grouped by at most ${groupFieldsMax} fields`);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, group: parsed.sorts };
}

/** The order of rows in groups: by group, then as sorted; a field that is grouped by decides nothing a second time. */
export function orderWithin(group: readonly Sort[], sorts: readonly Sort[], fields: readonly Field[]): Sort[] {
  const whole = new Set(group.map(({ field }) => field));
  for (const { id, type } of fields) if (type === "datetime") whole.delete(id);
  return sorts.filter(({ field }) => !whole.has(field));
}
