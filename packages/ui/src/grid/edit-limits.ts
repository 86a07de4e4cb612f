import { fillText } from "./texts.ts";

/** What one write may hold; more goes by import. */
export const editCellsMax = 100_000;
export const editRowsMax = 20_000;

/** A text that names how much is too much, filled in. */
export function tooMuchText(text: string, cells: number, locale: string): string {
  const spoken = (count: number) => count.toLocaleString(locale);
  return fillText(text, { cells: spoken(cells), max: spoken(editCellsMax), rows: spoken(editRowsMax) });
}
