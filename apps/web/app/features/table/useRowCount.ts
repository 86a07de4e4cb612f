import type { RowCount, RowSource } from "@weft/ui/grid/row-source";
import type { Ref, ShallowRef } from "vue";
import { onBeforeUnmount, shallowRef, watch } from "vue";

/** How many rows a source has, as it says so. */
export function useRowCount(source: Readonly<Ref<RowSource>>): Readonly<ShallowRef<RowCount>> {
  const count = shallowRef(source.value.count);
  let stop: (() => void) | undefined;
  watch(
    source,
    (rows) => {
      stop?.();
      count.value = rows.count;
      if (import.meta.client) stop = rows.subscribe(() => (count.value = rows.count));
    },
    { immediate: true },
  );
  onBeforeUnmount(() => stop?.());
  return count;
}
