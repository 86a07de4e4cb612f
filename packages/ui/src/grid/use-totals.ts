import type { ComputedRef, Ref, ShallowRef } from "vue";
import { onBeforeUnmount, onMounted, ref, shallowRef, watch } from "vue";
import type { GridColumn } from "./grid-columns.ts";
import type { GroupLines } from "./group-lines.ts";
import type { RowSource } from "./row-source.ts";
import type { RowRange } from "./page-reads.ts";
import type { RowWindow } from "./row-window.ts";
import type { Range } from "./selection.ts";
import type { Adder, Totals } from "./totals.ts";
import { createAdder } from "./totals.ts";

export interface TotalsOptions {
  source: () => RowSource;
  rows: ShallowRef<RowWindow>;
  lines: ComputedRef<GroupLines>;
  columns: ComputedRef<readonly GridColumn[]>;
  groups: { writes: Ref<number> };
  /** Null while no more than one cell is selected. */
  range: ComputedRef<Range | null>;
}

/** While a selection is dragged it changes with every frame: it is added up when it rests. */
const restMs = 120;
/** Where others write all the time, totals follow at this pace. */
const againMs = 400;
/** Rows read at once; between two reads a selection that has changed is given up. */
const stepRows = 5000;
/** More rows than these are added up where they lie, if the source can: to read them takes longer. */
const readRowsMax = 2000;
/** Stretches between closed groups that are asked for at most, each being a call of its own. */
const stretchesMax = 40;

/** What the selected cells come to; `totals` is null while that is being found out. */
export function useTotals({ source, rows, lines, columns, groups, range }: TotalsOptions) {
  const totals = shallowRef<Totals | null>(null);
  const isCounting = shallowRef(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reading: AbortController | undefined;
  let unsubscribe: (() => void) | undefined;
  let isOutdated = false;
  const mounted = ref(false);

  watch([range, columns, rows], begin);
  watch(groups.writes, again);
  watch(
    () => mounted.value && source(),
    (from) => {
      unsubscribe?.();
      unsubscribe = from ? from.subscribe(({ type }) => (type === "rows" || type === "cells") && again()) : undefined;
    },
  );
  onMounted(() => (mounted.value = true));
  onBeforeUnmount(() => {
    unsubscribe?.();
    stop();
  });

  function begin(): void {
    stop();
    totals.value = null;
    isCounting.value = false;
    start(restMs);
  }

  function start(waitMs: number): void {
    if (!range.value) return;
    isOutdated = false;
    isCounting.value = true;
    timer = setTimeout(() => void count(range.value!), waitMs);
  }

  /** Cells were written: what is shown stays until it has been added up anew, once what is being counted is done. */
  function again(): void {
    if (isCounting.value) isOutdated = true;
    else start(againMs);
  }

  function stop(): void {
    clearTimeout(timer);
    reading?.abort();
  }

  async function count({ top, bottom, left, right }: Range): Promise<void> {
    const { signal } = (reading = new AbortController());
    const selected = columns.value.slice(left, right + 1);
    const adder = createAdder();
    const stretches = lines.value.rowRanges(top, bottom + 1);
    const isMany = bottom - top >= readRowsMax && stretches.length <= stretchesMax;
    try {
      if (isMany && source().totals) await ask(stretches, selected, adder, signal);
      else await read(top, bottom + 1, selected, adder, signal);
      if (!signal.aborted) totals.value = adder.totals();
    } catch {
      // Totals are beside the point of what failed: the grid tells of rows that cannot be read.
    } finally {
      if (!signal.aborted) isCounting.value = false;
      if (!signal.aborted && isOutdated) again();
    }
  }

  async function ask(
    stretches: readonly RowRange[],
    selected: readonly GridColumn[],
    adder: Adder,
    signal: AbortSignal,
  ): Promise<void> {
    const ids = selected.map(({ field }) => field.id);
    for (const stretch of stretches) {
      const figures = await source().totals!(ids, stretch, signal);
      signal.throwIfAborted();
      for (const { field } of selected)
        adder.addColumn(stretch.end - stretch.first, figures[field.id] ?? {}, field.type);
    }
  }

  async function read(
    first: number,
    end: number,
    selected: readonly GridColumn[],
    adder: Adder,
    signal: AbortSignal,
  ): Promise<void> {
    for (let from = first; from < end && !signal.aborted; from += stepRows) {
      const held = await rows.value.read(from, Math.min(end, from + stepRows), signal);
      for (const row of held) for (const { cell, field } of selected) adder.add(row.cells[cell], field.type);
    }
  }

  return { totals, isCounting };
}
