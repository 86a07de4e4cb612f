/** A cell by its place in the grid as shown; both 0-based. */
export interface Cell {
  row: number;
  column: number;
}

/** What is selected: a rectangle from `anchor` to `extent`. */
export interface Selection {
  anchor: Cell;
  extent: Cell;
  /** The active cell, where it has been moved within the rectangle; else it is the anchor. */
  within?: Cell;
}

/** The rectangle of a selection, edges included. */
export interface Range {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** Where a rectangle begins, or where it ends. */
export type Corner = "start" | "end";

/** How many rows and columns there are to move in. */
export interface Bounds {
  rows: number;
  columns: number;
}

/** A way to move: by steps, or to an edge of the data, which counts before steps that way. */
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

/** The cell that keys and edits go to. */
export function activeOf({ anchor, within }: Selection): Cell {
  return within ?? anchor;
}

/** Stretches the selection to `cell`, leaving the anchor where it is. */
export function extendTo(selection: Selection, cell: Cell): Selection {
  return { anchor: selection.anchor, extent: cell };
}

/** Draws one corner of the rectangle to `cell`; the opposite one stays, and the active cell as far as it is still within. */
export function stretchTo(selection: Selection, corner: Corner, cell: Cell): Selection {
  const { top, bottom, left, right } = rangeOf(selection);
  const anchor = corner === "end" ? { row: top, column: left } : { row: bottom, column: right };
  const now = rangeOf({ anchor, extent: cell });
  const { row, column } = activeOf(selection);
  const within = {
    row: Math.max(now.top, Math.min(row, now.bottom)),
    column: Math.max(now.left, Math.min(column, now.right)),
  };
  return { anchor, extent: cell, within };
}

/** Every cell of the table. */
export function selectAll(bounds: Bounds): Selection {
  return { anchor: { row: 0, column: 0 }, extent: { row: bounds.rows - 1, column: bounds.columns - 1 } };
}

/** Moves the active cell, or with `extend` the far corner; stops at the edges. */
export function move(selection: Selection, motion: Motion, bounds: Bounds, extend: boolean): Selection {
  const from = extend ? selection.extent : activeOf(selection);
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

/**
 * One cell on (+1) or back (-1), along the row as Tab does or down the column as Enter does. Within a range it goes round
 * the range, which stays; else Tab goes past the end of a row to the next, and both stop at the ends of the table.
 */
export function step(selection: Selection, by: 1 | -1, bounds: Bounds, isDown = false): Selection {
  if (isRange(selection)) return { ...selection, within: stepWithin(selection, by, isDown) };
  if (isDown) return move(selection, { rows: by }, bounds, false);
  const { row, column } = selection.anchor;
  const next = column + by;
  if (next >= 0 && next < bounds.columns) return selectCell({ row, column: next });
  if (row + by < 0 || row + by >= bounds.rows) return selection;
  return selectCell({ row: row + by, column: by === 1 ? 0 : bounds.columns - 1 });
}

function stepWithin(selection: Selection, by: 1 | -1, isDown: boolean): Cell {
  const { top, bottom, left, right } = rangeOf(selection);
  const at = activeOf(selection);
  const height = bottom - top + 1;
  const width = right - left + 1;
  const across = isDown ? height : width;
  const place = isDown ? (at.column - left) * height + at.row - top : (at.row - top) * width + at.column - left;
  const next = (place + by + width * height) % (width * height);
  const [line, along] = [Math.floor(next / across), next % across];
  return isDown ? { row: top + along, column: left + line } : { row: top + line, column: left + along };
}

/** Brings a selection back inside, for a table that has shrunk. */
export function clampSelection(selection: Selection, bounds: Bounds): Selection {
  const { anchor, extent, within } = selection;
  const clamped = { anchor: clampCell(anchor, bounds), extent: clampCell(extent, bounds) };
  return within ? { ...clamped, within: clampCell(within, bounds) } : clamped;
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
