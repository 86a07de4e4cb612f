import type { AfterEdit } from "./editors/use-draft.ts";
import type { FilledProps, GridEmit } from "./grid-props.ts";
import { useColumnActions } from "./use-column-actions.ts";
import { useGridEdits } from "./use-grid-edits.ts";
import type { GridSpace } from "./use-grid-space.ts";
import { useGroupActions } from "./use-group-actions.ts";
import { useRowActions } from "./use-row-actions.ts";
import { useTicks } from "./use-ticks.ts";

/** What can be done in a grid, however it is asked for: with cells, rows, columns and groups. */
export function useGridActions(props: FilledProps, emit: GridEmit, space: GridSpace) {
  const { groups, rows, focus, run } = space;
  const onNotice = (text: string): void => emit("notice", text, "info");

  function goOn(after: AfterEdit): void {
    focus();
    if (after === "right" || after === "left") run({ do: "step", by: after === "right" ? 1 : -1 });
    else if (after !== "stay") run({ do: "step", by: after === "down" ? 1 : -1, isDown: true });
  }

  return {
    ticks: useTicks({
      ...space,
      checked: () => props.checked,
      onChange: (checked) => emit("update:checked", checked),
    }),
    edits: useGridEdits({
      ...space,
      addFields: () => props.addFields,
      select: (next) => space.select(next, false),
      onNotice,
      onClosed: goOn,
    }),
    rowActions: useRowActions({
      ...space,
      canMove: () => props.canMoveRows === true && !groups.isGrouped.value,
      onMove: (first, last, before) => emit("moveRows", first, last, before),
      onOpen: (rowId) => emit("update:opened", rowId),
      onNotice,
    }),
    columnActions: useColumnActions({
      ...space,
      cellsInSight: (cell) => space.shownLines.value.map((line) => rows.value.rowAt(line)?.row.cells[cell]),
      onResize: (fieldId, widthPx) => emit("resize", fieldId, widthPx),
      onMove: (fieldIds, before) => emit("moveColumns", fieldIds, before),
      onFreeze: (columns) => emit("freeze", columns),
    }),
    groupActions: useGroupActions({ ...space, onElsewhere: () => onNotice(props.texts.addedElsewhere) }),
  };
}

export type GridActions = ReturnType<typeof useGridActions>;
