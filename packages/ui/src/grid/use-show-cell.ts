import type { ComputedRef, ShallowRef } from "vue";
import { onScopeDispose, watch } from "vue";
import type { GroupLines } from "./group-lines.ts";
import type { RowWindow, ShownRow } from "./row-window.ts";
import type { Viewport } from "./use-viewport.ts";

export interface ShowCellOptions {
  view: Pick<Viewport, "linesShowing" | "showCell" | "firstRow" | "endRow">;
  rows: ShallowRef<RowWindow>;
  lines: ComputedRef<GroupLines>;
  rowAt(line: number): ShownRow | undefined;
}

/** So long the old place stays in sight while the rows of a far one come: to draw it empty first takes longer than they do. */
const patienceMs = 80;

/** Brings a cell into sight; far away, where rows are not held yet, as soon as they have come or take too long. */
export function useShowCell({ view, rows, lines, rowAt }: ShowCellOptions) {
  let calls = 0;
  onScopeDispose(() => (calls += 1));

  function areHeld(first: number, end: number): boolean {
    for (let line = first; line < end; line += 1) if (!rowAt(line) && !lines.value.headerAt(line)) return false;
    return true;
  }

  return function showCell(row: number, column: number): void {
    const call = (calls += 1);
    const { first, end, sight } = view.linesShowing(row);
    const isNear = first < view.endRow.value && end > view.firstRow.value;
    if (isNear || areHeld(sight.first, sight.end)) return view.showCell(row, column);
    rows.value.show(first, end);
    const stop = watch(
      () => areHeld(sight.first, sight.end),
      (held) => held && go(),
      { flush: "sync" },
    );
    const timer = setTimeout(go, patienceMs);

    function go(): void {
      stop();
      clearTimeout(timer);
      if (call === calls) view.showCell(row, column);
    }
  };
}
