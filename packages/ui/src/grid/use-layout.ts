import type { ComputedRef } from "vue";
import { computed } from "vue";
import { layColumns } from "./geometry.ts";
import type { GridColumn } from "./grid-columns.ts";
import { headHeightPx } from "./head-lines.ts";

/** Where columns lie and how high their heads are. `viewPx` is the width in sight. */
export function useLayout(
  columns: ComputedRef<readonly GridColumn[]>,
  frozen: () => number,
  rows: () => number,
  viewPx: () => number,
) {
  const gutterPx = computed(() => Math.max(52, String(rows()).length * 8 + 28));
  const layout = computed(() => {
    const widthsPx = columns.value.map(({ widthPx }) => widthPx);
    const laid = layColumns(widthsPx, frozen(), gutterPx.value);
    // On a narrow screen frozen columns would leave no room for the others.
    return laid.frozenPx > viewPx() / 2 ? layColumns(widthsPx, 0, gutterPx.value) : laid;
  });
  return { gutterPx, layout, headPx: computed(() => headHeightPx(columns.value)) };
}
