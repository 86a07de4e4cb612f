import { findsMax } from "@weft/api/finds";
import type { Finds, RowCount } from "@weft/ui/grid/row-source";
import { computed, onBeforeUnmount, onMounted, ref, shallowRef, watch } from "vue";
import { stepTo } from "./find-steps.ts";
import type { RemoteSource, Selection } from "./remote-source.ts";

export interface FindOptions {
  source: () => RemoteSource;
  selection: () => Selection;
  count: () => RowCount;
  text: () => string;
  /** Whether every row that is shown holds the text. */
  isOnlyFound: () => boolean;
  go: (row: number) => void;
  onFault: (error: unknown) => void;
}

/** Steps through the rows that hold a text, and knows which of how many one stands at. */
export function useFind({ source, selection, count, text, isOnlyFound, go, onFault }: FindOptions) {
  const finds = shallowRef<Finds | null>(null);
  const at = ref<number | null>(null);
  const isFinding = ref(false);
  let last: number | null = null;
  let asking: AbortController | undefined;
  let stopListening: (() => void) | undefined;

  const total = computed(() => (isOnlyFound() ? count().rows : (finds.value?.total ?? null)));

  async function ask(from: number): Promise<Finds | null> {
    asking?.abort();
    const controller = new AbortController();
    asking = controller;
    isFinding.value = true;
    try {
      const found = await source().findText(text(), { from, limit: findsMax }, controller.signal);
      if (controller.signal.aborted) return null;
      finds.value = found;
      return found;
    } catch (error) {
      if (!controller.signal.aborted) onFault(error);
      return null;
    } finally {
      if (asking === controller) isFinding.value = false;
    }
  }

  function reset(): void {
    asking?.abort();
    finds.value = null;
    at.value = null;
    last = null;
    if (text() !== "" && !isOnlyFound()) void ask(0);
  }

  async function step(way: 1 | -1): Promise<void> {
    if (text() === "") return;
    if (isOnlyFound()) {
      const rows = count().rows;
      if (rows > 0) arrive(((last ?? (way === 1 ? -1 : rows)) + way + rows) % rows, null);
      return;
    }
    const held = finds.value ?? (await ask(0));
    if (!held) return;
    let place = stepTo(held, last, way);
    let found: Finds | null = held;
    if (place < 0 && held.total > 0) {
      found = await ask(way === 1 && held.before + held.rows.length < held.total ? (last ?? 0) + 1 : 0);
      place = found ? stepTo(found, way === 1 && found.before === 0 ? null : last, way) : -1;
    }
    if (found && place >= 0) arrive(found.rows[place - found.before]!, place);
  }

  function arrive(row: number, place: number | null): void {
    last = row;
    at.value = place ?? row;
    go(row);
  }

  watch([text, isOnlyFound, selection], reset);
  // Not before the page has come alive: until then it must look as the server wrote it.
  onMounted(reset);
  watch(
    source,
    (rows) => {
      stopListening?.();
      if (import.meta.client) stopListening = rows.subscribe(({ type }) => type === "rows" && (finds.value = null));
    },
    { immediate: true },
  );
  onBeforeUnmount(() => {
    asking?.abort();
    stopListening?.();
  });

  return { at, total, isFinding, step };
}
