import type { ComputedRef } from "vue";
import type { GroupLines } from "./group-lines.ts";
import type { ShownRow } from "./row-window.ts";
import type { Cell, Range } from "./selection.ts";

/** What lines are drawn from and scrolling changes. */
export interface LinesInSight {
  shownLines: ComputedRef<readonly number[]>;
  /** Lines in sight that are rows, not headers of groups. */
  rowLines: ComputedRef<readonly number[]>;
  /** Row elements are used again: a row that leaves at one end gives its element to the one that enters at the other. */
  slots: ComputedRef<number>;
  lines: ComputedRef<GroupLines>;
  offsetPx: ComputedRef<number>;
  active: ComputedRef<Cell | null>;
  range: ComputedRef<Range | null>;
  rowAt(line: number): ShownRow | undefined;
}
