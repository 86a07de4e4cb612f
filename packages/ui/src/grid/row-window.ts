import type { CellValue } from "@weft/model/fields/field";
import { createOverlay } from "./overlay.ts";
import type { RowRange } from "./page-reads.ts";
import { createPageReads } from "./page-reads.ts";
import { createRangeCache } from "./range-cache.ts";
import type { CellEdit, GridRow, RowSource, SourceEvent, WriteOptions } from "./row-source.ts";

/** A row to be shown; `pending` holds the ids of fields whose edit has not been confirmed yet. */
export interface ShownRow {
  row: GridRow;
  pending: ReadonlySet<string> | null;
}

/** Rows of a source as a grid looks at them: reads ahead, keeps a bounded number, shows edits before they are confirmed. */
export interface RowWindow {
  rowAt(index: number): ShownRow | undefined;
  /** Hears what its source tells from now on. Apart from opening it, since a server opens windows as well. */
  follow(): void;
  /** Says which rows are in sight; what is absent is read, what nobody looks at any more is no longer waited for. */
  show(first: number, end: number): void;
  /** `show` for rows that do not follow one another, as where groups are closed; none is read where there are none. */
  showAll(ranges: readonly RowRange[]): void;
  /** Reads what is held anew, shown meanwhile: rows may stand elsewhere now. */
  refresh(): void;
  /** Shows the edits at once and resolves when the source has confirmed them; takes them back and rejects when refused. */
  edit(edits: CellEdit[], options: { parse: boolean }): Promise<void>;
  /** `edit`, and rows that are added, as one step. */
  write(writes: { edits: CellEdit[]; added: Record<string, CellValue>[] }, options: WriteOptions): Promise<void>;
  /** The rows themselves, read where they are not held, however many: for copying and for work on a selection. */
  read(first: number, end: number, signal?: AbortSignal): Promise<GridRow[]>;
  retry(): void;
  dispose(): void;
}

export interface RowWindowOptions {
  /** Called whenever what is shown may have changed. */
  onChange(): void;
  /** Called with the reason when rows could not be read, and with null when they could again. */
  onFault(fault: Error | null): void;
  onLoading(isLoading: boolean): void;
  pageRows?: number;
  pagesMax?: number;
}

/** Rows asked for in one call: as many as a page of the server may have. */
const readRowsMax = 1000;

/** Opens a window on `source`; `dispose` it when the grid goes. */
export function createRowWindow(source: RowSource, options: RowWindowOptions): RowWindow {
  const { pageRows = 200, pagesMax = 60, onChange, onFault, onLoading } = options;
  const columns = new Map(source.fields.map((field, index) => [field.id, index]));
  const cache = createRangeCache(pageRows, pagesMax, (fieldId) => columns.get(fieldId));
  const overlay = createOverlay((fieldId) => columns.get(fieldId));
  const reads = createPageReads({ source, cache, pageRows, onRead: onChange, onFault, onLoading });
  let unfollow: (() => void) | undefined;

  if (source.firstRows) {
    const isWhole = source.count.exact && source.firstRows.length >= source.count.rows;
    cache.put(0, [...source.firstRows], isWhole || source.firstRows.length >= pageRows);
  }

  /** Takes off what has been laid over the rows because it waits. */
  let liftWaiting = (): void => {};

  /** What waits since before this window was opened is older than what is edited in it. */
  function layWaiting(): void {
    liftWaiting();
    liftWaiting = overlay.add(
      (source.waiting?.() ?? []).map((one) => ({ ...one })),
      "below",
    );
  }

  function onEvent(event: SourceEvent): void {
    if (event.type === "waiting") layWaiting();
    if (event.type === "cells") {
      cache.patch(event.patches);
      reads.patch(event.patches);
    }
    if (event.type === "rows") refresh();
    onChange();
  }

  function refresh(): void {
    cache.expire();
    reads.restart();
  }

  async function read(first: number, end: number, signal = new AbortController().signal): Promise<GridRow[]> {
    const found: GridRow[] = [];
    for (let from = first; from < end; from += readRowsMax) {
      const to = Math.min(end, from + readRowsMax);
      const held = heldRows(from, to);
      const rows = held ?? (await source.range(from, to, signal));
      // Not `push(...rows)`, and laid over anew: an edit may have been made while they were read.
      for (const row of rows) found.push(overlay.apply(row).row);
      if (rows.length < to - from) break;
    }
    return found;
  }

  function heldRows(first: number, end: number): GridRow[] | undefined {
    const found: GridRow[] = [];
    for (let index = first; index < end; index += 1) {
      const row = cache.rowAt(index);
      if (!row) return undefined;
      found.push(row);
    }
    return found;
  }

  const edit = (edits: CellEdit[], options: { parse: boolean }): Promise<void> => write({ edits, added: [] }, options);

  async function write(
    { edits, added }: { edits: CellEdit[]; added: Record<string, CellValue>[] },
    options: WriteOptions,
  ): Promise<void> {
    if (edits.length + added.length === 0) return;
    const release = overlay.add(edits.map((one) => ({ ...one })));
    onChange();
    try {
      const isOne = added.length === 0 && !options.along && edits.every(({ rowId }) => rowId === edits[0]!.rowId);
      const rows = isOne ? await source.update(edits, options) : await writeMany(edits, added, options);
      cache.replace(rows);
      reads.keep(rows);
    } finally {
      release();
      onChange();
    }
  }

  /** More than one row as one step. Too many to be told come back as what was sent, until they have been read anew. */
  async function writeMany(
    update: CellEdit[],
    create: Record<string, CellValue>[],
    options: WriteOptions,
  ): Promise<GridRow[]> {
    const { rows, change } = await source.write({ update, create }, options);
    if (rows) return rows;
    const byRow = Map.groupBy(update, ({ rowId }) => rowId);
    cache.patch(
      [...byRow].map(([rowId, edits]) => ({
        rowId,
        change,
        cells: Object.fromEntries(edits.map(({ fieldId, value }) => [fieldId, value])),
      })),
    );
    return [];
  }

  return {
    rowAt(index) {
      const row = cache.rowAt(index);
      return row && overlay.apply(row);
    },
    follow() {
      unfollow ??= source.subscribe(onEvent);
      layWaiting();
    },
    show: (first, end) => reads.look([{ first, end }]),
    showAll: reads.look,
    edit,
    write,
    refresh,
    read,
    retry: reads.retry,
    dispose() {
      unfollow?.();
      reads.dispose();
    },
  };
}
