import type { ComputedRef } from "vue";
import { computed, shallowRef } from "vue";
import type { Command } from "./keys.ts";
import type { Bounds, Cell, Selection } from "./selection.ts";
import * as model from "./selection.ts";

export interface SelectionOptions {
  bounds: ComputedRef<Bounds>;
  pageRows: ComputedRef<number>;
  /** How many columns a page along moves by. */
  pageColumns: ComputedRef<number>;
  showCell(row: number, column: number): void;
}

/** The selected range and the active cell, clamped to the table as it is now. */
export function useSelection({ bounds, pageRows, pageColumns, showCell }: SelectionOptions) {
  const chosen = shallowRef<Selection | null>(null);
  const selection = computed(() => {
    if (!chosen.value || bounds.value.rows === 0 || bounds.value.columns === 0) return null;
    return model.clampSelection(chosen.value, bounds.value);
  });
  const active = computed(() => selection.value && model.activeOf(selection.value));
  const range = computed(() =>
    selection.value && model.isRange(selection.value) ? model.rangeOf(selection.value) : null,
  );

  function select(next: Selection, isShown = true): void {
    chosen.value = next;
    const { row, column } = next.within ?? next.extent;
    if (isShown) showCell(row, column);
  }

  function deselect(): void {
    chosen.value = null;
  }

  function selectCell(cell: Cell): void {
    select(model.selectCell(cell));
  }

  function extendTo(cell: Cell, isShown = true): void {
    if (selection.value) select(model.extendTo(selection.value, cell), isShown);
    else select(model.selectCell(cell), isShown);
  }

  function selectRows(from: number, to: number): void {
    const last = bounds.value.columns - 1;
    select({ anchor: { row: from, column: 0 }, extent: { row: to, column: last } }, false);
  }

  function selectColumns(from: number, to: number): void {
    const last = bounds.value.rows - 1;
    select({ anchor: { row: 0, column: from }, extent: { row: last, column: to } }, false);
  }

  /** Does what moves or selects; false when the command is not of that kind or changes nothing. */
  function run(command: Command): boolean {
    const now = selection.value;
    if (!now) {
      if (bounds.value.rows === 0 || command.do !== "move") return false;
      selectCell({ row: 0, column: 0 });
      return true;
    }
    const { rows, columns } = bounds.value;
    if (command.do === "move") select(model.move(now, command.motion, bounds.value, command.extend));
    else if (command.do === "page")
      select(model.move(now, { rows: command.pages * pageRows.value }, bounds.value, command.extend));
    else if (command.do === "page_along")
      select(model.move(now, { columns: command.pages * pageColumns.value }, bounds.value, command.extend));
    else if (command.do === "select_all") select(model.selectAll({ rows, columns }), false);
    else if (command.do === "select_rows") selectRows(model.rangeOf(now).top, model.rangeOf(now).bottom);
    else if (command.do === "select_columns") selectColumns(model.rangeOf(now).left, model.rangeOf(now).right);
    else if (command.do === "collapse" && model.isRange(now)) select(model.selectCell(model.activeOf(now)));
    else if (command.do === "step") {
      const next = model.step(now, command.by, bounds.value, command.isDown);
      if (next === now) return false;
      select(next);
    } else return false;
    return true;
  }

  return { selection, active, range, select, deselect, selectCell, extendTo, selectRows, selectColumns, run };
}
