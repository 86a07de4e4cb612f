import { computed, onBeforeUnmount, onMounted, ref, shallowRef, watch } from "vue";
import type { RowSource } from "./row-source.ts";
import type { RowWindow, ShownRow } from "./row-window.ts";
import { createRowWindow } from "./row-window.ts";

/** The source's rows as reactive state; follows when another source is given. */
export function useRows(source: () => RowSource) {
  const version = ref(0);
  const isLoading = ref(false);
  const fault = shallowRef<Error | null>(null);
  const rows = shallowRef(open(source()));
  const isReady = ref(false);

  function open(from: RowSource): RowWindow {
    return createRowWindow(from, {
      onChange: () => (version.value += 1),
      onFault: (error) => (fault.value = error),
      onLoading: (loading) => (isLoading.value = loading),
    });
  }

  const count = computed(() => {
    void version.value;
    return source().count;
  });

  watch(source, (from) => {
    rows.value.dispose();
    fault.value = null;
    rows.value = open(from);
    if (isReady.value) rows.value.follow();
    version.value += 1;
  });
  onMounted(() => {
    rows.value.follow();
    isReady.value = true;
  });
  onBeforeUnmount(() => rows.value.dispose());

  function rowAt(index: number): ShownRow | undefined {
    void version.value;
    return rows.value.rowAt(index);
  }

  return { rows, rowAt, count, isLoading, fault, isReady };
}
