import type { Field } from "@weft/model/fields/field";
import type { Condition, Filter, Sort } from "@weft/model/filter";
import { resolveFilter } from "@weft/model/filters/resolve";
import { isGroupable } from "@weft/model/groups";
import { summariesOf } from "@weft/model/summaries";
import type { TableLook } from "./table-address.ts";

/** The parts of a look that name fields. */
export type LookPart = "filter" | "sort" | "group" | "footers" | "color";

/** What does not fit any more: which part named which field. */
export interface Misfit {
  part: LookPart;
  fieldId: string;
}

/** A look without what names fields that are gone, or that have a type by now for which it makes no sense. */
export function fitLook(look: TableLook, fields: readonly Field[]): { look: TableLook; misfits: Misfit[] } {
  const known = new Map(fields.flatMap((field) => [[field.id, field] as const, [field.name, field] as const]));
  const misfits: Misfit[] = [];
  const miss = (part: LookPart, fieldId: string) => void misfits.push({ part, fieldId });
  const keep = (part: LookPart, fits: (field: Field) => boolean) => (sort: Sort) => {
    const field = known.get(sort.field);
    const isKept = field !== undefined && fits(field);
    if (!isKept) miss(part, sort.field);
    return isKept;
  };
  const filterFor = (part: LookPart, filter: Filter | null) =>
    filter &&
    fitFilter(filter, (condition) => {
      const isKept = resolveFilter(condition, fields).ok;
      if (!isKept) miss(part, condition.field);
      return isKept;
    });

  const fitted: TableLook = {
    ...look,
    filter: filterFor("filter", look.filter),
    sort: look.sort.filter(keep("sort", () => true)),
    group: look.group.filter(keep("group", ({ type }) => isGroupable(type))),
    color: look.color.flatMap((rule) => {
      const filter = filterFor("color", rule.filter);
      return filter ? [{ ...rule, filter }] : [];
    }),
    footers: Object.fromEntries(
      Object.entries(look.footers).filter(([fieldId, kind]) => {
        const field = known.get(fieldId);
        const isKept = field !== undefined && summariesOf[field.type].some((one) => one === kind);
        if (!isKept) miss("footers", fieldId);
        return isKept;
      }),
    ),
  };
  return { look: misfits.length > 0 ? fitted : look, misfits };
}

/** A filter without the conditions that do not fit; null where none is left. What is denied goes as a whole. */
function fitFilter(filter: Filter, fits: (condition: Condition) => boolean): Filter | null {
  if ("not" in filter) {
    const inner = fitFilter(filter.not, fits);
    return JSON.stringify(inner) === JSON.stringify(filter.not) ? filter : null;
  }
  if (!("all" in filter) && !("any" in filter)) return fits(filter) ? filter : null;
  const isAll = "all" in filter;
  const parts = (isAll ? filter.all : filter.any).map((part) => fitFilter(part, fits)).filter((part) => part !== null);
  if (parts.length === 0) return null;
  return isAll ? { all: parts } : { any: parts };
}
