import type { TextRow } from "./copy-text.ts";

/** Rows by the handful, for readers that take turns: each sheet of a workbook takes what is its own. */
export interface RowReader {
  /** The next rows, at most `max`; empty at the end. */
  take(max: number): Promise<TextRow[]>;
  hasMore(): Promise<boolean>;
}

/** A reader on batches of any size. */
export function readRows(batches: AsyncIterable<TextRow[]>): RowReader {
  const iterator = batches[Symbol.asyncIterator]();
  let waiting: TextRow[] = [];

  async function hasMore(): Promise<boolean> {
    while (waiting.length === 0) {
      const next = await iterator.next();
      if (next.done) return false;
      waiting = next.value;
    }
    return true;
  }

  return {
    hasMore,
    async take(max) {
      if (!(await hasMore())) return [];
      const taken = waiting.slice(0, max);
      waiting = waiting.slice(max);
      return taken;
    },
  };
}
