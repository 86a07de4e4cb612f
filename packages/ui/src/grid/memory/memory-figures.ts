import type { CellValue, Field } from "@weft/model/fields/field";
import type { Histogram, SummaryKind, SummaryValue } from "@weft/model/summaries";
import { histogramBarsMax } from "@weft/model/summaries";
import { createSum } from "../totals.ts";
import { compareCells, filledCell } from "./compare-cells.ts";

/** A figure that is being worked out, cell by cell. */
export interface Figure {
  add(cell: CellValue | undefined): void;
  value(): SummaryValue;
}

/** A figure of a field that has seen no cell yet; means what the server's SQL means. */
export function createFigure(field: Field, kind: SummaryKind): Figure {
  return makers[kind](field);
}

const makers: Record<SummaryKind, (field: Field) => Figure> = {
  count: () => counted(({ all }) => all),
  filled: () => counted(({ filled }) => filled),
  empty: () => counted(({ all, filled }) => all - filled),
  filled_share: () => counted(({ all, filled }) => (all > 0 ? filled / all : null)),
  unique: () =>
    held(
      new Set<CellValue>(),
      (seen, cell) => void seen.add(cell),
      ({ size }) => size,
    ),
  sum: () => held(createSum(), addTo, (sum) => (sum.count > 0 ? numberCell(sum.text()) : null)),
  mean: () => held(createSum(), addTo, (sum) => (sum.count > 0 ? Number(sum.text()) / sum.count : null)),
  median: (field) => held<CellValue[]>([], push, (cells) => medianOf(sorted(field, cells))),
  min: (field) => edges(field, ({ least }) => least),
  max: (field) => edges(field, ({ greatest }) => greatest),
  range: (field) => edges(field, ({ least, greatest }) => spanOf(field, least, greatest)),
  histogram: (field) =>
    field.type === "choice" || field.type === "boolean"
      ? held(new Map<CellValue, number>(), tally, valuesOf)
      : bars(field),
};

function counted(value: (counts: { all: number; filled: number }) => SummaryValue): Figure {
  const counts = { all: 0, filled: 0 };
  return {
    add(cell) {
      counts.all += 1;
      if (filledCell(cell) !== null) counts.filled += 1;
    },
    value: () => value(counts),
  };
}

/** Of filled cells alone. */
function held<State>(
  state: State,
  add: (state: State, cell: CellValue) => void,
  value: (state: State) => SummaryValue,
): Figure {
  return {
    add(cell) {
      const filled = filledCell(cell);
      if (filled !== null) add(state, filled);
    },
    value: () => value(state),
  };
}

interface Edges {
  least: CellValue;
  greatest: CellValue;
}

function edges(field: Field, value: (edges: Edges) => SummaryValue): Figure {
  return held<Edges>({ least: null, greatest: null }, widener(field), value);
}

function widener(field: Field): (edges: Edges, cell: CellValue) => void {
  const compare = compareCells(field);
  return (edges, cell) => {
    if (edges.least === null || compare(cell, edges.least) < 0) edges.least = cell;
    if (edges.greatest === null || compare(cell, edges.greatest) > 0) edges.greatest = cell;
  };
}

/** Where cells lie is worked out while they come, which is in steps: at the end there is no time for a million. */
function bars(field: Field): Figure {
  const widen = widener(field);
  const add = (state: Edges & { places: number[] }, cell: CellValue) => {
    widen(state, cell);
    state.places.push(placeOf(field, cell));
  };
  return held({ least: null as CellValue, greatest: null as CellValue, places: [] as number[] }, add, (state) =>
    state.places.length > 0 ? barsOf(field, state, state.places) : null,
  );
}

/** Numbers that doubles hold are sorted as such: a tenth of the time. */
function sorted(field: Field, cells: CellValue[]): CellValue[] {
  const isPlain = cells.every((cell) => typeof cell === "number");
  return isPlain ? Array.from(Float64Array.from(cells as number[]).sort()) : cells.sort(compareCells(field));
}

function addTo(sum: { add(cell: CellValue): void }, cell: CellValue): void {
  sum.add(cell);
}

function push(cells: CellValue[], cell: CellValue): void {
  cells.push(cell);
}

function tally(rows: Map<CellValue, number>, cell: CellValue): void {
  rows.set(cell, (rows.get(cell) ?? 0) + 1);
}

/** Digits as a cell holds them: a number where a double holds it exactly. */
function numberCell(digits: string): CellValue {
  return digits.replace(/^-?[0.]*|\./g, "").length <= 15 ? Number(digits) : digits;
}

function negated(cell: CellValue): CellValue {
  const digits = String(cell);
  return digits.startsWith("-") ? digits.slice(1) : `-${digits}`;
}

function sumOf(...cells: CellValue[]): string {
  const sum = createSum();
  for (const cell of cells) sum.add(cell);
  return sum.text();
}

function medianOf(sorted: CellValue[]): SummaryValue {
  if (sorted.length === 0) return null;
  const twice = sumOf(sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!);
  // Half of a decimal is five times its tenth.
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(twice) ?? [];
  if (whole === "") return Number(twice) / 2;
  const digits = String(BigInt(whole + fraction) * 5n).padStart(fraction.length + 2, "0");
  const point = digits.length - fraction.length - 1;
  return numberCell(`${sign}${digits.slice(0, point)}.${digits.slice(point)}`.replace(/\.?0+$/, ""));
}

const dayMs = 86_400_000;

function spanOf(field: Field, least: CellValue, greatest: CellValue): SummaryValue {
  if (least === null) return null;
  if (field.type === "number") return numberCell(sumOf(greatest, negated(least)));
  return placeOf(field, greatest) - placeOf(field, least);
}

/** Where a cell lies on a line of numbers: days, seconds, or the number itself. */
function placeOf(field: Field, cell: CellValue): number {
  if (field.type === "number") return Number(cell);
  if (field.type === "date") return Date.parse(`${String(cell)}T00:00:00Z`) / dayMs;
  const text = String(cell);
  return Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text.slice(10)) ? text : `${text}Z`) / 1000;
}

function valuesOf(rows: Map<CellValue, number>): Histogram {
  const all = [...rows].map(([value, rows]) => ({ value, rows }));
  all.sort((a, b) => b.rows - a.rows || (String(a.value) < String(b.value) ? -1 : 1));
  const others = all.slice(histogramBarsMax).reduce((sum, { rows }) => sum + rows, 0);
  return { values: all.slice(0, histogramBarsMax), others };
}

/** Bars of whole numbers and days hold whole ones: as many as there are, up to the most. */
function barsOf(field: Field, { least, greatest }: Edges, places: number[]): Histogram {
  const [low, high] = [placeOf(field, least), placeOf(field, greatest)];
  const isWhole = field.type === "date" || (field.type === "number" && field.options.decimals === 0);
  const width = isWhole ? high - low + 1 : high - low;
  const many = high > low ? (isWhole ? Math.min(histogramBarsMax, width) : histogramBarsMax) : 1;
  const bars = Array.from({ length: many }, () => 0);
  for (const place of places) {
    const bar = high > low ? Math.floor(((place - low) * many) / width) : 0;
    bars[Math.min(bar, many - 1)]! += 1;
  }
  return { least, greatest, bars };
}
