import type { Finds } from "@weft/ui/grid/row-source";

/** The place among the finds (0-based) of the next one after a row, or before it; -1 for none. Goes round at the ends. */
export function stepTo({ rows, before, total }: Finds, from: number | null, way: 1 | -1): number {
  if (rows.length === 0) return -1;
  const isWhole = before === 0 && rows.length === total;
  if (way === 1) {
    const next = rows.findIndex((row) => from === null || row > from);
    if (next >= 0) return before + next;
    return isWhole ? 0 : -1;
  }
  const last = rows.findLastIndex((row) => from === null || row < from);
  if (last >= 0) return before + last;
  return isWhole ? rows.length - 1 : -1;
}
