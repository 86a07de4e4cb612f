import type { CellValue } from "@weft/model/fields/field";
import { createOverlay } from "./overlay.ts";
import { createRangeCache } from "./range-cache.ts";
import type { CellEdit, GridRow, RowPatch, RowSource } from "./row-source.ts";

/** A row to be shown; `pending` holds the ids of fields whose edit has not been confirmed yet. */
export interface ShownRow {
  row: GridRow;
  pending: ReadonlySet<string> | null;
}

/** Rows `first` to `end` (exclusive). */
export interface RowRange {
  first: number;
  end: number;
}

/** Rows of a source as a grid looks at them: reads ahead, keeps a bounded number, shows edits before they are confirmed. */
export interface RowWindow {
  rowAt(index: number): ShownRow | undefined;
  /** Says which rows are in sight; what is absent is read, what nobody looks at any more is no longer waited for. */
  show(first: number, end: number): void;
  /** `show` for rows that do not follow one another, as where groups are closed; none is read where there are none. */
  showAll(ranges: readonly RowRange[]): void;
  /** Reads what is held anew, shown meanwhile: rows may stand elsewhere now. */
  refresh(): void;
  /** Shows the edits at once and resolves when the source has confirmed them; takes them back and rejects when refused. */
  edit(edits: CellEdit[], options: { parse: boolean }): Promise<void>;
  /** `edit`, and rows that are added, as one step. */
  write(writes: { edits: CellEdit[]; added: Record<string, CellValue>[] }, options: { parse: boolean }): Promise<void>;
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

/** A page on its way, and what has become newer meanwhile than what it may bring. */
interface Reading {
  controller: AbortController;
  patches: RowPatch[];
  written: GridRow[];
}

/** Rows asked for in one call: as many as a page of the server may have. */
const readRowsMax = 1000;
/** While a scroll bar is dragged, pages are asked for at most this often. */
const requestIntervalMs = 40;
const requestsMax = 4;

/** Opens a window on `source`; `dispose` it when the grid goes. */
export function createRowWindow(source: RowSource, options: RowWindowOptions): RowWindow {
  const { pageRows = 200, pagesMax = 60, onChange, onFault, onLoading } = options;
  const columns = new Map(source.fields.map((field, index) => [field.id, index]));
  const cache = createRangeCache(pageRows, pagesMax, (fieldId) => columns.get(fieldId));
  const overlay = createOverlay((fieldId) => columns.get(fieldId));
  const running = new Map<number, Reading>();
  let view = { first: 0, end: 0 };
  /** What is in sight where that is not all of `view`. */
  let parts: readonly RowRange[] | null = null;
  let direction: 1 | -1 = 1;
  let requestedAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isFaulty = false;

  if (source.firstRows) {
    const isWhole = source.count.exact && source.firstRows.length >= source.count.rows;
    cache.put(0, [...source.firstRows], isWhole || source.firstRows.length >= pageRows);
  }

  let liftWaiting = layWaiting();

  /** What waits since before this window was opened is older than what is edited in it. */
  function layWaiting(): () => void {
    return overlay.add(
      (source.waiting?.() ?? []).map((one) => ({ ...one })),
      "below",
    );
  }

  const unsubscribe = source.subscribe((event) => {
    if (event.type === "waiting") {
      liftWaiting();
      liftWaiting = layWaiting();
    }
    if (event.type === "cells") {
      cache.patch(event.patches);
      for (const [, { patches }] of running) patches.push(...event.patches);
    }
    if (event.type === "rows") {
      cache.expire();
      isFaulty = false;
      for (const [, { controller }] of running) controller.abort();
      running.clear();
      fetchMissing();
    }
    onChange();
  });

  function wantedPages(): number[] {
    if (parts) return [...new Set(parts.flatMap((part) => cache.missing(part.first, part.end)))];
    const ahead = direction === 1 ? { first: view.first, end: view.end + pageRows / 2 } : view;
    const first = direction === -1 ? Math.max(0, view.first - pageRows / 2) : view.first;
    // Before the count is known the first page is asked for all the same.
    const rows = source.count.exact ? source.count.rows : Math.max(source.count.rows, pageRows);
    return cache.missing(first, Math.min(Math.max(ahead.end, 1), rows));
  }

  function fetchMissing(): void {
    clearTimeout(timer);
    timer = undefined;
    if (isFaulty) return;
    const wanted = wantedPages();
    for (const [page, { controller }] of running) {
      const isSeen = page * pageRows < view.end + pageRows && (page + 1) * pageRows > view.first - pageRows;
      if (!isSeen) {
        controller.abort();
        running.delete(page);
      }
    }
    const waitMs = requestedAt + requestIntervalMs - Date.now();
    const missing = wanted.filter((page) => !running.has(page));
    if (missing.length > 0 && waitMs > 0 && running.size > 0) timer = setTimeout(fetchMissing, waitMs);
    else for (const page of missing) if (running.size < requestsMax) void fetchPage(page);
    onLoading(running.size > 0);
  }

  async function fetchPage(page: number): Promise<void> {
    const reading: Reading = { controller: new AbortController(), patches: [], written: [] };
    const { controller } = reading;
    running.set(page, reading);
    requestedAt = Date.now();
    try {
      const rows = await source.range(page * pageRows, (page + 1) * pageRows, controller.signal);
      if (controller.signal.aborted) return;
      cache.put(page, rows);
      cache.patch(reading.patches);
      cache.replace(reading.written);
      running.delete(page);
      onFault(null);
      onChange();
      fetchMissing();
    } catch (error) {
      if (controller.signal.aborted) return;
      running.delete(page);
      isFaulty = true;
      onLoading(running.size > 0);
      onFault(error as Error);
    }
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
    options: { parse: boolean },
  ): Promise<void> {
    if (edits.length + added.length === 0) return;
    const release = overlay.add(edits.map((one) => ({ ...one })));
    onChange();
    try {
      const isOne = added.length === 0 && edits.every(({ rowId }) => rowId === edits[0]!.rowId);
      const rows = isOne ? await source.update(edits, options) : await writeMany(edits, added, options);
      cache.replace(rows);
      for (const [, { written }] of running) written.push(...rows);
    } finally {
      release();
      onChange();
    }
  }

  /** More than one row as one step. Too many to be told come back as what was sent, until they have been read anew. */
  async function writeMany(
    update: CellEdit[],
    create: Record<string, CellValue>[],
    options: { parse: boolean },
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
    show(first, end) {
      if (!parts && first === view.first && end === view.end) return;
      direction = first < view.first ? -1 : 1;
      view = { first, end };
      parts = null;
      fetchMissing();
    },
    edit,
    write,
    showAll(ranges) {
      if (ranges.length === 1) return this.show(ranges[0]!.first, ranges[0]!.end);
      parts = ranges;
      view = { first: ranges[0]?.first ?? 0, end: ranges.at(-1)?.end ?? 0 };
      fetchMissing();
    },
    refresh() {
      cache.expire();
      fetchMissing();
    },
    read,
    retry() {
      isFaulty = false;
      onFault(null);
      fetchMissing();
    },
    dispose() {
      unsubscribe();
      clearTimeout(timer);
      for (const [, { controller }] of running) controller.abort();
    },
  };
}
