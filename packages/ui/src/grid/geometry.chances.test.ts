import { expect, test } from "vitest";
import { manyTimes } from "./chances.make.ts";
import * as geometry from "./geometry.ts";

const heights = [32, 52, 92, 152];

test("any row of any number of rows, at any height, can be shown wholly and stays there", async () => {
  await manyTimes(3000, (by) => {
    const rows = by.one([by.whole(1, 100), by.whole(1, 500_000), by.whole(1, 50_000_000)]);
    const rowPx = by.one(heights);
    const extent = { totalPx: rows * rowPx + 64, viewPx: by.whole(160, 1600) };
    const row = by.one([by.whole(0, rows - 1), 0, rows - 1, Math.max(0, rows - 30)]);
    const from = geometry.placeAt(by.whole(0, extent.totalPx), extent);
    const wanted = geometry.topShowingRow(row, from.topPx, extent.viewPx, rowPx);
    const at = geometry.placeAt(wanted, extent);
    expect(at.topPx).toBeLessThanOrEqual(row * rowPx);
    expect(at.topPx + extent.viewPx).toBeGreaterThanOrEqual((row + 1) * rowPx);
    const seen = geometry.rowWindow(at.topPx, extent.viewPx, rowPx, rows, 0);
    expect(row >= seen.first && row < seen.end).toBe(true);
    expect(at.scrollPx).toBeGreaterThanOrEqual(0);
    expect(at.scrollPx).toBeLessThanOrEqual(geometry.contentHeight(extent) - extent.viewPx);
    // What is drawn lies where single-precision numbers are still exact to the pixel.
    for (const drawn of [seen.first, seen.end - 1])
      expect(Math.abs(drawn * rowPx - (at.topPx - at.scrollPx))).toBeLessThan(2 ** 24);
  });
});

test("wheel and finger, up and down, move the rows by as many pixels as they moved", async () => {
  await manyTimes(500, (by) => {
    const rowPx = by.one(heights);
    const extent = { totalPx: by.whole(500_000, 50_000_000) * rowPx, viewPx: by.whole(300, 1600) };
    let at = geometry.placeAt(by.whole(extent.totalPx / 4, extent.totalPx / 2), extent);
    for (let turn = 0; turn < 40; turn += 1) {
      const movedPx = by.whole(-400, 400);
      const next = geometry.followScroll(at, at.scrollPx + movedPx, extent);
      expect(next.topPx - at.topPx).toBe(movedPx);
      at = next;
    }
  });
});

test("the bar goes through all rows in order, from the first to the last", async () => {
  await manyTimes(200, (by) => {
    const extent = { totalPx: by.whole(1, 50_000_000) * by.one(heights), viewPx: by.whole(300, 1600) };
    const endPx = geometry.contentHeight(extent) - extent.viewPx;
    let before = 0;
    for (let part = 0; part <= 20; part += 1) {
      const from = geometry.placeAt(by.whole(0, extent.totalPx), extent);
      const { topPx } = geometry.followScroll(from, (endPx * part) / 20, extent);
      expect(topPx).toBeLessThanOrEqual(Math.max(0, extent.totalPx - extent.viewPx));
      if (Math.abs((endPx * part) / 20 - from.scrollPx) < 20_000) continue;
      expect(topPx).toBeGreaterThanOrEqual(before);
      before = topPx;
    }
    const from = { topPx: 0, scrollPx: 0 };
    expect(geometry.followScroll(from, endPx, extent).topPx).toBe(Math.max(0, extent.totalPx - extent.viewPx));
  });
});

test("columns in sight are those that a look at each one finds, and each point lies on the column drawn there", async () => {
  await manyTimes(1000, (by) => {
    const widths = by.many(1, 60, () => by.whole(40, 400));
    const frozen = by.whole(0, Math.min(4, widths.length));
    const layout = geometry.layColumns(widths, frozen, 60);
    const viewPx = by.whole(layout.frozenPx + 50, layout.frozenPx + 1200);
    const scrollPx = by.whole(0, Math.max(0, layout.widthPx - viewPx));
    const isSeen = (at: number) =>
      layout.leftPx[at]! + widths[at]! > scrollPx + layout.frozenPx && layout.leftPx[at]! < scrollPx + viewPx;
    const expected = widths.flatMap((_, at) => (at >= frozen && isSeen(at) ? at : []));
    const { first, end } = geometry.columnWindow(layout, scrollPx, viewPx, 0);
    expect(Array.from({ length: end - first }, (_, at) => first + at)).toEqual(expected);

    const column = by.whole(0, widths.length - 1);
    const shownPx = geometry.scrollShowingColumn(layout, column, scrollPx, viewPx);
    const leftPx = layout.leftPx[column]! - (column < frozen ? 0 : shownPx);
    expect(leftPx).toBeGreaterThanOrEqual(column < frozen ? 0 : layout.frozenPx);
    expect(geometry.columnAt(layout, leftPx + 1, shownPx)).toBe(column);
    expect(geometry.edgeNear(layout, leftPx + 1, shownPx)).toBe(column);
    expect(geometry.edgeNear(layout, leftPx + widths[column]! - 1, shownPx)).toBe(column + 1);
  });
});
