import type { ComputedRef, Ref, ShallowRef } from "vue";
import { computed, nextTick, onBeforeUnmount, onMounted, shallowRef, watch } from "vue";
import type { ColumnLayout, Position } from "./geometry.ts";
import * as geometry from "./geometry.ts";

export interface ViewportOptions {
  scroller: Readonly<ShallowRef<HTMLElement | null>>;
  rows: ComputedRef<number>;
  layout: ComputedRef<ColumnLayout>;
  rowPx: Readonly<Ref<number>>;
  /** Height of what stays in sight above and below the rows. */
  edgesPx: ComputedRef<number>;
  /** Room below the last row. */
  tailPx: number;
}

/** Rows drawn beyond the edges, so that the compositor has something to show before the next frame is ready. */
const spareRows = 10;
const spareColumns = 1;
const settleMs = 150;
/** On the element that scrolls, until it rests: nothing answers to the mouse meanwhile. */
const scrollingClass = "is-scrolling";
/** Near an end of the bar, wheel and bar are brought together at once; elsewhere when the scrolling rests. */
const endZonePx = 20_000;

/** What of the grid is in sight, and how to bring other parts into sight. Assumes a desk screen until it is measured. */
export function useViewport({ scroller, rows, layout, rowPx, edgesPx, tailPx }: ViewportOptions) {
  const position = shallowRef<Position>({ topPx: 0, scrollPx: 0 });
  const size = shallowRef({ widthPx: 1280, heightPx: 640 });
  const scrollLeftPx = shallowRef(0);
  let settling: ReturnType<typeof setTimeout> | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let observer: ResizeObserver | undefined;

  const extent = computed(() => ({
    totalPx: rows.value * rowPx.value + tailPx,
    viewPx: Math.max(rowPx.value, size.value.heightPx - edgesPx.value),
  }));
  const isScaled = computed(() => extent.value.totalPx > geometry.contentHeightMaxPx);
  const window = computed(() =>
    geometry.rowWindow(position.value.topPx, extent.value.viewPx, rowPx.value, rows.value, spareRows),
  );
  const columns = computed(() =>
    geometry.columnWindow(layout.value, scrollLeftPx.value, size.value.widthPx, spareColumns),
  );
  // Numbers, so that what depends on them is computed anew only when a row or column enters or leaves.
  const firstRow = computed(() => window.value.first);
  const endRow = computed(() => window.value.end);
  const firstColumn = computed(() => columns.value.first);
  const endColumn = computed(() => columns.value.end);
  const offsetPx = computed(() => position.value.topPx - position.value.scrollPx);

  function place(topPx: number): void {
    const element = scroller.value;
    const placed = geometry.placeAt(topPx, extent.value);
    if (element) {
      if (Math.abs(element.scrollTop - placed.scrollPx) >= 1) element.scrollTop = placed.scrollPx;
      placed.scrollPx = element.scrollTop;
    }
    if (!isScaled.value) placed.topPx = placed.scrollPx;
    position.value = placed;
  }

  function onScroll(): void {
    const element = scroller.value;
    if (!element) return;
    element.classList.add(scrollingClass);
    clearTimeout(resting);
    resting = setTimeout(() => element.classList.remove(scrollingClass), settleMs);
    scrollLeftPx.value = element.scrollLeft;
    if (element.scrollTop === position.value.scrollPx) return;
    const from = position.value;
    position.value = geometry.followScroll(from, element.scrollTop, extent.value);
    if (isScaled.value) settle(element, endZonePx);
  }

  /** Brings wheel and bar together: where the bar could come to its end before the rows do at once, elsewhere soon. */
  function settle(element: HTMLElement, zonePx: number): void {
    const fromEndPx = geometry.contentHeight(extent.value) - extent.value.viewPx - element.scrollTop;
    clearTimeout(settling);
    if (Math.min(element.scrollTop, fromEndPx) < zonePx) place(position.value.topPx);
    else settling = setTimeout(() => place(position.value.topPx), settleMs);
  }

  /** As `place`, but a little way is gone as a wheel would: the rows that stay in sight are not drawn anew. */
  function moveTo(topPx: number): void {
    const element = scroller.value;
    const from = position.value;
    const { viewPx } = extent.value;
    if (!element || !isScaled.value || Math.abs(topPx - from.topPx) > viewPx) return place(topPx);
    element.scrollTop = from.scrollPx + topPx - from.topPx;
    position.value = { topPx, scrollPx: element.scrollTop };
    settle(element, viewPx);
  }

  function showCell(row: number, column: number): void {
    const element = scroller.value;
    if (!element) return;
    const topPx = geometry.topShowingRow(row, position.value.topPx, extent.value.viewPx, rowPx.value);
    if (topPx !== position.value.topPx) moveTo(topPx);
    const leftPx = geometry.scrollShowingColumn(layout.value, column, element.scrollLeft, element.clientWidth);
    if (leftPx !== element.scrollLeft) element.scrollLeft = leftPx;
    scrollLeftPx.value = element.scrollLeft;
  }

  /** The lines that `showCell` would draw, and those of them in sight. */
  function linesShowing(row: number) {
    const { viewPx } = extent.value;
    const topPx = geometry.topShowingRow(row, position.value.topPx, viewPx, rowPx.value);
    const lines = (spare: number) => geometry.rowWindow(topPx, viewPx, rowPx.value, rows.value, spare);
    return { ...lines(spareRows), sight: lines(0) };
  }

  function measure(): void {
    const element = scroller.value;
    if (element) size.value = { widthPx: element.clientWidth, heightPx: element.clientHeight };
  }

  onMounted(() => {
    measure();
    onScroll();
    observer = new ResizeObserver(measure);
    if (scroller.value) observer.observe(scroller.value);
  });
  onBeforeUnmount(() => {
    observer?.disconnect();
    clearTimeout(settling);
    clearTimeout(resting);
  });
  // The content gets its new height with the next patch; the place within it can only be set after that.
  watch(extent, () => nextTick(() => place(position.value.topPx)));
  // Rows of another height: the one at the top stays at the top.
  watch(rowPx, (now, before) => place((position.value.topPx / before) * now), { flush: "post" });

  return {
    firstRow,
    endRow,
    firstColumn,
    endColumn,
    offsetPx,
    scrollLeftPx,
    size,
    contentPx: computed(() => geometry.contentHeight(extent.value)),
    pageRows: computed(() => Math.max(1, Math.floor(extent.value.viewPx / rowPx.value) - 1)),
    pageColumns: computed(() => Math.max(1, endColumn.value - firstColumn.value - spareColumns * 2)),
    topPx: computed(() => position.value.topPx),
    viewPx: computed(() => extent.value.viewPx),
    onScroll,
    showCell,
    linesShowing,
    place,
  };
}

/** What of a grid is in sight, as its parts know it. */
export type Viewport = ReturnType<typeof useViewport>;
