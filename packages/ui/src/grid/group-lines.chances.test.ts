import type { RowGroup } from "@weft/model/groups";
import { expect, test } from "vitest";
import type { Chances } from "./chances.make.ts";
import { manyTimes } from "./chances.make.ts";
import { allPaths, layGroups, pathOf } from "./group-lines.ts";

/** Groups as a list has them: each combination of keys once, those that begin alike beside each other. */
function makeGroups(by: Chances): RowGroup[] {
  const levels = by.whole(1, 3);
  const keys = ["a", "b", null, 1, true] as const;
  let groups: RowGroup["keys"][] = [[]];
  for (let level = 0; level < levels; level += 1)
    groups = groups.flatMap((outer) => keys.filter(() => by.percent(60)).map((key) => [...outer, key]));
  return groups.map((keys) => ({ keys, rows: by.whole(1, 6) }));
}

/** What stands on each line, worked out one after the other: a path, or the number of a row. */
function listLines(groups: RowGroup[], closed: ReadonlySet<string>): (string | number)[] {
  const lines: (string | number)[] = [];
  let row = 0;
  let before: string[] = [];
  for (const { keys, rows } of groups) {
    const paths = keys.map((_, level) => pathOf(keys.slice(0, level + 1)));
    const isShown = (level: number) => paths.slice(0, level).every((path) => !closed.has(path));
    for (const [level, path] of paths.entries()) if (before[level] !== path && isShown(level)) lines.push(path);
    for (let at = 0; at < rows; at += 1) if (isShown(paths.length)) lines.push(row + at);
    row += rows;
    before = paths;
  }
  return lines;
}

test("lines, rows and ranges of any groups, any of them closed, are those one counts one by one", async () => {
  await manyTimes(300, (by) => {
    const groups = makeGroups(by);
    const closed = new Set([...allPaths(groups)].filter(() => by.percent(25)));
    const expected = listLines(groups, closed);
    const lines = layGroups(groups, closed);
    expect(lines.count).toBe(expected.length);
    for (const [line, what] of expected.entries()) {
      expect(lines.headerAt(line)?.path ?? lines.rowOf(line)).toBe(what);
      expect(typeof what === "string" ? lines.lineOfPath(what) : lines.lineOf(what)).toBe(line);
    }
    expect([lines.rowOf(expected.length), lines.headerAt(expected.length)]).toEqual([undefined, undefined]);

    const first = by.whole(0, expected.length);
    const end = by.whole(first, expected.length);
    const ranges = lines.rowRanges(first, end);
    const rows = ranges.flatMap(({ first, end }) => Array.from({ length: end - first }, (_, at) => first + at));
    expect(rows).toEqual(expected.slice(first, end).filter((what) => typeof what === "number"));
    for (const [at, range] of ranges.entries()) expect(range.first).toBeGreaterThan(ranges[at - 1]?.end ?? -1);
  });
});

test("a hidden row's line is the innermost header in sight that holds it", async () => {
  await manyTimes(300, (by) => {
    const groups = makeGroups(by);
    const closed = new Set([...allPaths(groups)].filter(() => by.percent(40)));
    const lines = layGroups(groups, closed);
    let row = 0;
    for (const { keys, rows } of groups) {
      const paths = keys.map((_, level) => pathOf(keys.slice(0, level + 1)));
      const hiding = paths.find((path) => closed.has(path));
      for (let at = 0; at < rows; at += 1, row += 1) {
        const header = lines.headerAt(lines.lineOf(row));
        expect(header?.path).toBe(hiding);
        expect(header === undefined || (row >= header.row && row < header.row + header.rows)).toBe(true);
      }
    }
  });
});
