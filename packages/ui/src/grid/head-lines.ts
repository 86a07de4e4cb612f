import type { GridColumn } from "./grid-columns.ts";

/** An average letter of a head, and what stands beside the name in it: type and order. */
const letterPx = 6.9;
const besidesPx = 52;
const linesMax = 3;
const linePx = 16;
const oneLinePx = 36;

/** Height of the heads, in px, in which every name of a column can be read, over three lines at most. */
export function headHeightPx(columns: readonly GridColumn[]): number {
  let lines = 1;
  for (const column of columns) {
    if (lines === linesMax) break;
    lines = Math.max(lines, linesOf(column.field.name, column.widthPx - besidesPx));
  }
  return oneLinePx + (lines - 1) * linePx;
}

/** How many lines of names go into heads of this height. */
export function headLinesIn(headPx: number): number {
  return 1 + (headPx - oneLinePx) / linePx;
}

/** How many lines a name takes; words stay whole where they fit, as the browser breaks them. */
function linesOf(name: string, widthPx: number): number {
  const letters = Math.max(3, Math.floor(widthPx / letterPx));
  if (name.length <= letters) return 1;
  let lines = 1;
  let used = 0;
  for (const word of name.split(/\s+/)) {
    if (used > 0 && used + 1 + word.length <= letters) {
      used += 1 + word.length;
      continue;
    }
    if (used > 0) lines += 1;
    lines += Math.ceil(word.length / letters) - 1;
    used = word.length % letters || letters;
  }
  return Math.min(linesMax, lines);
}
