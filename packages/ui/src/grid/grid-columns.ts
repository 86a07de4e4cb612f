import type { Field } from "@weft/model/fields/field";

/** A column as shown: its field, where its value lies in a row's cells, and how wide it is. */
export interface GridColumn {
  field: Field;
  /** Place in `GridRow.cells`; -1 when the source does not carry the field. */
  cell: number;
  widthPx: number;
  /** Why this person cannot change its cells, as a sentence; absent when they can. */
  lock?: string;
}

/** Whether cells of a column can be written. */
export function isWritable({ cell, lock }: GridColumn): boolean {
  return cell >= 0 && lock === undefined;
}

/** Bounds of a column's width, in px. */
export const columnWidthPx = { min: 60, max: 800 } as const;
