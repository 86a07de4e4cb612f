import type { GridEmit } from "./grid-props.ts";
import type { Command } from "./keys.ts";
import { selectCell } from "./selection.ts";
import type { GridActions } from "./use-grid-actions.ts";
import type { GridSpace } from "./use-grid-space.ts";
import { useContextMenu } from "./use-context-menu.ts";
import { useEdges } from "./use-edges.ts";
import { useFillDrag } from "./use-fill-drag.ts";
import { useKeyboard } from "./use-keyboard.ts";
import { usePointer } from "./use-pointer.ts";
import { useTouchHold } from "./use-touch-hold.ts";

/** What keys, mouse, finger and clipboard do to the grid: listeners for the element that scrolls. */
export function useGridInput(space: GridSpace, actions: GridActions, gridId: string, emit: GridEmit) {
  const { edits, ticks, rowActions, columnActions, groupActions } = actions;
  const pointer = usePointer({ ...space, open: edits.open, onCheck: ticks.check });
  const fillDrag = useFillDrag({ ...space, drag: pointer.drag, fill: edits.fill });
  const menu = useContextMenu({
    ...space,
    gridId,
    isEditing: () => edits.editing.value !== null,
    onAsk: (request) => emit("menu", request),
  });
  const touch = useTouchHold({
    ...space,
    take: menu.take,
    lift(kind, event, onStill) {
      if (kind === "rows") return rowActions.lift(event, onStill);
      return kind === "columns" && columnActions.lift(event, onStill);
    },
    isEditing: () => edits.editing.value !== null,
    onAsk: (request) => emit("menu", request),
  });
  const edges = useEdges(space);
  const { onKeydown } = useKeyboard({
    ...space,
    run: press,
    open: edits.open,
    toggle: edits.toggle,
    openRow: () => rowActions.open(),
    clear: edits.clear,
    fillSelection: edits.fillSelection,
    ask: edits.openTool,
    isAsking: () => edits.tools.tool.value !== null,
    dropCut: edits.dropCut,
  });

  /** What a key asks of the grid as a whole; the rest is left to the keyboard. */
  function press(command: Command): boolean {
    if (groupActions.press(command) || edges.press(command)) return true;
    if (command.do === "move_columns") return columnActions.moveBy(command.by);
    if (command.do === "resize") return columnActions.resizeBy(command.by);
    if (command.do === "move_rows") return rowActions.moveBy(command.by);
    if (command.do === "open_menu") return menu.openAtActive();
    if (command.do === "copy_with_names") return edits.copyAs("copy_with_names");
    if (command.do !== "rows") return space.run(command);
    emit("rows", command.what);
    return true;
  }

  function onFocus(): void {
    const { selection, bounds, select } = space;
    if (!selection.value && bounds.value.rows > 0) select(selectCell({ row: 0, column: 0 }), false);
  }

  function onPointerdown(event: PointerEvent): void {
    if (!rowActions.onRowDown(event)) pointer.onPointerdown(event);
    touch.onPointerdown(event);
  }

  function onContextmenu(event: MouseEvent): void {
    if (touch.isAskedByFinger()) event.preventDefault();
    else menu.onContextmenu(event);
  }

  /** What is copied and pasted while an editor is open is the editor's. */
  function unlessEditing(listener: (event: ClipboardEvent) => void): (event: ClipboardEvent) => void {
    return (event) => edits.editing.value || listener(event);
  }

  return {
    preview: fillDrag.preview,
    startFill: fillDrag.startFill,
    startStretch: fillDrag.startStretch,
    listeners: {
      keydown: onKeydown,
      focus: onFocus,
      pointerdown: onPointerdown,
      contextmenu: onContextmenu,
      mousedown: pointer.onMousedown,
      click: pointer.onClick,
      dblclick: pointer.onDblclick,
      copy: unlessEditing(edits.onCopy),
      cut: unlessEditing(edits.onCopy),
      paste: unlessEditing(edits.onPaste),
    },
  };
}
