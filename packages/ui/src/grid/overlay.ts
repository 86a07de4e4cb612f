import type { CellEdit, GridRow } from "./row-source.ts";
import type { ShownRow } from "./row-window.ts";

/** Edits that are shown but not confirmed yet, laid over the rows. */
export interface Overlay {
  /** Lays edits over the rows, or `below` those that lie there, until the function that is returned is called. */
  add(edits: readonly CellEdit[], place?: "below"): () => void;
  /** The same object as long as neither the row nor its edits change, so that a row need not be drawn again. */
  apply(row: GridRow): ShownRow;
}

/** An empty overlay; `columnOf` gives a field's place in a row's cells. */
export function createOverlay(columnOf: (fieldId: string) => number | undefined): Overlay {
  /** In the order they were made: a later edit of the same cell covers an earlier one. */
  const byRow = new Map<number, CellEdit[]>();
  /** What was made of a row, and of which edits: other rows' edits leave it as it is. */
  const shown = new WeakMap<GridRow, { edits: CellEdit[] | undefined; made: ShownRow }>();

  function change(rowId: number, edits: CellEdit[]): void {
    if (edits.length > 0) byRow.set(rowId, edits);
    else byRow.delete(rowId);
  }

  return {
    add(edits, place) {
      for (const [rowId, added] of Map.groupBy(edits, (edit) => edit.rowId)) {
        const laid = byRow.get(rowId) ?? [];
        change(rowId, place === "below" ? [...added, ...laid] : [...laid, ...added]);
      }
      return () => {
        const gone = new Set(edits);
        for (const { rowId } of edits) {
          change(
            rowId,
            (byRow.get(rowId) ?? []).filter((edit) => !gone.has(edit)),
          );
        }
      };
    },
    apply(row) {
      const edits = byRow.get(row.id);
      const held = shown.get(row);
      if (held && held.edits === edits) return held.made;
      const made = lay(row, edits, columnOf);
      shown.set(row, { edits, made });
      return made;
    },
  };
}

function lay(row: GridRow, edits: CellEdit[] | undefined, columnOf: (fieldId: string) => number | undefined): ShownRow {
  if (!edits) return { row, pending: null };
  const cells = [...row.cells];
  for (const { fieldId, value } of edits) {
    const column = columnOf(fieldId);
    if (column !== undefined) cells[column] = value;
  }
  return { row: { ...row, cells }, pending: new Set(edits.map((edit) => edit.fieldId)) };
}
