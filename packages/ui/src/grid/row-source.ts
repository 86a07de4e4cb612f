import type { CellValue, ChoiceColor, Field } from "@weft/model/fields/field";
import type { Sort } from "@weft/model/filter";
import type { RowGroup } from "@weft/model/groups";
import type { SummaryKind, SummaryValues } from "@weft/model/summaries";

/** A row as the grid holds it: `cells` in the order of the source's `fields`. */
export interface GridRow {
  /** Unique in the table and kept for good. */
  id: number;
  /** Number of the change that last touched it; a higher one is newer. */
  change: number;
  cells: CellValue[];
}

/** A row's colour: a stripe at its left, or the whole row. */
export interface RowTint {
  color: ChoiceColor;
  isWhole: boolean;
}

/** How many rows there are; an estimate until it has been counted. */
export interface RowCount {
  rows: number;
  exact: boolean;
}

/** One cell to be set. With `parse` (see `update`) a value that is text is as a person typed it. */
export interface CellEdit {
  rowId: number;
  fieldId: string;
  value: CellValue;
  /** What the cell held when the edit was made: somebody else may change it meanwhile. */
  before?: CellValue;
}

/** Cells that somebody else set, by field id. */
export interface RowPatch {
  rowId: number;
  change: number;
  cells: Record<string, CellValue>;
}

/** What is written in one go; a row stands in one part only. */
export interface RowWrites {
  /** Cells by field id. */
  create?: Record<string, CellValue>[];
  update?: CellEdit[];
  delete?: number[];
}

export interface WriteOptions {
  /** Text is read as it was typed or pasted. */
  parse: boolean;
  /** Changes that were made for this write, such as new fields: one step to undo with it. */
  along?: readonly number[];
}

/** A cell that was refused. */
export interface RefusedCell {
  /** The row it is in, or the place in `create` of the one it was to be in. */
  rowId: number | null;
  created: number | null;
  fieldId: string;
  /** What is wrong, beginning with the field's name. */
  message: string;
}

/** A write that was refused because of cells: none of it is done. */
export class CellsRefused extends Error {
  /** The first thousand or so. */
  readonly faults: readonly RefusedCell[];

  constructor(message: string, faults: readonly RefusedCell[]) {
    super(message);
    this.name = "CellsRefused";
    this.faults = faults;
  }
}

/** What a write has done. */
export interface WriteResult {
  change: number;
  created: number[];
  /** The rows that were changed and created, as they are then; null when they are too many to be told: they are read anew. */
  rows: GridRow[] | null;
}

/** What a source tells its listeners. */
export type SourceEvent =
  | { type: "cells"; patches: RowPatch[] }
  /** Rows came, went or moved: what is held may be shown until it is read anew. */
  | { type: "rows" }
  /** Only the count has changed or become exact. */
  | { type: "count" }
  /** What `waiting` gives is something else now. */
  | { type: "waiting" };

/** A stretch of the row numbers of rows that hold a text. */
export interface Finds {
  /** Growing row numbers; those after `before` others. */
  rows: number[];
  before: number;
  total: number;
}

/** A cell that is looked for up or down a list. */
export interface WantedCell {
  fieldId: string;
  to: "filled" | "empty";
  by: 1 | -1;
}

/** Which figures of which fields, by field id. */
export type WantedFigures = Record<string, SummaryKind>;

/**
 * Where a grid's rows come from. Row numbers are 0-based places in the source's present order and filter. Every promise
 * rejects with an `Error` whose message is for the person who reads it.
 */
export interface RowSource {
  readonly fields: readonly Field[];
  readonly count: RowCount;
  /** The first rows where they are at hand already, so that they can be shown without waiting. */
  readonly firstRows?: readonly GridRow[];
  /** Rows `start` to `end` (exclusive), at most 1,000; fewer where the table ends. */
  range(start: number, end: number, signal: AbortSignal): Promise<GridRow[]>;
  /** One row by its id, wherever it stands and whether the filter shows it; null when there is none. */
  row?(rowId: number, signal: AbortSignal): Promise<GridRow | null>;
  /** Edits that wait to be confirmed and were not made through this source, such as those of before a reload; oldest first. */
  waiting?(): readonly CellEdit[];
  /** Calls `listener` until the function that is returned is called. */
  subscribe(listener: (event: SourceEvent) => void): () => void;
  /** Sets cells of up to 1,000 rows, all or none, and gives the rows as they are then. With `parse`, text is read as it was typed or pasted. */
  update(edits: CellEdit[], options: { parse: boolean }): Promise<GridRow[]>;
  /** Adds rows, cells by field id, before another row or at the end of the unsorted order. */
  insert(rows: Record<string, CellValue>[], place?: { before?: number }): Promise<GridRow[]>;
  delete(rowIds: number[]): Promise<void>;
  /** Moves rows, in the order given, before another or (null) after all, where the order is not one of sorts or groups. */
  move(rowIds: number[], place: { before: number | null }): Promise<void>;
  /** Creates, changes and deletes up to 20,000 rows (100,000 cells): all or none, undone in one step. New rows come last. */
  write(writes: RowWrites, options: WriteOptions): Promise<WriteResult>;
  /** Figures of whole columns over all rows of the present filter. */
  summaries?(wanted: WantedFigures, signal: AbortSignal): Promise<SummaryValues>;
  /** The groups all rows fall into, in the order of the list, which goes by `by` already; figures of each as `wanted`. */
  groups?(by: readonly Sort[], wanted: WantedFigures, signal: AbortSignal): Promise<RowGroup[]>;
  /** What columns come to (`totalKinds`) over rows `first` to `end` (exclusive) of the present order and filter. */
  totals?(
    fieldIds: readonly string[],
    rows: { first: number; end: number },
    signal: AbortSignal,
  ): Promise<SummaryValues>;
  /** The number of a row in the present order and filter; null where the filter does not show it. */
  locate?(rowId: number, signal: AbortSignal): Promise<number | null>;
  /** How many rows down (1) or up (-1) from one the next stands whose cell is filled, or empty; null where none does. */
  seek?(rowId: number, wanted: WantedCell, signal: AbortSignal): Promise<number | null>;
  /** Row numbers in the present order and filter, from one on, of rows that hold a text in any cell, in any case. */
  findText?(text: string, place: { from: number; limit: number }, signal: AbortSignal): Promise<Finds>;
}
