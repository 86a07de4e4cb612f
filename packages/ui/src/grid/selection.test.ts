import { expect, test } from "vitest";
import * as selection from "./selection.ts";

const bounds = { rows: 1_000_000, columns: 30 };
const at = (row: number, column: number) => selection.selectCell({ row, column });

test("moving stops at the edges of the table", () => {
  expect(selection.move(at(0, 0), { rows: -1 }, bounds, false)).toEqual(at(0, 0));
  expect(selection.move(at(999_990, 4), { rows: 25 }, bounds, false)).toEqual(at(999_999, 4));
});

test("edges of the data are reached in one move, each direction by itself", () => {
  expect(selection.move(at(7, 7), { toRow: "last" }, bounds, false)).toEqual(at(999_999, 7));
  expect(selection.move(at(7, 7), { toRow: "first", toColumn: "first" }, bounds, false)).toEqual(at(0, 0));
});

test("extending moves the far corner and leaves the active cell", () => {
  const once = selection.move(at(5, 5), { rows: -2 }, bounds, true);
  const twice = selection.move(once, { columns: 3 }, bounds, true);
  expect(twice.anchor).toEqual({ row: 5, column: 5 });
  expect(selection.rangeOf(twice)).toEqual({ top: 3, bottom: 5, left: 5, right: 8 });
  expect(selection.isRange(twice)).toBe(true);
});

test("moving without extending gives up the range and starts at the active cell", () => {
  const range = selection.extendTo(at(5, 5), { row: 9, column: 9 });
  expect(selection.move(range, { rows: 1 }, bounds, false)).toEqual(at(6, 5));
});

test("Tab wraps to the next row and stays at the very last cell", () => {
  expect(selection.step(at(3, 29), 1, bounds)).toEqual(at(4, 0));
  expect(selection.step(at(3, 0), -1, bounds)).toEqual(at(2, 29));
  expect(selection.step(at(999_999, 29), 1, bounds)).toEqual(at(999_999, 29));
});

test("a selection in a table that has shrunk comes back inside", () => {
  const all = selection.selectAll(bounds);
  expect(selection.rangeOf(selection.clampSelection(all, { rows: 10, columns: 2 }))).toEqual({
    top: 0,
    bottom: 9,
    left: 0,
    right: 1,
  });
  expect(selection.clampSelection(all, { rows: 0, columns: 0 }).anchor).toEqual({ row: 0, column: 0 });
});

test("Tab and Enter go round a selected range, which stays selected", () => {
  const range = selection.extendTo(at(2, 1), { row: 3, column: 2 });
  const places = [];
  let now = range;
  for (let turn = 0; turn < 4; turn += 1) {
    now = selection.step(now, 1, bounds);
    places.push(selection.activeOf(now));
  }
  expect(places).toEqual([
    { row: 2, column: 2 },
    { row: 3, column: 1 },
    { row: 3, column: 2 },
    { row: 2, column: 1 },
  ]);
  expect(selection.rangeOf(now)).toEqual(selection.rangeOf(range));
  const down = selection.step(selection.step(range, 1, bounds, true), 1, bounds, true);
  expect(selection.activeOf(down)).toEqual({ row: 2, column: 2 });
  expect(selection.activeOf(selection.step(range, -1, bounds, true))).toEqual({ row: 3, column: 2 });
});

test("Enter goes down a column and stops at its end", () => {
  expect(selection.step(at(3, 4), 1, bounds, true)).toEqual(at(4, 4));
  expect(selection.step(at(999_999, 4), 1, bounds, true)).toEqual(at(999_999, 4));
});

test("either corner of a rectangle can be drawn elsewhere, also past the other one; the active cell stays within", () => {
  const from = selection.extendTo(at(2, 2), { row: 4, column: 3 });
  const end = selection.stretchTo(from, "end", { row: 6, column: 5 });
  expect([selection.rangeOf(end), selection.activeOf(end)]).toEqual([
    { top: 2, bottom: 6, left: 2, right: 5 },
    { row: 2, column: 2 },
  ]);
  const start = selection.stretchTo(from, "start", { row: 3, column: 0 });
  expect([selection.rangeOf(start), selection.activeOf(start)]).toEqual([
    { top: 3, bottom: 4, left: 0, right: 3 },
    { row: 3, column: 2 },
  ]);
  const turned = selection.stretchTo(from, "start", { row: 8, column: 9 });
  expect([selection.rangeOf(turned), selection.activeOf(turned)]).toEqual([
    { top: 4, bottom: 8, left: 3, right: 9 },
    { row: 4, column: 3 },
  ]);
});
