import type { CellValue, Field } from "@weft/model/fields/field";
import { compareCells, dayOf, filledCell } from "./compare-cells.ts";
import type { Patience } from "./patience.ts";
import { stepsAtOnce } from "./patience.ts";

/** A field that rows are put in order by. */
export interface OrderKey {
  field: Field;
  direction: "asc" | "desc";
  /** A date with time goes by its day in this zone. */
  dayIn?: string;
  /** An empty text goes with empty cells. */
  filled?: true;
}

/** Rows, by their place in the order they have without keys, put in order. */
export interface Arrangement {
  places: Uint32Array;
  /** For each key: the rank of each row, and the value of each rank. */
  ranks: { of: Uint32Array; values: CellValue[] }[];
}

/**
 * Puts rows in order by keys, empty cells last; what is equal goes by the rows' places, the way of the last key. Each distinct cell is compared, then rows
 * are counted into place, key by key from the last: a million rows by two choices take about 0.2 s.
 */
export async function arrange(
  count: number,
  keys: readonly OrderKey[],
  cell: (place: number, key: OrderKey) => CellValue,
  patience: Patience,
): Promise<Arrangement> {
  const ranks: Arrangement["ranks"] = [];
  for (const key of keys) ranks.push(await rankCells(count, key, (place) => cell(place, key), patience));
  const isDown = keys.at(-1)?.direction === "desc";
  let places = Uint32Array.from({ length: count }, (_, place) => (isDown ? count - 1 - place : place));
  for (const { of, values } of ranks.toReversed()) {
    await patience.rest();
    places = countedInto(places, of, values.length);
  }
  return { places, ranks };
}

async function rankCells(
  count: number,
  { field, direction, dayIn, filled }: OrderKey,
  cell: (place: number) => CellValue,
  patience: Patience,
): Promise<Arrangement["ranks"][number]> {
  const codes = new Map<CellValue, number>();
  const of = new Uint32Array(count);
  for (let place = 0; place < count; place += 1) {
    if (place % stepsAtOnce === 0) await patience.rest();
    const held = filled ? filledCell(cell(place)) : cell(place);
    const value = dayIn === undefined ? held : dayOf(held, field, dayIn);
    let code = codes.get(value);
    if (code === undefined) codes.set(value, (code = codes.size));
    of[place] = code;
  }
  const compare = compareCells(field);
  const sign = direction === "asc" ? 1 : -1;
  const values = await sortPatiently(
    [...codes.keys()],
    (a, b) => (a === null ? 1 : b === null ? -1 : sign * compare(a, b)),
    patience,
  );
  const rankOf = new Uint32Array(codes.size);
  for (const [rank, value] of values.entries()) rankOf[codes.get(value)!] = rank;
  for (let place = 0; place < count; place += 1) of[place] = rankOf[of[place]!]!;
  return { of, values };
}

function countedInto(places: Uint32Array, ranks: Uint32Array, many: number): Uint32Array<ArrayBuffer> {
  const starts = new Uint32Array(many + 1);
  for (const place of places) starts[ranks[place]! + 1]! += 1;
  for (let rank = 0; rank < many; rank += 1) starts[rank + 1]! += starts[rank]!;
  const placed = new Uint32Array(places.length);
  for (const place of places) placed[starts[ranks[place]!]!++] = place;
  return placed;
}

/** Sorts in runs that are merged, with rests between. */
export async function sortPatiently<T>(things: T[], compare: (a: T, b: T) => number, patience: Patience): Promise<T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < things.length; at += stepsAtOnce) {
    await patience.rest();
    runs.push(things.slice(at, at + stepsAtOnce).sort(compare));
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(await merge(runs[at]!, runs[at + 1] ?? [], compare, patience));
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<T>(a: T[], b: T[], compare: (a: T, b: T) => number, patience: Patience): Promise<T[]> {
  const merged: T[] = [];
  for (let [left, right] = [0, 0]; left < a.length || right < b.length;) {
    if (merged.length % stepsAtOnce === 0) await patience.rest();
    const isLeft = right >= b.length || (left < a.length && compare(a[left]!, b[right]!) <= 0);
    merged.push(isLeft ? a[left++]! : b[right++]!);
  }
  return merged;
}
