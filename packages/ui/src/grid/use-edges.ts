import type { ComputedRef, ShallowRef } from "vue";
import { onBeforeUnmount } from "vue";
import type { EdgeSearch } from "./edge.ts";
import { edgeAmong, edgeSearch, isFilled } from "./edge.ts";
import type { GridColumn } from "./grid-columns.ts";
import type { GroupLines } from "./group-lines.ts";
import type { Command } from "./keys.ts";
import type { RowSource } from "./row-source.ts";
import type { RowWindow } from "./row-window.ts";
import type { Bounds, Cell, Selection } from "./selection.ts";
import { activeOf } from "./selection.ts";

export interface EdgesOptions {
  source: () => RowSource;
  rows: ShallowRef<RowWindow>;
  columns: ComputedRef<readonly GridColumn[]>;
  lines: ComputedRef<GroupLines>;
  bounds: ComputedRef<Bounds>;
  selection: ComputedRef<Selection | null>;
  selectCell(cell: Cell): void;
  extendTo(cell: Cell): void;
}

/** A source that has not answered by then is not waited for: one goes to the end, which is the wrong place more often than not. */
const patienceMs = 3000;

/** Ctrl with an arrow: to the edge of filled cells as in a spreadsheet; in groups, not past the group's own end. */
export function useEdges(options: EdgesOptions) {
  const { source, rows, columns, lines, bounds, selection } = options;
  let seeking: AbortController | undefined;
  onBeforeUnmount(() => seeking?.abort());

  function press(command: Command): boolean {
    const now = selection.value;
    if (command.do !== "edge" || !now) return false;
    seeking?.abort();
    const { row } = activeOf(now);
    const from = command.extend ? now.extent : activeOf(now);
    const go = command.extend ? options.extendTo : options.selectCell;
    if (command.along === "row") {
      const { cells } = rows.value.rowAt(row)?.row ?? { cells: [] };
      const filled = (at: number): boolean => isFilled(cells[columns.value[at]!.cell]);
      go({ row: from.row, column: edgeAmong(filled, from.column, command.by, [0, bounds.value.columns - 1]) });
    } else void goAlongColumn(now, from, command.by, go);
    return true;
  }

  async function goAlongColumn(now: Selection, from: Cell, by: 1 | -1, go: (cell: Cell) => void): Promise<void> {
    const { signal } = (seeking = new AbortController());
    const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    const end = endOf(from.row, by);
    const { column } = activeOf(now);
    const row = await edgeBelow({ row: from.row, column }, by, end, patience).catch(() => end);
    if (!signal.aborted && selection.value === now) go({ row, column: from.column });
  }

  /** How far one may go at most: to the last row before a header; from there, or from a header, to the next header. */
  function endOf(line: number, by: 1 | -1): number {
    const last = by === 1 ? bounds.value.rows - 1 : 0;
    if (line === last) return line;
    const isHeader = (at: number): boolean => lines.value.headerAt(at) !== undefined;
    const isAtEnd = isHeader(line) || isHeader(line + by);
    const next = lines.value.headerNear(line, by);
    if (next === undefined) return last;
    return isAtEnd ? next : next - by;
  }

  async function edgeBelow({ row, column }: Cell, by: 1 | -1, end: number, signal: AbortSignal): Promise<number> {
    if (row === end || lines.value.headerAt(row) || lines.value.headerAt(row + by)) return end;
    const { cell, field } = columns.value[column]!;
    const filled = async (at: number): Promise<boolean> => {
      const held = rows.value.rowAt(at)?.row ?? (await rows.value.read(at, at + 1, signal))[0];
      return isFilled(held?.cells[cell]);
    };
    const search = edgeSearch(await filled(row), await filled(row + by));
    return (await searchOn(row + by, { by, end, cell, fieldId: field.id, ...search }, signal)) ?? end;
  }

  /** Among the rows at hand first, from the last of them on by asking the source. */
  async function searchOn(
    from: number,
    { by, end, cell, fieldId, to, isBefore }: EdgeSearch & { by: 1 | -1; end: number; cell: number; fieldId: string },
    signal: AbortSignal,
  ): Promise<number | undefined> {
    let known = rows.value.rowAt(from)?.row ?? (await rows.value.read(from, from + 1, signal))[0];
    let at = from;
    for (; at !== end + by; at += by) {
      const held = at === from ? known : rows.value.rowAt(at)?.row;
      if (!held) break;
      if (isFilled(held.cells[cell]) === (to === "filled")) return isBefore ? at - by : at;
      known = held;
    }
    if (at === end + by || !known) return undefined;
    const steps = await source().seek?.(known.id, { fieldId, to, by }, signal);
    if (!steps) return undefined;
    const found = at - by + steps * by;
    if ((end - found) * by < 0) return undefined;
    return isBefore ? found - by : found;
  }

  return { press };
}
