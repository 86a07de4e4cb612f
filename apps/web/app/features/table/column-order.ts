import type { Field } from "@weft/model/fields/field";

/** The fields as a look orders them: those it names first, then the others as they stand in the table. */
export function orderFields(fields: readonly Field[], order: readonly string[]): Field[] {
  const byId = new Map(fields.map((field) => [field.id, field]));
  const first = order.map((id) => byId.get(id)).filter((field) => field !== undefined);
  const named = new Set(first);
  return [...first, ...fields.filter((field) => !named.has(field))];
}

/** The shortest `order` of a look that puts all fields so: what stands at the end as in the table is not named. */
export function orderOf(fields: readonly Field[], ids: readonly string[]): string[] {
  const places = new Map(fields.map(({ id }, place) => [id, place]));
  let named = ids.length;
  let next = Infinity;
  while (named > 0) {
    const place = places.get(ids[named - 1]!) ?? -1;
    if (place >= next) break;
    next = place;
    named -= 1;
  }
  return ids.slice(0, named);
}

/** `ids` with `moved` standing together before `before`, at the end where it is null; `before` must not be one of them. */
export function moveBefore(ids: readonly string[], moved: readonly string[], before: string | null): string[] {
  const others = ids.filter((id) => !moved.includes(id));
  const at = before === null ? others.length : others.indexOf(before);
  return others.toSpliced(at < 0 ? others.length : at, 0, ...moved);
}
