import type { ComputedRef } from "vue";
import type { RowCount, RowSource } from "./row-source.ts";
import type { Cell } from "./selection.ts";
import type { GridTexts } from "./texts.ts";
import type { useGroups } from "./use-groups.ts";
import type { RowDragOptions } from "./use-row-drag.ts";
import { useRowDrag } from "./use-row-drag.ts";

export interface RowActionsOptions extends RowDragOptions {
  source: () => RowSource;
  groups: ReturnType<typeof useGroups>;
  count: ComputedRef<RowCount>;
  active: ComputedRef<Cell | null>;
  texts: () => GridTexts;
  selectCell(cell: Cell): void;
  onOpen(rowId: number | null): void;
  onNotice(text: string): void;
  onFault(error: unknown): void;
  focus(): void;
}

/** What is done with rows as a whole: added, opened beside the grid, gone to, moved. */
export function useRowActions(options: RowActionsOptions) {
  const { groups, count, active, selectCell, focus } = options;

  /** Adds a row at the end and goes there. */
  async function add(): Promise<void> {
    try {
      const [added] = await options.source().insert([{}]);
      const last = count.value.rows - 1;
      const [held] = await groups.rows.value.read(last, last + 1);
      if (held && held.id === added?.id) {
        selectCell({ row: last, column: 0 });
        focus();
      } else options.onNotice(options.texts().addedElsewhere);
    } catch (error) {
      options.onFault(error);
    }
  }

  /** Opens the row on a line beside the grid, the active one if none is said; false where none is held. */
  function open(line = active.value?.row ?? -1): boolean {
    const shown = groups.rowAt(line);
    if (shown && active.value?.row !== line) selectCell({ row: line, column: active.value?.column ?? 0 });
    if (shown) options.onOpen(shown.row.id);
    return shown !== undefined;
  }

  /** Goes to the next row or the one before, past the heads of groups. */
  function step(by: 1 | -1): void {
    let line = (active.value?.row ?? -1) + by;
    while (line >= 0 && line < count.value.rows && groups.lines.value.headerAt(line)) line += by;
    if (line >= 0 && line < count.value.rows) selectCell({ row: line, column: active.value?.column ?? 0 });
  }

  function close(): void {
    options.onOpen(null);
    focus();
  }

  /** Makes a row of the list active; what hides it is opened. */
  function goTo(row: number): void {
    groups.reveal(row);
    selectCell({ row: groups.lines.value.lineOf(row), column: active.value?.column ?? 0 });
  }

  return { ...useRowDrag(options), add, open, step, close, goTo };
}
