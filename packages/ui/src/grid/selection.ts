/** A cell by its place in the grid as shown; both 0-based. */
export interface Cell {
  row: number;
  column: number;
}

/** What is selected: a rectangle from `anchor`, which is also the active cell, to `extent`. */
export interface Selection {
  anchor: Cell;
  extent: Cell;
}

/** The rectangle of a selection, edges included. */
export interface Range {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** How many rows and columns there are to move in. */
export interface Bounds {
  rows: number;
  columns: number;
}

/** A way to move: by steps, or to an edge of the data. */
export interface Motion {
  rows?: number;
  columns?: number;
  toRow?: "first" | "last";
  toColumn?: "first" | "last";
}

/** One cell selected. */
export function selectCell(cell: Cell): Selection {
  return { anchor: cell, extent: cell };
}

/** Stretches the selection to `cell`, leaving the active cell where it is. */
export function extendTo(selection: Selection, cell: Cell): Selection {
  return { anchor: selection.anchor, extent: cell };
}

/** Every cell of the table. */
export function selectAll(bounds: Bounds): Selection {
  return { anchor: { row: 0, column: 0 }, extent: { row: bounds.rows - 1, column: bounds.columns - 1 } };
}

/** Moves the active cell, or with `extend` the far corner; stops at the edges. */
export function move(selection: Selection, motion: Motion, bounds: Bounds, extend: boolean): Selection {
  const from = extend ? selection.extent : selection.anchor;
  const cell = clampCell(
    {
      row: edge(motion.toRow, bounds.rows) ?? from.row + (motion.rows ?? 0),
      column: edge(motion.toColumn, bounds.columns) ?? from.column + (motion.columns ?? 0),
    },
    bounds,
  );
  return extend ? extendTo(selection, cell) : selectCell(cell);
}

function edge(to: "first" | "last" | undefined, count: number): number | undefined {
  if (to === undefined) return undefined;
  return to === "first" ? 0 : count - 1;
}

/** One cell on (+1) or back (-1) as Tab does: past the end of a row to the next; stops at both ends of the table. */
export function step(selection: Selection, by: 1 | -1, bounds: Bounds): Selection {
  const { row, column } = selection.anchor;
  const next = column + by;
  if (next >= 0 && next < bounds.columns) return selectCell({ row, column: next });
  if (row + by < 0 || row + by >= bounds.rows) return selection;
  return selectCell({ row: row + by, column: by === 1 ? 0 : bounds.columns - 1 });
}

/** Brings a selection back inside, for a table that has shrunk. */
export function clampSelection(selection: Selection, bounds: Bounds): Selection {
  return { anchor: clampCell(selection.anchor, bounds), extent: clampCell(selection.extent, bounds) };
}

function clampCell(cell: Cell, bounds: Bounds): Cell {
  return {
    row: Math.max(0, Math.min(cell.row, bounds.rows - 1)),
    column: Math.max(0, Math.min(cell.column, bounds.columns - 1)),
  };
}

/** The rectangle a selection covers. */
export function rangeOf({ anchor, extent }: Selection): Range {
  return {
    top: Math.min(anchor.row, extent.row),
    bottom: Math.max(anchor.row, extent.row),
    left: Math.min(anchor.column, extent.column),
    right: Math.max(anchor.column, extent.column),
  };
}

/** Whether more than one cell is selected. */
export function isRange(selection: Selection): boolean {
  return selection.anchor.row !== selection.extent.row || selection.anchor.column !== selection.extent.column;
}
