import type { CellValue } from "@weft/model/fields/field";

/** Whether a cell holds anything. */
export function isFilled(value: CellValue | undefined): boolean {
  return value !== null && value !== undefined && value !== "";
}

/** What one looks for on the way to the edge of filled cells, and whether one stops on it or before it. */
export interface EdgeSearch {
  to: "filled" | "empty";
  isBefore: boolean;
}

/** From within filled cells to the last of them; from their end, or from an empty cell, to the next that is filled. */
export function edgeSearch(isHere: boolean, isNext: boolean): EdgeSearch {
  return isHere && isNext ? { to: "empty", isBefore: true } : { to: "filled", isBefore: false };
}

/** The edge of filled cells among places `first` to `last` (edges included), all of which are known; the end where there is none. */
export function edgeAmong(filled: (at: number) => boolean, from: number, by: 1 | -1, ends: [number, number]): number {
  const end = by === 1 ? ends[1] : ends[0];
  if (from === end) return end;
  const { to, isBefore } = edgeSearch(filled(from), filled(from + by));
  for (let at = from + by; at !== end + by; at += by)
    if (filled(at) === (to === "filled")) return isBefore ? at - by : at;
  return end;
}
