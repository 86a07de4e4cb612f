import type { Ref } from "vue";
import { computed, onBeforeUnmount, onMounted, shallowRef, watch } from "vue";
import type { GridRow, RowSource } from "./row-source.ts";
import type { ShownRow } from "./row-window.ts";
import type { Cell } from "./selection.ts";

export interface OpenedRowOptions {
  source: () => RowSource;
  active: () => Cell | null;
  rowAt(index: number): ShownRow | undefined;
  /** Id of the row that stands open, by the page's address; null = none. */
  opened: () => number | null;
  onOpen(rowId: number): void;
  /** The open row stands at this number of the list, where the grid is not. */
  onPlace(row: number): void;
  onFault(error: unknown): void;
}

/** The row that stands open beside the grid: one of those shown, or any other of the table that a link names. */
export function useOpenedRow({ source, active, rowAt, opened, onOpen, onPlace, onFault }: OpenedRowOptions) {
  /** The row where the grid does not hold it. */
  const fetched: Ref<GridRow | null> = shallowRef(null);
  const isGone = shallowRef(false);
  let reading: AbortController | undefined;
  let unsubscribe: (() => void) | undefined;

  /** Where it stands in the grid: known as long as the active cell is in it. */
  const index = computed(() => {
    const at = active()?.row;
    return at !== undefined && opened() !== null && rowAt(at)?.row.id === opened() ? at : null;
  });
  const row = computed<GridRow | null>(() => {
    if (index.value !== null) return rowAt(index.value)?.row ?? null;
    return fetched.value?.id === opened() ? fetched.value : null;
  });

  async function fetch(): Promise<void> {
    reading?.abort();
    const id = opened();
    if (id === null || index.value !== null) return;
    const { signal } = (reading = new AbortController());
    try {
      const found = (await source().row?.(id, signal)) ?? null;
      if (signal.aborted) return;
      fetched.value = found;
      isGone.value = found === null;
    } catch (error) {
      if (!signal.aborted) onFault(error);
    }
  }

  /** A row that a link names: where it stands, so that one can go on from it to the next. */
  async function find(): Promise<void> {
    const id = opened();
    if (id === null || index.value !== null || active()) return;
    const row = await source()
      .locate?.(id, new AbortController().signal)
      .catch(() => null);
    if (typeof row === "number" && opened() === id && !active()) onPlace(row);
  }

  function follow(): void {
    unsubscribe?.();
    unsubscribe = source().subscribe((event) => {
      if (event.type === "rows" || event.type === "cells") void fetch();
    });
  }

  onMounted(() => {
    follow();
    void find();
    watch(source, follow);
    watch(
      [opened, index],
      () => {
        isGone.value = false;
        void fetch();
      },
      { immediate: true },
    );
    // Where the active cell goes, the open row goes too.
    watch(
      () => active()?.row,
      (at) => {
        const id = at === undefined ? undefined : rowAt(at)?.row.id;
        if (opened() !== null && id !== undefined && id !== opened()) onOpen(id);
      },
    );
  });
  onBeforeUnmount(() => {
    unsubscribe?.();
    reading?.abort();
  });

  return { row, index, isGone, refresh: fetch };
}
