import type { Field } from "@weft/model/fields/field";
import { matches } from "@weft/model/filters/matches";
import { resolveFilter } from "@weft/model/filters/resolve";
import type { GridRow, RowTint } from "@weft/ui/grid/row-source";
import type { ColorRule } from "./table-address.ts";

/** The colour of a row by the first rule that fits it; a rule about what is gone fits none. */
export function createRowTint(
  rules: readonly ColorRule[],
  fields: readonly Field[],
  timeZone: string,
): (row: GridRow) => RowTint | null {
  const resolved = rules.flatMap(({ filter, color, isWhole }) => {
    const reading = resolveFilter(filter, fields, { timeZone });
    return reading.ok ? [{ filter: reading.filter, tint: { color, isWhole } }] : [];
  });
  // Rows are the same objects until they change, and pass by many times while one scrolls.
  const known = new WeakMap<GridRow, RowTint | null>();

  return (row) => {
    let tint = known.get(row);
    if (tint === undefined) {
      const cells = Object.fromEntries(fields.map(({ id }, at) => [id, row.cells[at] ?? null]));
      tint = resolved.find(({ filter }) => matches(filter, cells, fields))?.tint ?? null;
      known.set(row, tint);
    }
    return tint;
  };
}
