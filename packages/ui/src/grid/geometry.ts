/**
 * Tallest content we let a browser scroll, in px. Chrome and Safari stop near 33.5 M and Firefox near 17.8 M;
 * below 2^24 every whole pixel is also exact in the single-precision numbers of CSS transforms.
 */
export const contentHeightMaxPx = 15_000_000;

/** How tall the rows really are, and how much of them is seen at once; both in px. */
export interface Extent {
  totalPx: number;
  viewPx: number;
}

/** Where the grid stands: `topPx` in the rows' own height, `scrollPx` as the browser's scrollTop says. */
export interface Position {
  topPx: number;
  scrollPx: number;
}

/** Height to give the scrolled element: the real one, until it is more than a browser can scroll. */
export function contentHeight(extent: Extent): number {
  return Math.max(extent.viewPx, Math.min(extent.totalPx, contentHeightMaxPx));
}

function topMax(extent: Extent): number {
  return Math.max(0, extent.totalPx - extent.viewPx);
}

function scrollMax(extent: Extent): number {
  return contentHeight(extent) - extent.viewPx;
}

/** The position whose rows begin at `topPx` (clamped), with the scroll bar where it belongs. */
export function placeAt(topPx: number, extent: Extent): Position {
  const max = topMax(extent);
  const top = Math.min(Math.max(0, topPx), max);
  return { topPx: top, scrollPx: max === 0 ? 0 : Math.round((top / max) * scrollMax(extent)) };
}

/**
 * Follows the browser's scrolling. A wheel or a finger moves the rows by the very pixels it moved; dragging the bar
 * maps its place to the whole height. They are told apart by size: in content this tall one pixel of the bar's track
 * is worth thousands of content pixels, more than any wheel moves between two frames.
 */
export function followScroll(from: Position, scrollPx: number, extent: Extent): Position {
  const max = scrollMax(extent);
  if (extent.totalPx <= contentHeightMaxPx) return { topPx: scrollPx, scrollPx };
  if (scrollPx <= 0) return { topPx: 0, scrollPx: 0 };
  if (scrollPx >= max) return { topPx: topMax(extent), scrollPx: max };
  const movedPx = scrollPx - from.scrollPx;
  const trackPixelPx = contentHeight(extent) / extent.viewPx / 2;
  if (Math.abs(movedPx) < trackPixelPx) {
    return { topPx: Math.min(Math.max(0, from.topPx + movedPx), topMax(extent)), scrollPx };
  }
  return { topPx: (scrollPx / max) * topMax(extent), scrollPx };
}

/** First and one past the last row that are seen, with `spare` more on both sides. */
export function rowWindow(
  topPx: number,
  viewPx: number,
  rowPx: number,
  rows: number,
  spare: number,
): { first: number; end: number } {
  const first = Math.max(0, Math.floor(topPx / rowPx) - spare);
  const end = Math.min(rows, Math.ceil((topPx + viewPx) / rowPx) + spare);
  return { first: Math.min(first, end), end };
}

/** The `topPx` nearest to the present one that shows row `row` wholly. */
export function topShowingRow(row: number, topPx: number, viewPx: number, rowPx: number): number {
  const start = row * rowPx;
  if (start < topPx) return start;
  if (start + rowPx > topPx + viewPx) return start + rowPx - viewPx;
  return topPx;
}

/** Where columns lie: `leftPx[i]` from the left edge of the scrolled content, and `widthPx` of all together. */
export interface ColumnLayout {
  leftPx: number[];
  widthsPx: number[];
  widthPx: number;
  /** Right edge of the last frozen column. */
  frozenPx: number;
  frozen: number;
}

/** Lays columns side by side after a gutter of `gutterPx`; the first `frozen` stay in sight. */
export function layColumns(widthsPx: number[], frozen: number, gutterPx: number): ColumnLayout {
  const leftPx: number[] = [];
  let at = gutterPx;
  let frozenPx = gutterPx;
  for (const [index, width] of widthsPx.entries()) {
    leftPx.push(at);
    at += width;
    if (index < frozen) frozenPx = at;
  }
  return { leftPx, widthsPx, widthPx: at, frozenPx, frozen: Math.min(frozen, widthsPx.length) };
}

/** First and one past the last of the columns that move (not frozen) and are seen. */
export function columnWindow(
  layout: ColumnLayout,
  scrollLeftPx: number,
  viewPx: number,
  spare: number,
): { first: number; end: number } {
  const { leftPx, widthsPx, frozen, frozenPx } = layout;
  const count = widthsPx.length;
  let first = firstIndex(frozen, count, (index) => leftPx[index]! + widthsPx[index]! > scrollLeftPx + frozenPx);
  let end = firstIndex(first, count, (index) => leftPx[index]! >= scrollLeftPx + viewPx);
  first = Math.max(frozen, first - spare);
  end = Math.min(count, end + spare);
  return { first, end };
}

/** Binary search: the first index in [from, to) for which `holds`, which must stay true once true; else `to`. */
function firstIndex(from: number, to: number, holds: (index: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The scrollLeft nearest to the present one that shows column `column` wholly, beside the frozen ones. */
export function scrollShowingColumn(
  layout: ColumnLayout,
  column: number,
  scrollLeftPx: number,
  viewPx: number,
): number {
  if (column < layout.frozen) return scrollLeftPx;
  const left = layout.leftPx[column] ?? 0;
  const right = left + (layout.widthsPx[column] ?? 0);
  if (left < scrollLeftPx + layout.frozenPx) return left - layout.frozenPx;
  if (right > scrollLeftPx + viewPx) return Math.min(right - viewPx, left - layout.frozenPx);
  return scrollLeftPx;
}

/** The column under `xPx` (from the left edge of the grid's view); clamped to the columns there are. */
export function columnAt(layout: ColumnLayout, xPx: number, scrollLeftPx: number): number {
  const x = xPx < layout.frozenPx ? xPx : xPx + scrollLeftPx;
  const count = layout.widthsPx.length;
  const index = firstIndex(0, count, (index) => layout.leftPx[index]! + layout.widthsPx[index]! > x);
  return Math.min(index, count - 1);
}

/** The edge between columns nearest to `xPx` (from the left edge of the grid's view): 0 before the first, their number after the last. */
export function edgeNear(layout: ColumnLayout, xPx: number, scrollLeftPx: number): number {
  if (layout.widthsPx.length === 0) return 0;
  const at = columnAt(layout, xPx, scrollLeftPx);
  const x = xPx < layout.frozenPx ? xPx : xPx + scrollLeftPx;
  return x > layout.leftPx[at]! + layout.widthsPx[at]! / 2 ? at + 1 : at;
}

/** Where an edge lies in the scrolled content, in px. */
export function edgePx(layout: ColumnLayout, edge: number, gutterPx: number, scrollLeftPx: number): number {
  const px = edge === 0 ? gutterPx : layout.leftPx[edge - 1]! + layout.widthsPx[edge - 1]!;
  return edge <= layout.frozen ? px + scrollLeftPx : px;
}
