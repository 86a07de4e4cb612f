import type { Motion } from "./selection.ts";

/** A key as pressed; `ctrl` is Ctrl, or Command on a Mac. */
export interface KeyPress {
  key: string;
  ctrl: boolean;
  shift: boolean;
  alt: boolean;
}

/** What a key asks of the grid while no editor is open. */
export type Command =
  | { do: "move"; motion: Motion; extend: boolean }
  | { do: "page"; pages: 1 | -1; extend: boolean }
  | { do: "step"; by: 1 | -1 }
  | { do: "edit" }
  /** Replaces the cell by what is typed. */
  | { do: "type"; text: string }
  | { do: "clear" }
  | { do: "collapse" }
  | { do: "select_all" }
  | { do: "select_rows" }
  | { do: "select_columns" };

type Rule = (press: KeyPress) => Command;

const arrows: Record<string, { steps: Motion; edge: Motion }> = {
  ArrowUp: { steps: { rows: -1 }, edge: { toRow: "first" } },
  ArrowDown: { steps: { rows: 1 }, edge: { toRow: "last" } },
  ArrowLeft: { steps: { columns: -1 }, edge: { toColumn: "first" } },
  ArrowRight: { steps: { columns: 1 }, edge: { toColumn: "last" } },
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
  Enter: () => ({ do: "edit" }),
  F2: () => ({ do: "edit" }),
  Escape: () => ({ do: "collapse" }),
  Delete: () => ({ do: "clear" }),
  Backspace: () => ({ do: "clear" }),
};

/** What `press` means, or undefined when it is not the grid's: the browser and the page may have it. */
export function commandFor(press: KeyPress): Command | undefined {
  if (press.alt) return undefined;
  const arrow = arrows[press.key];
  if (arrow) return { do: "move", motion: press.ctrl ? arrow.edge : arrow.steps, extend: press.shift };
  if (press.key === " " && press.shift) return { do: "select_rows" };
  if (press.key === " " && press.ctrl) return { do: "select_columns" };
  if (press.ctrl && press.key.toLowerCase() === "a" && !press.shift) return { do: "select_all" };
  const rule = rules[press.key];
  if (rule) return rule(press);
  if (!press.ctrl && isPrinted(press.key)) return { do: "type", text: press.key };
  return undefined;
}

/** Named keys are words (`F5`, `Dead`, `Process`); a key that prints is one character, however many code units. */
function isPrinted(key: string): boolean {
  return [...key].length === 1;
}
