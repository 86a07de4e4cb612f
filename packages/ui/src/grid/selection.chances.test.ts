import { expect, test } from "vitest";
import type { Chances } from "./chances.make.ts";
import { manyTimes } from "./chances.make.ts";
import type { Bounds, Selection } from "./selection.ts";
import * as selection from "./selection.ts";

function chooseCell(by: Chances, { rows, columns }: Bounds) {
  return { row: by.whole(0, rows - 1), column: by.whole(0, columns - 1) };
}

function isInside({ anchor, extent, within }: Selection, { rows, columns }: Bounds): boolean {
  return [anchor, extent, within ?? anchor].every(
    ({ row, column }) => row >= 0 && row < rows && column >= 0 && column < columns,
  );
}

test("whatever is done with a selection, it stays in the table and its active cell in it", async () => {
  await manyTimes(200, (by) => {
    let bounds = { rows: by.whole(1, 40), columns: by.whole(1, 12) };
    let now = selection.selectCell(chooseCell(by, bounds));
    for (let turn = 0; turn < 40; turn += 1) {
      const cell = chooseCell(by, bounds);
      const motion = by.one([
        { rows: by.whole(-50, 50) },
        { columns: by.whole(-20, 20) },
        { toRow: by.one(["first", "last"] as const) },
        { toColumn: by.one(["first", "last"] as const), rows: 1 },
      ]);
      const acts = [
        () => selection.move(now, motion, bounds, by.percent(50)),
        () => selection.extendTo(now, cell),
        () => selection.stretchTo(now, by.one(["start", "end"]), cell),
        () => selection.step(now, by.one([1, -1]), bounds, by.percent(50)),
        () => selection.selectAll(bounds),
        () => selection.selectCell(cell),
        () => {
          bounds = { rows: by.whole(1, 40), columns: by.whole(1, 12) };
          return selection.clampSelection(now, bounds);
        },
      ];
      now = by.one(acts)();
      const { top, bottom, left, right } = selection.rangeOf(now);
      const { row, column } = selection.activeOf(now);
      expect(isInside(now, bounds)).toBe(true);
      expect(row >= top && row <= bottom && column >= left && column <= right).toBe(true);
      expect(selection.clampSelection(now, bounds)).toEqual(now);
    }
  });
});

test("stepping through a range meets each of its cells once and comes back, either way, along rows or columns", async () => {
  await manyTimes(300, (by) => {
    const bounds = { rows: 20, columns: 20 };
    const start = { anchor: chooseCell(by, bounds), extent: chooseCell(by, bounds) };
    if (!selection.isRange(start)) return;
    const { top, bottom, left, right } = selection.rangeOf(start);
    const size = (bottom - top + 1) * (right - left + 1);
    const way = by.one([1, -1] as const);
    const isDown = by.percent(50);
    const met = new Set<string>();
    let now: Selection = start;
    for (let turn = 0; turn < size; turn += 1) {
      met.add(JSON.stringify(selection.activeOf(now)));
      now = selection.step(now, way, bounds, isDown);
    }
    expect(met.size).toBe(size);
    expect(selection.activeOf(now)).toEqual(selection.activeOf(start));
    const on = selection.step(now, way, bounds, isDown);
    const back = selection.step(on, way === 1 ? -1 : 1, bounds, isDown);
    expect(selection.activeOf(back)).toEqual(selection.activeOf(now));
  });
});

test("stretching one corner leaves the opposite one where it is", async () => {
  await manyTimes(300, (by) => {
    const bounds = { rows: 30, columns: 30 };
    const before = { anchor: chooseCell(by, bounds), extent: chooseCell(by, bounds) };
    const { top, bottom, left, right } = selection.rangeOf(before);
    const cell = chooseCell(by, bounds);
    const end = selection.rangeOf(selection.stretchTo(before, "end", cell));
    expect([end.top, end.bottom]).toEqual([Math.min(top, cell.row), Math.max(top, cell.row)]);
    const start = selection.rangeOf(selection.stretchTo(before, "start", cell));
    expect([start.left, start.right]).toEqual([Math.min(right, cell.column), Math.max(right, cell.column)]);
    expect([start.top, start.bottom]).toEqual([Math.min(bottom, cell.row), Math.max(bottom, cell.row)]);
    expect([end.left, end.right]).toEqual([Math.min(left, cell.column), Math.max(left, cell.column)]);
  });
});
