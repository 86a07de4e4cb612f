import type { CellValue } from "@weft/model/fields/field";
import { textOf } from "./cells/cell-types.ts";
import type { Writing } from "./cells/read-cell.ts";
import { readCell } from "./cells/read-cell.ts";
import type { GridColumn } from "./grid-columns.ts";
import { isWritable } from "./grid-columns.ts";
import type { CellEdit, GridRow } from "./row-source.ts";

/** What to look for, and what to put in its place. */
export interface Replacement {
  find: string;
  into: string;
  isCase: boolean;
  /** Only cells that are wholly the text. */
  isWhole: boolean;
}

/** What a replacement comes to: the edits, and how many cells could not be what they would become. */
export interface Replaced {
  edits: CellEdit[];
  refused: number;
}

/** Finds text in cells as they are shown for editing and replaces it; yes/no and JSON are left alone. */
export function replaceEdits(
  rows: readonly GridRow[],
  columns: readonly GridColumn[],
  replacement: Replacement,
  writing: Writing,
): Replaced {
  const pattern = patternOf(replacement);
  const edits: CellEdit[] = [];
  let refused = 0;
  if (!pattern) return { edits, refused };
  const searched = columns.filter(
    (column) => isWritable(column) && column.field.type !== "boolean" && column.field.type !== "json",
  );
  for (const row of rows) {
    for (const { cell, field } of searched) {
      const before = textOf(row.cells[cell], field, writing);
      if (before === "") continue;
      // A function: `$&` in what people type is nothing but that.
      const after = before.replace(pattern, () => replacement.into);
      if (after === before) continue;
      const reading = readCell(after, field, writing);
      if (reading.fault) refused += 1;
      else if (!isSame(reading.value, row.cells[cell]))
        edits.push({ rowId: row.id, fieldId: field.id, value: reading.value, before: row.cells[cell] ?? null });
    }
  }
  return { edits, refused };
}

function isSame(one: CellValue, other: CellValue | undefined): boolean {
  return one === other || (one === null && other === undefined);
}

function patternOf({ find, isCase, isWhole }: Replacement): RegExp | undefined {
  if (find === "") return undefined;
  const literal = find.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return new RegExp(isWhole ? `^${literal}$` : literal, isCase ? "gu" : "giu");
}
