import type { RangeCache } from "./range-cache.ts";
import type { GridRow, RowPatch, RowSource } from "./row-source.ts";

/** Rows `first` to `end` (exclusive). */
export interface RowRange {
  first: number;
  end: number;
}

export interface PageReadsOptions {
  source: RowSource;
  cache: RangeCache;
  pageRows: number;
  /** A page was put into the cache. */
  onRead(): void;
  /** Called with the reason when rows could not be read, and with null when they could again. */
  onFault(fault: Error | null): void;
  onLoading(isLoading: boolean): void;
}

/** Reads the pages in sight that a cache lacks: few at a time, and none any more that nobody looks at. */
export interface PageReads {
  /** Says which rows are in sight: ranges in order, none where there are none. */
  look(ranges: readonly RowRange[]): void;
  /** Cells and rows that are newer than what pages on their way may bring. */
  patch(patches: readonly RowPatch[]): void;
  keep(rows: readonly GridRow[]): void;
  /** Reads what is in sight anew: rows may stand elsewhere than in pages held or on their way. */
  restart(): void;
  /** Goes on after a fault. */
  retry(): void;
  dispose(): void;
}

/** A page on its way, and what has become newer meanwhile than what it may bring. */
interface Reading {
  controller: AbortController;
  patches: RowPatch[];
  written: GridRow[];
}

/** While a scroll bar is dragged, pages are asked for at most this often. */
const requestIntervalMs = 40;
const requestsMax = 4;

export function createPageReads({ source, cache, pageRows, onRead, onFault, onLoading }: PageReadsOptions): PageReads {
  const running = new Map<number, Reading>();
  let ranges: readonly RowRange[] = [];
  let isUpwards = false;
  let requestedAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isFaulty = false;

  function wantedPages(): number[] {
    const [range] = ranges;
    if (!range || ranges.length > 1) return [...new Set(ranges.flatMap(({ first, end }) => cache.missing(first, end)))];
    // Before the count is known the first page is asked for all the same.
    const rows = source.count.exact ? source.count.rows : Math.max(source.count.rows, pageRows);
    const inSight = cache.missing(range.first, Math.min(Math.max(range.end, 1), rows));
    if (inSight.length > 0) return inSight;
    // What is in sight comes first, alone. Then one stretch is read ahead of, the way one goes.
    const first = isUpwards ? Math.max(0, range.first - pageRows / 2) : range.first;
    const end = isUpwards ? range.end : range.end + pageRows / 2;
    return cache.missing(first, Math.min(end, rows));
  }

  function isInSight(page: number): boolean {
    const first = ranges[0]?.first ?? 0;
    const end = ranges.at(-1)?.end ?? 0;
    return page * pageRows < end + pageRows && (page + 1) * pageRows > first - pageRows;
  }

  function stop(isGone: (page: number) => boolean): void {
    for (const [page, { controller }] of running) {
      if (!isGone(page)) continue;
      controller.abort();
      running.delete(page);
    }
  }

  function fetchMissing(): void {
    clearTimeout(timer);
    timer = undefined;
    if (isFaulty) return;
    stop((page) => !isInSight(page));
    const missing = wantedPages().filter((page) => !running.has(page));
    const waitMs = requestedAt + requestIntervalMs - Date.now();
    if (missing.length > 0 && waitMs > 0 && running.size > 0) timer = setTimeout(fetchMissing, waitMs);
    else for (const page of missing) if (running.size < requestsMax) void fetchPage(page);
    onLoading(running.size > 0);
  }

  async function fetchPage(page: number): Promise<void> {
    const reading: Reading = { controller: new AbortController(), patches: [], written: [] };
    const { signal } = reading.controller;
    running.set(page, reading);
    requestedAt = Date.now();
    try {
      const rows = await source.range(page * pageRows, (page + 1) * pageRows, signal);
      if (signal.aborted) return;
      cache.put(page, rows);
      // Whole rows first: they hold all that came before them, and what is patched after lies over them.
      cache.replace(reading.written);
      cache.patch(reading.patches);
      running.delete(page);
      // Another page's fault stays told: what it lacks is only read when one asks again.
      if (!isFaulty) onFault(null);
      onRead();
      fetchMissing();
    } catch (error) {
      if (signal.aborted) return;
      running.delete(page);
      isFaulty = true;
      onLoading(running.size > 0);
      onFault(error as Error);
    }
  }

  return {
    look(next) {
      const isSame = ranges.length === 1 && next.length === 1;
      if (isSame && ranges[0]!.first === next[0]!.first && ranges[0]!.end === next[0]!.end) return;
      isUpwards = (next[0]?.first ?? 0) < (ranges[0]?.first ?? 0);
      ranges = next;
      fetchMissing();
    },
    patch(patches) {
      for (const reading of running.values()) for (const patch of patches) reading.patches.push(patch);
    },
    keep(rows) {
      for (const reading of running.values()) for (const row of rows) reading.written.push(row);
    },
    restart() {
      isFaulty = false;
      stop(() => true);
      fetchMissing();
    },
    retry() {
      isFaulty = false;
      onFault(null);
      fetchMissing();
    },
    dispose() {
      clearTimeout(timer);
      stop(() => true);
      onLoading(false);
    },
  };
}
