import type { GridRow, RowPatch } from "./row-source.ts";

interface Page {
  rows: GridRow[];
  /** Still shown, but to be read anew. */
  stale: boolean;
}

/** Pages of rows by place, the longest unused thrown away first. */
export interface RangeCache {
  rowAt(index: number): GridRow | undefined;
  /** Numbers of the pages that [first, end) needs and that are absent or stale, in order. */
  missing(first: number, end: number): number[];
  put(page: number, rows: GridRow[], isComplete?: boolean): void;
  /** Puts newer cells into the rows held; a row that is already as new stays. */
  patch(patches: RowPatch[]): void;
  replace(rows: GridRow[]): void;
  /** Marks everything stale: shown until replaced. */
  expire(): void;
  readonly size: number;
}

/** A cache of at most `pagesMax` pages of `pageRows` rows; `columnOf` gives a field's place in a row's cells. */
export function createRangeCache(
  pageRows: number,
  pagesMax: number,
  columnOf: (fieldId: string) => number | undefined,
): RangeCache {
  // A Map keeps insertion order: the first key is the longest unused once each use moves its page to the end.
  const pages = new Map<number, Page>();

  function use(number: number): Page | undefined {
    const page = pages.get(number);
    if (page) {
      pages.delete(number);
      pages.set(number, page);
    }
    return page;
  }

  function mapRows(change: (row: GridRow) => GridRow): void {
    for (const page of pages.values()) page.rows = page.rows.map(change);
  }

  return {
    rowAt: (index) => pages.get(Math.floor(index / pageRows))?.rows[index % pageRows],
    missing(first, end) {
      const found: number[] = [];
      for (let number = Math.floor(first / pageRows); number * pageRows < end; number += 1) {
        const page = use(number);
        if (!page || page.stale) found.push(number);
      }
      return found;
    },
    put(number, rows, isComplete = true) {
      pages.delete(number);
      pages.set(number, { rows, stale: !isComplete });
      for (const oldest of pages.keys()) {
        if (pages.size <= pagesMax) break;
        pages.delete(oldest);
      }
    },
    patch(patches) {
      const byRow = Map.groupBy(patches, ({ rowId }) => rowId);
      mapRows((held) => {
        // Several of one row come together when they were told while its page was on its way.
        const own = byRow.get(held.id) ?? [];
        return own.reduce((row, patch) => (patch.change > row.change ? patched(row, patch, columnOf) : row), held);
      });
    },
    replace(rows) {
      const byId = Map.groupBy(rows, ({ id }) => id);
      mapRows((held) =>
        (byId.get(held.id) ?? []).reduce((row, next) => (next.change >= row.change ? next : row), held),
      );
    },
    expire() {
      for (const page of pages.values()) page.stale = true;
    },
    get size() {
      return pages.size;
    },
  };
}

function patched(row: GridRow, patch: RowPatch, columnOf: (fieldId: string) => number | undefined): GridRow {
  const cells = [...row.cells];
  for (const [fieldId, value] of Object.entries(patch.cells)) {
    const column = columnOf(fieldId);
    if (column !== undefined) cells[column] = value;
  }
  return { id: row.id, change: patch.change, cells };
}
