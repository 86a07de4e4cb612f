import type { Field } from "@weft/model/fields/field";
import type { SummaryValues } from "@weft/model/summaries";
import { isFilled } from "../edge.ts";
import type { WantedCell } from "../row-source.ts";
import { totalKinds } from "../totals.ts";
import { createFigure } from "./memory-figures.ts";
import type { createMemoryRows } from "./memory-rows.ts";
import { createPatience, stepsAtOnce } from "./patience.ts";

type MemoryRows = ReturnType<typeof createMemoryRows>;

/** Rows as they are listed: the id at each number of the list. */
export interface MemoryList {
  rows: MemoryRows;
  idAt(number: number): number;
}

/** The number of a row in the list; null where it is not there. */
export async function locateRow(
  { rows, idAt }: MemoryList,
  rowId: number,
  signal: AbortSignal,
): Promise<number | null> {
  const patience = createPatience(signal);
  for (let at = 0; at < rows.count; at += 1) {
    if (at % stepsAtOnce === 0) await patience.rest();
    if (idAt(at) === rowId) return at;
  }
  return null;
}

/** How far from a row the next filled or empty cell is. */
export async function seekCell(
  list: MemoryList,
  rowId: number,
  { fieldId, to, by }: WantedCell,
  signal: AbortSignal,
): Promise<number | null> {
  const { rows, idAt } = list;
  const column = rows.columnOf(fieldId);
  const from = await locateRow(list, rowId, signal);
  if (from === null) throw new Error(`Row ${rowId} is gone: somebody has deleted it.`);
  const patience = createPatience(signal);
  for (let at = from + by, steps = 1; at >= 0 && at < rows.count; at += by, steps += 1) {
    if (steps % stepsAtOnce === 0) await patience.rest();
    if (isFilled(rows.cell(idAt(at), column)) === (to === "filled")) return steps;
  }
  return null;
}

/** What columns come to over rows of the list. */
export async function readTotals(
  { rows, idAt }: MemoryList,
  fields: readonly Field[],
  { first, end }: { first: number; end: number },
  signal: AbortSignal,
): Promise<SummaryValues> {
  const patience = createPatience(signal);
  const wanted = fields.map((field) => ({
    id: field.id,
    column: rows.columnOf(field.id),
    figures: totalKinds(field.type).map((kind) => ({ kind, figure: createFigure(field, kind) })),
  }));
  for (let at = first; at < Math.min(end, rows.count); at += 1) {
    if (at % stepsAtOnce === 0) await patience.rest();
    const id = idAt(at);
    for (const { column, figures } of wanted) {
      const cell = rows.cell(id, column);
      for (const { figure } of figures) figure.add(cell);
    }
  }
  signal.throwIfAborted();
  return Object.fromEntries(
    wanted.map(({ id, figures }) => [
      id,
      Object.fromEntries(figures.map(({ kind, figure }) => [kind, figure.value()])),
    ]),
  );
}
