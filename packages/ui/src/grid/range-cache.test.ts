import { expect, test } from "vitest";
import { createRangeCache } from "./range-cache.ts";

const columns: Record<string, number> = { name: 0, age: 1 };
const make = (pagesMax = 3) => createRangeCache(10, pagesMax, (id) => columns[id]);
const rows = (from: number, count = 10) =>
  Array.from({ length: count }, (_, i) => ({ id: from + i + 1, change: 5, cells: [`row ${from + i}`, i] }));

test("a range names the pages it lacks, and none it has", () => {
  const cache = make();
  expect(cache.missing(5, 25)).toEqual([0, 1, 2]);
  cache.put(1, rows(10));
  expect(cache.missing(5, 25)).toEqual([0, 2]);
  expect(cache.rowAt(13)?.cells[0]).toBe("row 13");
  expect(cache.rowAt(3)).toBeUndefined();
});

test("memory is bounded: the page longest out of use goes first", () => {
  const cache = make();
  for (const page of [0, 1, 2]) cache.put(page, rows(page * 10));
  cache.missing(0, 10);
  cache.put(3, rows(30));
  expect(cache.size).toBe(3);
  expect(cache.rowAt(0)).toBeDefined();
  expect(cache.rowAt(10)).toBeUndefined();
});

test("expired rows are shown until they are replaced, and asked for again", () => {
  const cache = make();
  cache.put(0, rows(0));
  cache.expire();
  expect(cache.rowAt(0)?.cells[0]).toBe("row 0");
  expect(cache.missing(0, 10)).toEqual([0]);
});

test("a page that came in part is shown and asked for whole", () => {
  const cache = make();
  cache.put(0, rows(0, 4), false);
  expect(cache.rowAt(3)).toBeDefined();
  expect(cache.missing(0, 10)).toEqual([0]);
});

test("a patch that is older than the row changes nothing", () => {
  const cache = make();
  cache.put(0, rows(0));
  cache.patch([{ rowId: 1, change: 5, cells: { name: "old" } }]);
  expect(cache.rowAt(0)?.cells[0]).toBe("row 0");
  cache.patch([{ rowId: 1, change: 6, cells: { name: "new", gone: 1 } }]);
  expect(cache.rowAt(0)).toEqual({ id: 1, change: 6, cells: ["new", 0] });
});

test("several patches and versions of one row that come together all count, the newest last", () => {
  const cache = make();
  cache.put(0, rows(0));
  cache.patch([
    { rowId: 1, change: 6, cells: { name: "six" } },
    { rowId: 1, change: 7, cells: { age: 70 } },
  ]);
  expect(cache.rowAt(0)).toEqual({ id: 1, change: 7, cells: ["six", 70] });
  cache.replace([
    { id: 2, change: 9, cells: ["nine", 9] },
    { id: 2, change: 8, cells: ["eight", 8] },
  ]);
  expect(cache.rowAt(1)?.cells[0]).toBe("nine");
});
