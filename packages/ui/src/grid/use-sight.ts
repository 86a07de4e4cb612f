import type { ComputedRef, ShallowRef } from "vue";
import { computed } from "vue";
import type { GridColumn } from "./grid-columns.ts";
import type { GroupLines } from "./group-lines.ts";
import { useLayout } from "./use-layout.ts";
import { useViewport } from "./use-viewport.ts";

export interface SightOptions {
  scroller: Readonly<ShallowRef<HTMLElement | null>>;
  columns: ComputedRef<readonly GridColumn[]>;
  frozen: () => number;
  /** Rows of the table, which are numbered. */
  rows: () => number;
  /** Lines shown, headers of groups among them. */
  lines: ComputedRef<GroupLines>;
  lineCount: ComputedRef<number>;
  rowPx: ComputedRef<number>;
  footPx: number;
}

/** Room below the last row, where one adds another. */
const tailPx = 64;
/** Elements of rows beyond those in sight, so that none is used twice at once. */
const spareSlots = 24;

/** Where rows and columns lie, and which of them are in sight. */
export function useSight({ scroller, columns, frozen, rows, lines, lineCount, rowPx, footPx }: SightOptions) {
  const { gutterPx, layout, headPx } = useLayout(columns, frozen, rows, () => view.size.value.widthPx);
  const view = useViewport({
    scroller,
    rows: lineCount,
    layout,
    rowPx,
    edgesPx: computed(() => headPx.value + footPx),
    tailPx,
  });

  const visible = computed(() => {
    const places = Array.from({ length: layout.value.frozen }, (_, at) => at);
    for (let at = view.firstColumn.value; at < view.endColumn.value; at += 1) places.push(at);
    return places;
  });
  const shownLines = computed(() => {
    const list: number[] = [];
    for (let line = view.firstRow.value; line < view.endRow.value; line += 1) list.push(line);
    return list;
  });
  /** Row elements are used again: a row that leaves at one end gives its element to the one that enters at the other. */
  const slots = computed(() => Math.ceil(view.viewPx.value / rowPx.value) + spareSlots);

  return {
    gutterPx,
    layout,
    headPx,
    view,
    visible,
    shownLines,
    rowLines: computed(() => shownLines.value.filter((line) => !lines.value.headerAt(line))),
    slots,
    isEndInSight: computed(() => view.endRow.value >= lineCount.value),
  };
}
