import type { CellValue } from "@weft/model/fields/field";
import { textOf } from "./cells/cell-types.ts";
import type { Writing } from "./cells/read-cell.ts";
import { readCell } from "./cells/read-cell.ts";
import type { ClipboardCell } from "./clipboard/clipboard-cell.ts";
import { pastedValue } from "./clipboard/pasted-value.ts";
import type { GridColumn } from "./grid-columns.ts";
import { isWritable } from "./grid-columns.ts";
import type { CellEdit, GridRow } from "./row-source.ts";
import type { Range } from "./selection.ts";
import { seriesOf } from "./series.ts";

/** Edits that empty the filled cells of `columns` in `rows`. */
export function clearEdits(rows: readonly GridRow[], columns: readonly GridColumn[]): CellEdit[] {
  const carried = columns.filter(isWritable);
  return rows.flatMap((row) =>
    carried.flatMap((column) => {
      const before = row.cells[column.cell] ?? null;
      return before === null ? [] : [{ rowId: row.id, fieldId: column.field.id, value: null, before }];
    }),
  );
}

/**
 * A cell's value from text. What can be read here is read in the person's own way of writing, which the server does not
 * know; the rest goes to the server as it stands.
 */
function valueOf(text: string, column: GridColumn, writing: Writing): CellValue {
  const reading = readCell(text, column.field, writing);
  return reading.fault ? text : reading.value;
}

/** Edits that set what is pasted from the first of `rows` and `columns` on; what lies beyond either is left out. */
export function pasteEdits(
  rows: readonly GridRow[],
  columns: readonly GridColumn[],
  pasted: readonly ClipboardCell[][],
  writing: Writing,
): CellEdit[] {
  const edits: CellEdit[] = [];
  for (const [down, row] of rows.entries()) {
    for (const [along, cell] of (pasted[down] ?? []).entries()) {
      const column = columns[along];
      if (!column || !isWritable(column)) continue;
      const before = row.cells[column.cell] ?? null;
      edits.push({ rowId: row.id, fieldId: column.field.id, value: pastedValue(cell, column.field, writing), before });
    }
  }
  return edits;
}

/** Which way a fill goes from the cells that are continued. */
export type FillWay = "down" | "up" | "right" | "left";

/** The cells that a drag from `from` to `cell` fills: the longer way out of the range counts; null inside it. */
export function fillTarget(from: Range, cell: { row: number; column: number }): { way: FillWay; range: Range } | null {
  const out = {
    down: cell.row - from.bottom,
    up: from.top - cell.row,
    right: cell.column - from.right,
    left: from.left - cell.column,
  };
  const [way, length] = (Object.entries(out) as [FillWay, number][]).reduce((best, next) =>
    next[1] > best[1] ? next : best,
  );
  if (length <= 0) return null;
  const ranges: Record<FillWay, Range> = {
    down: { ...from, top: from.bottom + 1, bottom: cell.row },
    up: { ...from, top: cell.row, bottom: from.top - 1 },
    right: { ...from, left: from.right + 1, right: cell.column },
    left: { ...from, left: cell.column, right: from.left - 1 },
  };
  return { way, range: ranges[way] };
}

/** What is continued, and where to; `columns` and `rows` as they stand in the grid, top to bottom and left to right. */
export interface FillOrder {
  way: FillWay;
  from: { rows: readonly GridRow[]; columns: readonly GridColumn[] };
  to: { rows: readonly GridRow[]; columns: readonly GridColumn[] };
  /** Repeats the cells instead of continuing them as a series. */
  isCopy: boolean;
  writing: Writing;
}

/** Edits of a fill, by the series that the cells make. */
export function fillEdits(order: FillOrder): CellEdit[] {
  return order.way === "down" || order.way === "up" ? fillColumns(order) : fillRows(order);
}

function fillColumns({ way, from, to, isCopy, writing }: FillOrder): CellEdit[] {
  const source = inWay(from.rows, way);
  const targets = inWay(to.rows, way);
  return to.columns.flatMap((column) => {
    if (!isWritable(column)) return [];
    const cells = source.map((row) => row.cells[column.cell] ?? null);
    const next = continued(cells, column, way, isCopy);
    return targets.map((row, at) => edit(row, column, next(at + 1), column, writing));
  });
}

function fillRows({ way, from, to, isCopy, writing }: FillOrder): CellEdit[] {
  const columns = inWay(from.columns, way);
  const targets = inWay(to.columns, way).filter(isWritable);
  const [first] = columns;
  // Only cells of one type can make a series; others are repeated, each read as the type it comes to.
  const isOneType = [...columns, ...targets].every(({ field }) => field.type === first?.field.type);
  return from.rows.flatMap((row) => {
    const cells = columns.map((column) => row.cells[column.cell] ?? null);
    const next = first && continued(cells, first, way, isCopy || !isOneType);
    if (!next) return [];
    return targets.map((column, at) => edit(row, column, next(at + 1), columns[at % columns.length]!, writing));
  });
}

function inWay<Item>(items: readonly Item[], way: FillWay): readonly Item[] {
  return way === "up" || way === "left" ? items.toReversed() : items;
}

function continued(cells: CellValue[], column: GridColumn, way: FillWay, isCopy: boolean) {
  if (isCopy) return (steps: number) => cells[(steps - 1) % cells.length] ?? null;
  return seriesOf(cells, column.field.type, way === "up" || way === "left" ? -1 : 1);
}

function edit(row: GridRow, to: GridColumn, value: CellValue, from: GridColumn, writing: Writing): CellEdit {
  const isSame = from.field.type === to.field.type;
  const made = isSame ? value : valueOf(textOf(value, from.field, writing), to, writing);
  return { rowId: row.id, fieldId: to.field.id, value: made, before: row.cells[to.cell] ?? null };
}
