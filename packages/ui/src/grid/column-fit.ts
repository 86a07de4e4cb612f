import type { CellValue } from "@weft/model/fields/field";
import { displayOf } from "./cells/cell-types.ts";
import type { Writing } from "./cells/read-cell.ts";
import type { GridColumn } from "./grid-columns.ts";
import { columnWidthPx } from "./grid-columns.ts";

/** An average letter, and what stands around a text; the head has an icon and a menu besides its name. */
const letterPx = 7.2;
const aroundPx = 24;
const headLetters = 6;

/** A width in px, within a column's bounds, in which its name and these cells can be read. */
export function widthFitting(
  { field }: GridColumn,
  cells: readonly (CellValue | undefined)[],
  writing: Writing,
): number {
  const lengths = cells.map((cell) => {
    const display = displayOf(cell, field, writing);
    return "text" in display ? display.text.length : 0;
  });
  const widest = Math.max(field.name.length + headLetters, ...lengths) * letterPx + aroundPx;
  return Math.round(Math.min(columnWidthPx.max, Math.max(columnWidthPx.min, widest)));
}
