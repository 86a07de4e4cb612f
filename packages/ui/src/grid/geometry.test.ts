import { describe, expect, test } from "vitest";
import * as geometry from "./geometry.ts";

const rowPx = 32;
const viewPx = 800;
const million = { totalPx: 3_000_000 * rowPx, viewPx };

describe("scrolling beyond what a browser can scroll", () => {
  test("every row can be shown exactly, the first and the last included", () => {
    for (const row of [0, 1, 499_999, 500_000, 1_234_567, 2_999_999]) {
      const top = geometry.topShowingRow(row, 0, viewPx, rowPx);
      const position = geometry.placeAt(top, million);
      expect(position.topPx).toBe(top);
      expect(position.scrollPx).toBeLessThanOrEqual(geometry.contentHeightMaxPx - viewPx);
      const { first, end } = geometry.rowWindow(position.topPx, viewPx, rowPx, 3_000_000, 0);
      expect(row).toBeGreaterThanOrEqual(first);
      expect(row).toBeLessThan(end);
    }
  });

  test("a wheel moves the rows by the pixels it moved, not by the scale", () => {
    const from = geometry.placeAt(40_000_000, million);
    expect(geometry.followScroll(from, from.scrollPx + 120, million).topPx).toBe(40_000_120);
    expect(geometry.followScroll(from, from.scrollPx - 3, million).topPx).toBe(39_999_997);
  });

  test("dragging the bar by one pixel of its track maps to the whole height", () => {
    const from = geometry.placeAt(0, million);
    const half = (geometry.contentHeight(million) - viewPx) / 2;
    expect(geometry.followScroll(from, half, million).topPx).toBeCloseTo((million.totalPx - viewPx) / 2, 3);
  });

  test("the ends of the bar are the ends of the rows, however far wheel and bar have drifted apart", () => {
    const drifted = { topPx: 500, scrollPx: 100 };
    expect(geometry.followScroll(drifted, 0, million).topPx).toBe(0);
    const nearEnd = { topPx: million.totalPx - viewPx - 5000, scrollPx: geometry.contentHeightMaxPx - viewPx - 10 };
    const end = geometry.followScroll(nearEnd, geometry.contentHeightMaxPx - viewPx, million);
    expect(end.topPx).toBe(million.totalPx - viewPx);
  });

  test("content a browser can scroll is not scaled at all", () => {
    const small = { totalPx: 1000 * rowPx, viewPx };
    expect(geometry.followScroll({ topPx: 0, scrollPx: 0 }, 12_345, small)).toEqual({
      topPx: 12_345,
      scrollPx: 12_345,
    });
    expect(geometry.placeAt(12_345, small)).toEqual({ topPx: 12_345, scrollPx: 12_345 });
    expect(geometry.contentHeight({ totalPx: 10, viewPx })).toBe(viewPx);
  });
});

describe("rows and columns in sight", () => {
  test("a row wholly in sight does not move the grid", () => {
    expect(geometry.topShowingRow(5, 100, viewPx, rowPx)).toBe(100);
    expect(geometry.topShowingRow(0, 100, viewPx, rowPx)).toBe(0);
    expect(geometry.topShowingRow(100, 0, viewPx, rowPx)).toBe(101 * rowPx - viewPx);
  });

  const layout = geometry.layColumns([200, 100, 100, 100, 100], 1, 50);

  test("frozen columns are never part of the moving window", () => {
    expect(layout.frozenPx).toBe(250);
    expect(geometry.columnWindow(layout, 0, 400, 0)).toEqual({ first: 1, end: 3 });
    expect(geometry.columnWindow(layout, 120, 400, 0)).toEqual({ first: 2, end: 4 });
  });

  test("a column hidden under the frozen ones is brought beside them", () => {
    expect(geometry.scrollShowingColumn(layout, 1, 120, 400)).toBe(0);
    expect(geometry.scrollShowingColumn(layout, 4, 0, 400)).toBe(250);
    expect(geometry.scrollShowingColumn(layout, 0, 120, 400)).toBe(120);
  });

  test("the column under the pointer takes frozen ones and scrolling into account", () => {
    expect(geometry.columnAt(layout, 100, 300)).toBe(0);
    expect(geometry.columnAt(layout, 260, 0)).toBe(1);
    expect(geometry.columnAt(layout, 260, 100)).toBe(2);
    expect(geometry.columnAt(layout, 5000, 0)).toBe(4);
  });
});

test("a column that is dragged goes to the nearest edge, frozen ones counted where they stay", () => {
  const layout = geometry.layColumns([100, 100, 100, 100], 1, 50);
  expect(geometry.edgeNear(layout, 60, 0)).toBe(0);
  expect(geometry.edgeNear(layout, 140, 0)).toBe(1);
  expect(geometry.edgeNear(layout, 190, 0)).toBe(1);
  expect(geometry.edgeNear(layout, 210, 100)).toBe(3);
  expect(geometry.edgeNear(layout, 900, 100)).toBe(4);
  expect(geometry.edgePx(layout, 1, 50, 100)).toBe(250);
  expect(geometry.edgePx(layout, 3, 50, 100)).toBe(350);
});
