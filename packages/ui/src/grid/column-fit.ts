import type { CellValue, Field } from "@weft/model/fields/field";
import { displayOf } from "./cells/cell-types.ts";
import type { Writing } from "./cells/read-cell.ts";
import { columnWidthPx } from "./grid-columns.ts";

/** How wide a text is, in px, as a head or a cell writes it. */
export type MeasureText = (text: string, place: "head" | "cell") => number;

/** What stands beside the text in a head, order and menu among it; beside a cell's; and around a choice. */
const besidesPx = { head: 90, cell: 22, pill: 16, mark: 22 };
/** Longer texts are wider than any column may be. */
const lettersMax = 300;

/** A width in px, within a column's bounds, in which its name and these cells can be read. */
export function widthFitting(
  field: Field,
  cells: readonly (CellValue | undefined)[],
  writing: Writing,
  measure: MeasureText,
): number {
  const widths = cells.map((cell) => {
    const display = displayOf(cell, field, writing);
    if (!("text" in display)) return 0;
    const textPx = measure(display.text.slice(0, lettersMax), "cell");
    return textPx + besidesPx.cell + (display.kind === "pill" ? besidesPx.pill : 0);
  });
  const headPx = measure(field.name, "head") + besidesPx.head + (field.description ? besidesPx.mark : 0);
  const widest = Math.ceil(Math.max(headPx, ...widths));
  return Math.min(columnWidthPx.max, Math.max(columnWidthPx.min, widest));
}

/** Measures in the fonts of a grid that stands in the page. */
export function measureIn(grid: HTMLElement): MeasureText {
  const context = document.createElement("canvas").getContext("2d");
  const fontOf = (part: string) => getComputedStyle(grid.querySelector(part) ?? grid).font;
  const fonts = { head: fontOf(".wg-name"), cell: fontOf(".wg-cell") };
  return (text, place) => {
    if (!context) return 0;
    context.font = fonts[place];
    return context.measureText(text).width;
  };
}
