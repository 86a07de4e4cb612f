import type { ComputedRef, ShallowRef } from "vue";
import { onBeforeUnmount, shallowRef, watch } from "vue";
import type { GridColumn } from "./grid-columns.ts";
import type { RowWindow } from "./row-window.ts";
import type { Range } from "./selection.ts";
import type { Totals } from "./totals.ts";
import { createAdder } from "./totals.ts";

export interface TotalsOptions {
  rows: ShallowRef<RowWindow>;
  columns: ComputedRef<readonly GridColumn[]>;
  /** Null while no more than one cell is selected. */
  range: ComputedRef<Range | null>;
}

/** While a selection is dragged it changes with every frame: it is added up when it rests. */
const restMs = 120;
/** Rows read at once; between two reads a selection that has changed is given up. */
const stepRows = 5000;
/** More rows than these are not read for a sum: the number of cells is said alone. */
const rowsMax = 200_000;

/** What the selected cells come to; `totals` is null while that is being found out, and stays so for too many. */
export function useTotals({ rows, columns, range }: TotalsOptions) {
  const totals = shallowRef<Totals | null>(null);
  const isCounting = shallowRef(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reading: AbortController | undefined;

  watch([range, columns, rows], () => {
    stop();
    totals.value = null;
    isCounting.value = range.value !== null && range.value.bottom - range.value.top < rowsMax;
    if (isCounting.value) timer = setTimeout(() => void count(range.value!), restMs);
  });
  onBeforeUnmount(stop);

  function stop(): void {
    clearTimeout(timer);
    reading?.abort();
  }

  async function count({ top, bottom, left, right }: Range): Promise<void> {
    const { signal } = (reading = new AbortController());
    const selected = columns.value.slice(left, right + 1);
    const adder = createAdder();
    try {
      for (let from = top; from <= bottom && !signal.aborted; from += stepRows) {
        const held = await rows.value.read(from, Math.min(bottom + 1, from + stepRows), signal);
        for (const row of held) for (const { cell, field } of selected) adder.add(row.cells[cell], field.type);
      }
      if (!signal.aborted) totals.value = adder.totals();
    } catch {
      // Totals are beside the point of what failed: the grid tells of rows that cannot be read.
    } finally {
      if (!signal.aborted) isCounting.value = false;
    }
  }

  return { totals, isCounting };
}
