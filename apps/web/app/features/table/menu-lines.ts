import type { GridAct } from "@weft/ui/grid/grid-handle";
import type { RowsCommand } from "@weft/ui/grid/keys";
import type { TextKey } from "../../language/messages.ts";

/** How a menu shows an action, and the keys that do the same, as Nuxt UI writes keys. */
export interface MenuLine {
  text: TextKey;
  icon: string;
  keys?: string[];
  /** It takes something away. */
  isGrave?: boolean;
}

/** What is done with the selected cells. */
export const actLines: Record<GridAct, MenuLine> = {
  edit: { text: "menu.edit", icon: "i-lucide-pencil", keys: ["enter"] },
  open_row: { text: "menu.openRow", icon: "i-lucide-panel-right-open", keys: ["shift", "enter"] },
  cut: { text: "menu.cut", icon: "i-lucide-scissors", keys: ["meta", "x"] },
  copy: { text: "menu.copy", icon: "i-lucide-copy", keys: ["meta", "c"] },
  copy_with_names: { text: "menu.copyWithNames", icon: "i-lucide-table-properties", keys: ["meta", "shift", "c"] },
  clear: { text: "menu.clear", icon: "i-lucide-eraser", keys: ["delete"] },
  fill_down: { text: "menu.fillDown", icon: "i-lucide-arrow-down-to-line", keys: ["meta", "d"] },
  rows_up: { text: "menu.rowsUp", icon: "i-lucide-arrow-up", keys: ["alt", "shift", "arrowup"] },
  rows_down: { text: "menu.rowsDown", icon: "i-lucide-arrow-down", keys: ["alt", "shift", "arrowdown"] },
  rows_top: { text: "menu.rowsTop", icon: "i-lucide-chevrons-up" },
  rows_to: { text: "menu.rowsTo", icon: "i-lucide-hash" },
};

export const pasteLine: MenuLine = { text: "menu.paste", icon: "i-lucide-clipboard", keys: ["meta", "v"] };

/** What is done with whole rows; the texts count them. */
export const rowLines: Record<RowsCommand, MenuLine> = {
  add_above: { text: "menu.addAbove", icon: "i-lucide-arrow-up-to-line", keys: ["meta", "shift", "enter"] },
  add_below: { text: "menu.addBelow", icon: "i-lucide-arrow-down-to-line", keys: ["meta", "enter"] },
  duplicate: { text: "menu.duplicateRows", icon: "i-lucide-copy-plus", keys: ["meta", "shift", "d"] },
  delete: { text: "menu.deleteRows", icon: "i-lucide-trash-2", keys: ["meta", "backspace"], isGrave: true },
};

/** What is done with fields, at a column's head or where columns are selected. */
export type FieldAction =
  | "edit"
  | "sort_up"
  | "sort_down"
  | "filter"
  | "hide"
  | "insert_left"
  | "insert_right"
  | "duplicate"
  | "move_left"
  | "move_right"
  | "reset_order"
  | "keep_order"
  | "freeze_to"
  | "freeze_none"
  | "fit"
  | "fit_all"
  | "delete";

export const fieldLines: Record<FieldAction, MenuLine> = {
  edit: { text: "table.editField", icon: "i-lucide-pencil" },
  sort_up: { text: "table.sortUp", icon: "i-lucide-arrow-up-narrow-wide" },
  sort_down: { text: "table.sortDown", icon: "i-lucide-arrow-down-wide-narrow" },
  filter: { text: "table.filterBy", icon: "i-lucide-list-filter" },
  hide: { text: "table.hide", icon: "i-lucide-eye-off" },
  insert_left: { text: "table.insertLeft", icon: "i-lucide-arrow-left-to-line" },
  insert_right: { text: "table.insertRight", icon: "i-lucide-arrow-right-to-line" },
  duplicate: { text: "look.duplicateField", icon: "i-lucide-copy-plus" },
  move_left: { text: "table.moveLeft", icon: "i-lucide-arrow-left", keys: ["alt", "shift", "arrowleft"] },
  move_right: { text: "table.moveRight", icon: "i-lucide-arrow-right", keys: ["alt", "shift", "arrowright"] },
  reset_order: { text: "look.resetOrder", icon: "i-lucide-rotate-ccw" },
  keep_order: { text: "look.keepOrder", icon: "i-lucide-users" },
  freeze_to: { text: "look.freezeTo", icon: "i-lucide-snowflake" },
  freeze_none: { text: "look.freezeNone", icon: "i-lucide-sun" },
  fit: { text: "look.fit", icon: "i-lucide-move-horizontal" },
  fit_all: { text: "look.fitAll", icon: "i-lucide-columns-3" },
  delete: { text: "table.deleteField", icon: "i-lucide-trash-2", isGrave: true },
};

const fieldSections: FieldAction[][] = [
  ["edit"],
  ["sort_up", "sort_down", "filter", "hide"],
  ["insert_left", "insert_right", "duplicate"],
  ["move_left", "move_right", "reset_order", "keep_order"],
  ["freeze_to", "freeze_none", "fit", "fit_all"],
  ["delete"],
];
/** These change the table, for everybody. */
const changing = new Set<FieldAction>(["edit", "insert_left", "insert_right", "duplicate", "keep_order", "delete"]);
/** These are done with several columns at once as well. */
const shared = new Set<FieldAction>(["hide", "freeze_to", "fit"]);

/** What the menus of columns depend on. */
export interface FieldMenuState {
  /** One column, not several. */
  isOne: boolean;
  canEdit: boolean;
  /** Some columns stay in sight. */
  isFrozen: boolean;
  /** Columns stand otherwise than in the table. */
  isReordered: boolean;
}

/** The actions offered for columns, in sections. */
export function offeredActions({ isOne, canEdit, isFrozen, isReordered }: FieldMenuState): FieldAction[][] {
  const isOffered = (action: FieldAction): boolean => {
    if (changing.has(action) && !canEdit) return false;
    if (action === "freeze_none" && !isFrozen) return false;
    if ((action === "reset_order" || action === "keep_order") && !isReordered) return false;
    return isOne || shared.has(action);
  };
  return fieldSections.map((section) => section.filter(isOffered)).filter((section) => section.length > 0);
}
