import type { ComputedRef, ShallowRef } from "vue";
import { ref } from "vue";
import type { Command } from "./keys.ts";
import { commandFor, pressOf } from "./keys.ts";
import type { Range, Selection } from "./selection.ts";
import { rangeOf } from "./selection.ts";

export interface KeyboardOptions {
  scroller: Readonly<ShallowRef<HTMLElement | null>>;
  selection: ComputedRef<Selection | null>;
  /** Does what moves or selects; false when nothing came of it. */
  run(command: Command): boolean;
  /** Opens the editor of the active cell, with a text that was typed; false when it has none. */
  open(typed?: string): boolean;
  /** Turns a yes or no over; false in any other cell. */
  toggle(): boolean;
  /** Opens the row of the active cell beside the grid; false when it is not there. */
  openRow(): boolean;
  clear(range: Range): Promise<void>;
  fillSelection(to: "down" | "right"): Promise<void>;
  /** Opens a window of the grid. */
  ask(tool: "row_number" | "replace"): void;
  /** A window of the grid is open, or on its way: what is typed is not meant for the cells. */
  isAsking(): boolean;
  /** Gives up cells that were cut; false when there are none. */
  dropCut(): boolean;
}

/** Keys pressed while the grid itself has the focus. */
export function useKeyboard({
  scroller,
  selection,
  run,
  open,
  clear,
  fillSelection,
  ask,
  isAsking,
  dropCut,
  toggle,
  openRow,
}: KeyboardOptions) {
  /** After Escape with nothing left to give up, Tab leaves the grid, so that a keyboard alone is not held in it. */
  const isLeaving = ref(false);

  function onKeydown(event: KeyboardEvent): void {
    if (event.target !== scroller.value) return;
    if (isAsking()) return event.preventDefault();
    const command = commandFor(pressOf(event, navigator.platform));
    if (!command || (isLeaving.value && command.do === "step")) return;
    let isDone = (command.do === "collapse" && dropCut()) || run(command);
    isLeaving.value = command.do === "collapse" && !isDone;
    if (isDone) event.preventDefault();
    if (isDone) return;
    if (command.do === "edit") isDone = open();
    else if (command.do === "open_row") isDone = (command.canToggle && toggle()) || openRow();
    else if (command.do === "type") isDone = open(command.text);
    // The key itself goes on to the editor, which has the focus by then.
    else if (command.do === "compose") open("");
    else if (command.do === "clear" && selection.value) {
      void clear(rangeOf(selection.value));
      isDone = true;
    } else if (command.do === "fill" && selection.value) {
      void fillSelection(command.to);
      isDone = true;
    } else if (command.do === "ask") {
      ask(command.tool);
      isDone = true;
    }
    if (isDone) event.preventDefault();
  }

  return { onKeydown };
}
