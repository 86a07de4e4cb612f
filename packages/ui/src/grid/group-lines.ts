import type { CellValue } from "@weft/model/fields/field";
import type { RowGroup } from "@weft/model/groups";
import type { SummaryValues } from "@weft/model/summaries";
import type { Selection } from "./selection.ts";

/** The line above the rows of a group, or above the groups of an outer one. */
export interface GroupHeader {
  /** Place among the lines shown. */
  line: number;
  /** 0 = outermost. */
  level: number;
  /** Names the group whatever stands before it. */
  path: string;
  /** Values it has in common, one for each level down to its own. */
  keys: CellValue[];
  /** Number of its first row in the whole list, and how many there are. */
  row: number;
  rows: number;
  isOpen: boolean;
  /** It holds rows, not groups. */
  isLeaf: boolean;
  values?: SummaryValues;
}

/** Lines as a grid shows them, headers and rows of open groups, and which rows of the list they stand for. */
export interface GroupLines {
  readonly count: number;
  headerAt(line: number): GroupHeader | undefined;
  /** Number of the row on a line; undefined on a header. */
  rowOf(line: number): number | undefined;
  /** The line of a row, or of the closed group that hides it. */
  lineOf(row: number): number;
  lineOfPath(path: string): number | undefined;
  /** The line of the nearest header below (1) or above (-1) a line. */
  headerNear(line: number, by: 1 | -1): number | undefined;
  /** The rows on lines [first, end), as ranges of rows that follow one another. */
  rowRanges(first: number, end: number): { first: number; end: number }[];
}

/** Lines of rows that are in no groups: each is its own. */
export function plainLines(count: number): GroupLines {
  return {
    count,
    headerAt: () => undefined,
    rowOf: (line) => line,
    lineOf: (row) => row,
    lineOfPath: () => undefined,
    headerNear: () => undefined,
    rowRanges: (first, end) => (end > first ? [{ first, end }] : []),
  };
}

/** Names a group by its keys. */
export function pathOf(keys: readonly CellValue[]): string {
  return JSON.stringify(keys);
}

/** Paths of all groups, of every level. */
export function allPaths(groups: readonly RowGroup[]): Set<string> {
  return new Set(groups.flatMap(({ keys }) => keys.map((_, level) => pathOf(keys.slice(0, level + 1)))));
}

/**
 * Lays groups (innermost ones, in the order of the list) into lines; of a group in `closed` only the header is one.
 * `outer` are the figures of groups that hold groups, by path. 20,000 groups take some milliseconds.
 */
export function layGroups(
  groups: readonly RowGroup[],
  closed: ReadonlySet<string>,
  outer: ReadonlyMap<string, SummaryValues> = new Map(),
): GroupLines {
  const shown: GroupHeader[] = [];
  const leaves: { row: number; line: number }[] = [];
  let above: GroupHeader[] = [];
  let line = 0;
  let row = 0;
  for (const { keys, rows, values } of groups) {
    const same = above.findIndex(({ path }, level) => path !== pathOf(keys.slice(0, level + 1)));
    above = above.slice(0, same === -1 ? keys.length - 1 : same);
    for (let level = above.length; level < keys.length; level += 1) {
      const own = keys.slice(0, level + 1);
      const path = pathOf(own);
      const isLeaf = level === keys.length - 1;
      const header: GroupHeader = { line, level, path, keys: own, row, rows: 0, isOpen: !closed.has(path), isLeaf };
      const figures = isLeaf ? values : outer.get(path);
      if (figures) header.values = figures;
      if (above.every(({ isOpen }) => isOpen)) {
        shown.push(header);
        line += 1;
      } else header.line = shown.at(-1)!.line;
      above.push(header);
    }
    for (const header of above) header.rows += rows;
    leaves.push({ row, line: above.at(-1)!.line });
    if (above.every(({ isOpen }) => isOpen)) line += rows;
    row += rows;
  }
  return linesOf(shown, leaves, line);
}

function linesOf(shown: GroupHeader[], leaves: { row: number; line: number }[], count: number): GroupLines {
  const byPath = new Map(shown.map((header) => [header.path, header]));
  /** The header on a line or the last one above it. */
  const above = (line: number) => shown[lastAtMost(shown, line, (header) => header.line)];
  const holdsRows = ({ isLeaf, isOpen }: GroupHeader) => isLeaf && isOpen;
  return {
    count,
    headerAt(line) {
      const header = above(line);
      return header?.line === line ? header : undefined;
    },
    rowOf(line) {
      const header = above(line);
      return header && header.line < line && line < count ? header.row + line - header.line - 1 : undefined;
    },
    lineOf(row) {
      const leaf = leaves[lastAtMost(leaves, row, (leaf) => leaf.row)];
      if (!leaf) return 0;
      const header = above(leaf.line);
      return header && holdsRows(header) && header.row === leaf.row
        ? Math.min(header.line + 1 + row - header.row, header.line + header.rows)
        : leaf.line;
    },
    lineOfPath: (path) => byPath.get(path)?.line,
    headerNear(line, by) {
      const at = lastAtMost(shown, by === 1 ? line : line - 1, (header) => header.line);
      return shown[by === 1 ? at + 1 : at]?.line;
    },
    rowRanges(first, end) {
      const ranges: { first: number; end: number }[] = [];
      for (
        let at = Math.max(
          0,
          lastAtMost(shown, first, (header) => header.line),
        );
        at < shown.length;
        at += 1
      ) {
        const header = shown[at]!;
        if (header.line >= end) break;
        if (!holdsRows(header)) continue;
        const from = header.row + Math.max(0, first - header.line - 1);
        const to = header.row + Math.min(header.rows, end - header.line - 1);
        const before = ranges.at(-1);
        if (to <= from) continue;
        if (before?.end === from) before.end = to;
        else ranges.push({ first: from, end: to });
      }
      return ranges;
    },
  };
}

/** Index of the last of ascending things whose place is at most `limit`; -1 for none. */
function lastAtMost<T>(things: readonly T[], limit: number, placeOf: (thing: T) => number): number {
  let [low, high] = [0, things.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeOf(things[middle]!) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The selection of the same rows and headers once the lines are others. */
export function moveSelection(selection: Selection, before: GroupLines, now: GroupLines): Selection {
  const moved = <Place extends { row: number }>(cell: Place): Place => {
    const header = before.headerAt(cell.row);
    const row = before.rowOf(cell.row);
    const line = header ? (now.lineOfPath(header.path) ?? now.lineOf(header.row)) : now.lineOf(row ?? 0);
    return { ...cell, row: line };
  };
  const { anchor, extent, within } = selection;
  return { anchor: moved(anchor), extent: moved(extent), ...(within ? { within: moved(within) } : {}) };
}
