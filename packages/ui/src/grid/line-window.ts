import type { GroupLines } from "./group-lines.ts";
import type { GridRow } from "./row-source.ts";
import type { RowWindow } from "./row-window.ts";

/** A window on rows whose places are lines: headers hold no row, and rows of closed groups are not read. */
export function overLines(window: RowWindow, lines: () => GroupLines, onWritten: () => void): RowWindow {
  return {
    ...window,
    rowAt(line) {
      const row = lines().rowOf(line);
      return row === undefined ? undefined : window.rowAt(row);
    },
    show: (first, end) => window.showAll(lines().rowRanges(first, end)),
    async edit(edits, options) {
      await window.edit(edits, options);
      onWritten();
    },
    async write(writes, options) {
      await window.write(writes, options);
      onWritten();
    },
    async read(first, end, signal) {
      const found: GridRow[] = [];
      for (const range of lines().rowRanges(first, end))
        for (const row of await window.read(range.first, range.end, signal)) found.push(row);
      return found;
    },
  };
}
