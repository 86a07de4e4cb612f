import type { Motion } from "./selection.ts";

/** A key as pressed; `ctrl` is Ctrl, or Command on a Mac. */
export interface KeyPress {
  key: string;
  ctrl: boolean;
  shift: boolean;
  /** Alt; on a Mac only where Option makes no character of the key. */
  alt: boolean;
}

type KeyEvent = Pick<KeyboardEvent, "key" | "keyCode" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey" | "isComposing">;

/** A browser's key as the grid takes it; `platform` is the navigator's. */
export function pressOf(event: KeyEvent, platform: string): KeyPress {
  const isOption = /^(Mac|iP)/.test(platform) && isPrinted(event.key);
  return {
    key: isComposing(event) ? composedKey(event.key) : event.key,
    ctrl: event.ctrlKey || event.metaKey,
    shift: event.shiftKey,
    alt: event.altKey && !isOption,
  };
}

/** What an input method takes of a key that prints; named keys mean its own list, not the grid. */
function composedKey(key: string): string {
  return isPrinted(key) || ["Unidentified", "Dead", "Process"].includes(key) ? "Process" : "";
}

/** Whether a key belongs to an input method. Safari ends a composition before the Enter that ended it: 229 still says so. */
export function isComposing(event: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** What can be asked for whole rows. */
export type RowsCommand = "add_above" | "add_below" | "duplicate" | "delete";

/** What a key asks of the grid while no editor is open. */
export type Command =
  | { do: "move"; motion: Motion; extend: boolean }
  /** To the edge of filled cells. */
  | { do: "edge"; along: "row" | "column"; by: 1 | -1; extend: boolean }
  | { do: "page"; pages: 1 | -1; extend: boolean }
  | { do: "page_along"; pages: 1 | -1; extend: boolean }
  | { do: "step"; by: 1 | -1; isDown?: boolean }
  | { do: "edit" }
  /** Replaces the cell by what is typed. */
  | { do: "type"; text: string }
  /** Opens the cell empty for what is composed of several keys: accents, Chinese, Japanese, Korean. */
  | { do: "compose" }
  | { do: "clear" }
  | { do: "collapse" }
  | { do: "select_all" }
  | { do: "select_rows" }
  | { do: "select_columns" }
  | { do: "fill"; to: "down" | "right" }
  /** Copies the selection below the names of its fields. */
  | { do: "copy_with_names" }
  | { do: "ask"; tool: "row_number" | "replace" }
  | { do: "open_menu" }
  /** Adds a row, copies the selected ones or deletes them. */
  | { do: "rows"; what: RowsCommand }
  /** Moves the selected rows up or down. */
  | { do: "move_rows"; by: 1 | -1 }
  /** Makes the selected columns wider or narrower. */
  | { do: "resize"; by: 1 | -1 }
  /** Moves the selected columns along. */
  | { do: "move_columns"; by: 1 | -1 }
  /** Shows all fields of the row beside the grid; with the space bar, a yes or no is turned over instead. */
  | { do: "open_row"; canToggle: boolean };

type Rule = (press: KeyPress) => Command;

const arrows: Record<string, { along: "row" | "column"; by: 1 | -1 }> = {
  ArrowUp: { along: "column", by: -1 },
  ArrowDown: { along: "column", by: 1 },
  ArrowLeft: { along: "row", by: -1 },
  ArrowRight: { along: "row", by: 1 },
};

const rules: Record<string, Rule> = {
  Home: ({ ctrl, shift }) => ({
    do: "move",
    motion: ctrl ? { toRow: "first", toColumn: "first" } : { toColumn: "first" },
    extend: shift,
  }),
  End: ({ ctrl, shift }) => ({
    do: "move",
    motion: ctrl ? { toRow: "last", toColumn: "last" } : { toColumn: "last" },
    extend: shift,
  }),
  PageUp: ({ shift }) => ({ do: "page", pages: -1, extend: shift }),
  PageDown: ({ shift }) => ({ do: "page", pages: 1, extend: shift }),
  Tab: ({ shift }) => ({ do: "step", by: shift ? -1 : 1 }),
  Enter: ({ shift }) => (shift ? { do: "open_row", canToggle: false } : { do: "edit" }),
  " ": () => ({ do: "open_row", canToggle: true }),
  F2: () => ({ do: "edit" }),
  Escape: () => ({ do: "collapse" }),
  Delete: () => ({ do: "clear" }),
  Backspace: () => ({ do: "clear" }),
};

/** What `press` means, or undefined when it is not the grid's: the browser and the page may have it. */
export function commandFor(press: KeyPress): Command | undefined {
  if (press.alt) return altCommand(press);
  const arrow = arrows[press.key];
  if (arrow && press.ctrl) return { do: "edge", ...arrow, extend: press.shift };
  if (arrow)
    return { do: "move", motion: { [arrow.along === "row" ? "columns" : "rows"]: arrow.by }, extend: press.shift };
  if (press.key === " " && press.shift) return { do: "select_rows" };
  if (press.key === " " && press.ctrl) return { do: "select_columns" };
  if (!press.ctrl && (press.key === "Dead" || press.key === "Process")) return { do: "compose" };
  const shortcut = press.ctrl && !press.shift ? shortcuts[press.key.toLowerCase()] : undefined;
  if (shortcut) return shortcut;
  if (press.key === "ContextMenu" || (press.key === "F10" && press.shift)) return { do: "open_menu" };
  const ofRows = press.ctrl ? rowCommand(press) : undefined;
  if (ofRows) return ofRows;
  const rule = rules[press.key];
  if (rule) return rule(press);
  if (!press.ctrl && isPrinted(press.key)) return { do: "type", text: press.key };
  return undefined;
}

const shortcuts: Record<string, Command> = {
  a: { do: "select_all" },
  d: { do: "fill", to: "down" },
  r: { do: "fill", to: "right" },
  g: { do: "ask", tool: "row_number" },
  h: { do: "ask", tool: "replace" },
};

/**
 * Whole rows, with Ctrl: Enter adds one below, with Shift above, Shift+D copies, Backspace or Delete deletes; and Shift+C,
 * which takes the names of the fields along.
 */
function rowCommand({ key, shift }: KeyPress): Command | undefined {
  if (key.toLowerCase() === "d" && shift) return { do: "rows", what: "duplicate" };
  if (key.toLowerCase() === "c" && shift) return { do: "copy_with_names" };
  if (key === "Enter") return { do: "rows", what: shift ? "add_above" : "add_below" };
  if (shift) return undefined;
  return key === "Backspace" || key === "Delete" ? { do: "rows", what: "delete" } : undefined;
}

function altCommand({ key, ctrl, shift }: KeyPress): Command | undefined {
  const isAlong = key === "ArrowLeft" || key === "ArrowRight";
  if (isAlong && shift && !ctrl) return { do: "move_columns", by: key === "ArrowRight" ? 1 : -1 };
  if (isAlong && ctrl && !shift) return { do: "resize", by: key === "ArrowRight" ? 1 : -1 };
  const isUpright = key === "ArrowUp" || key === "ArrowDown";
  if (isUpright && shift && !ctrl) return { do: "move_rows", by: key === "ArrowDown" ? 1 : -1 };
  if (ctrl || (key !== "PageUp" && key !== "PageDown")) return undefined;
  return { do: "page_along", pages: key === "PageDown" ? 1 : -1, extend: shift };
}

/** Named keys are words (`F5`, `Dead`, `Process`); a key that prints is one character, however many code units. */
function isPrinted(key: string): boolean {
  return [...key].length === 1;
}
