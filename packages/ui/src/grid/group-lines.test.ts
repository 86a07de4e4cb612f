import type { RowGroup } from "@weft/model/groups";
import { expect, test } from "vitest";
import { allPaths, layGroups, moveSelection, pathOf, plainLines } from "./group-lines.ts";

const groups: RowGroup[] = [
  { keys: ["red", 1], rows: 3 },
  { keys: ["red", 2], rows: 1 },
  { keys: ["blue", 1], rows: 2 },
  { keys: [null, null], rows: 4 },
];

/** What stands on each line: a path, or a row's number. */
function said(closed: string[]) {
  const lines = layGroups(groups, new Set(closed));
  return Array.from({ length: lines.count }, (_, line) => lines.headerAt(line)?.path ?? lines.rowOf(line));
}

test("headers stand above their rows, and an outer one once above its groups", () => {
  const red = ['["red"]', '["red",1]', 0, 1, 2, '["red",2]', 3];
  const rest = ['["blue"]', '["blue",1]', 4, 5, "[null]", "[null,null]", 6, 7, 8, 9];
  expect(said([])).toEqual([...red, ...rest]);
});

test("of a closed group the header alone is left, with all its rows counted", () => {
  expect(said(['["red"]', "[null,null]"])).toEqual([
    '["red"]',
    '["blue"]',
    '["blue",1]',
    4,
    5,
    "[null]",
    "[null,null]",
  ]);
  expect(layGroups(groups, new Set(['["red"]'])).headerAt(0)).toMatchObject({
    rows: 4,
    row: 0,
    isOpen: false,
    level: 0,
  });
  expect(said([...allPaths(groups)])).toEqual(['["red"]', '["blue"]', "[null]"]);
});

test("every row finds its line and back; a hidden one finds the header that hides it", () => {
  const lines = layGroups(groups, new Set(['["red",1]', '["blue"]']));
  const found = Array.from({ length: 10 }, (_, row) => {
    const line = lines.lineOf(row);
    return lines.headerAt(line)?.path ?? lines.rowOf(line);
  });
  const [red, blue] = ['["red",1]', '["blue"]'];
  expect(found).toEqual([red, red, red, 3, blue, blue, 6, 7, 8, 9]);
});

test("rows on a stretch of lines are asked for in as few ranges as there are, and hidden ones are not", () => {
  const open = layGroups(groups, new Set());
  expect(open.rowRanges(0, open.count)).toEqual([{ first: 0, end: 10 }]);
  expect(open.rowRanges(3, 7)).toEqual([{ first: 1, end: 4 }]);
  const some = layGroups(groups, new Set(['["red",2]', '["blue"]']));
  expect(some.rowRanges(0, some.count)).toEqual([
    { first: 0, end: 3 },
    { first: 6, end: 10 },
  ]);
  expect(layGroups(groups, allPaths(groups)).rowRanges(0, 3)).toEqual([]);
});

test("the selection stays on its row or header when groups open, close or come", () => {
  const before = layGroups(groups, new Set());
  const now = layGroups(groups, new Set(['["red"]']));
  const at = (row: number) => ({ anchor: { row, column: 2 }, extent: { row, column: 3 } });
  expect(moveSelection(at(9), before, now)).toEqual(at(3));
  expect(moveSelection(at(8), before, now)).toEqual(at(2));
  expect(moveSelection(at(4), before, now)).toEqual(at(0));
  expect(moveSelection(at(4), plainLines(10), before)).toEqual(at(9));
});

test("a million rows in 10,000 groups are laid and looked up in a blink", () => {
  const many = Array.from({ length: 10_000 }, (_, at) => ({ keys: [`g${at}`], rows: 100 }));
  const lines = layGroups(many, new Set([pathOf(["g5000"])]));
  expect(lines.count).toBe(1_010_000 - 100);
  expect(lines.rowOf(lines.lineOf(999_999))).toBe(999_999);
  expect(lines.rowRanges(0, lines.count)).toHaveLength(2);
});

test("from a line one finds the nearest header below and above it", () => {
  const lines = layGroups(groups, new Set());
  const near = (line: number) => [lines.headerNear(line, -1), lines.headerNear(line, 1)];
  expect([near(3), near(5), near(7), near(0)]).toEqual([
    [1, 5],
    [1, 7],
    [5, 8],
    [undefined, 1],
  ]);
  expect(lines.headerNear(lines.count - 1, 1)).toBeUndefined();
});
