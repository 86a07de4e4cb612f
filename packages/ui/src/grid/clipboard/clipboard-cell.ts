/**
 * What a cell holds, whatever it looks like: digits with a point, `2024-03-01`, `2024-03-01T14:30:00`, `true` or `false`,
 * the address of a link.
 */
export interface CellMeaning {
  kind: "number" | "date" | "datetime" | "boolean" | "link";
  value: string;
}

/** A cell on a clipboard: the text that was shown, and what it means where that is known. */
export interface ClipboardCell {
  text: string;
  means?: CellMeaning;
}

/** Cells that are nothing but their texts. */
export function plainCells(texts: readonly (readonly string[])[]): ClipboardCell[][] {
  return texts.map((row) => row.map((text) => ({ text })));
}

/** Cells without the empty rows at their end, but for the first `kept`: whole columns of a sheet are mostly nothing. */
export function withoutEmptyEnd(cells: ClipboardCell[][], kept: number): ClipboardCell[][] {
  let end = cells.length;
  while (end > kept && cells[end - 1]!.every(({ text }) => text === "")) end -= 1;
  return cells.slice(0, end);
}
