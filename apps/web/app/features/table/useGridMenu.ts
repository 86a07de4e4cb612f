import type { DropdownMenuItem } from "@nuxt/ui";
import type { Field } from "@weft/model/fields/field";
import type { Filter } from "@weft/model/filter";
import type { GridAct, GridHandle } from "@weft/ui/grid/grid-handle";
import type { RowsCommand } from "@weft/ui/grid/keys";
import type { MenuRequest } from "@weft/ui/grid/use-context-menu";
import type { ShallowRef } from "vue";
import { shallowRef } from "vue";
import { useText } from "../../composables/useText.ts";
import type { FieldAction } from "./FieldMenu.vue";

export interface GridMenuOptions {
  grid: Readonly<ShallowRef<GridHandle | null>>;
  canEdit(): boolean;
  canEditFields(): boolean;
  /** Rows stand in an order of people's own. */
  hasOwnOrder(): boolean;
  runFieldAction(action: FieldAction, field: Field): void;
  runRows(what: RowsCommand): void;
  /** Shows only rows whose field is this cell's value, or all but those. */
  filterBy(condition: Filter): void;
  hide(fieldIds: string[]): void;
  onFault(error: unknown): void;
}

/** The menu of cells, rows and columns: what it offers for what is selected, each with its key. */
export function useGridMenu(options: GridMenuOptions) {
  const { grid, canEdit } = options;
  const { t } = useText();
  const request = shallowRef<MenuRequest | null>(null);
  const items = shallowRef<DropdownMenuItem[][]>([]);

  function ask(asked: MenuRequest): void {
    const selected = grid.value?.selected();
    if (!selected) return;
    const groups = {
      cells: () => [...cellItems(selected.fields), rowItems(selected.bottom - selected.top + 1)],
      rows: () => [clipboardItems(), rowItems(selected.bottom - selected.top + 1)],
      columns: () => columnItems(selected.fields),
    };
    items.value = groups[asked.kind]().filter((group) => group.length > 0);
    request.value = asked;
  }

  function act(what: GridAct, label: string, icon: string, kbds: string[]): DropdownMenuItem {
    return { label, icon, kbds, onSelect: () => afterClosing(() => grid.value?.act(what)) };
  }

  /** The menu holds the keyboard until it is closed; what is done to cells wants it back first. */
  function afterClosing(work: () => unknown): void {
    requestAnimationFrame(() => requestAnimationFrame(() => void work()));
  }

  function clipboardItems(): DropdownMenuItem[] {
    const copy = act("copy", t("menu.copy"), "i-lucide-copy", ["meta", "c"]);
    if (!canEdit()) return [copy];
    return [
      act("cut", t("menu.cut"), "i-lucide-scissors", ["meta", "x"]),
      copy,
      { label: t("menu.paste"), icon: "i-lucide-clipboard", kbds: ["meta", "v"], onSelect: () => void paste() },
      act("clear", t("menu.clear"), "i-lucide-eraser", ["delete"]),
    ];
  }

  async function paste(): Promise<void> {
    try {
      // Without https a browser lets no page read the clipboard but by its own key.
      if (!navigator.clipboard) throw new Error(t("menu.pasteByKey"));
      const text = await navigator.clipboard.readText();
      afterClosing(() => grid.value?.pasteText(text));
    } catch (error) {
      options.onFault(error instanceof DOMException ? new Error(t("menu.pasteByKey")) : error);
    }
  }

  function cellItems(fields: Field[]): DropdownMenuItem[][] {
    const [field] = fields;
    const open = [
      ...(canEdit() ? [act("edit", t("menu.edit"), "i-lucide-pencil", ["enter"])] : []),
      act("open_row", t("menu.openRow"), "i-lucide-panel-right-open", ["shift", "enter"]),
    ];
    const fill = canEdit() ? [act("fill_down", t("menu.fillDown"), "i-lucide-arrow-down-to-line", ["meta", "d"])] : [];
    const narrow = field && fields.length === 1 && field.type !== "json" ? filterItems(field) : [];
    return [open, [...clipboardItems(), ...fill], narrow];
  }

  function filterItems(field: Field): DropdownMenuItem[] {
    const item = (isDenied: boolean): DropdownMenuItem => ({
      label: t(isDenied ? "menu.filterOut" : "menu.filterTo"),
      icon: isDenied ? "i-lucide-filter-x" : "i-lucide-filter",
      onSelect: () => filterTo(field, isDenied),
    });
    return [item(false), item(true)];
  }

  function filterTo(field: Field, isDenied: boolean): void {
    const value = grid.value?.activeValue(field.id);
    if (value === undefined) return;
    const isEmpty = value === null || value === "";
    if (isEmpty) options.filterBy({ field: field.id, op: isDenied ? "is_not_empty" : "is_empty" });
    else options.filterBy({ field: field.id, op: isDenied ? "is_not" : "is", value });
  }

  function rowItems(count: number): DropdownMenuItem[] {
    if (!canEdit()) return [];
    const item = (what: RowsCommand, label: string, icon: string, kbds: string[]): DropdownMenuItem => ({
      label,
      icon,
      kbds,
      color: what === "delete" ? ("error" as const) : undefined,
      onSelect: () => afterClosing(() => options.runRows(what)),
    });
    return [
      ...(options.hasOwnOrder()
        ? [item("add_above", t("menu.addAbove"), "i-lucide-arrow-up-to-line", ["meta", "shift", "enter"])]
        : []),
      item("add_below", t(options.hasOwnOrder() ? "menu.addBelow" : "menu.addRow"), "i-lucide-arrow-down-to-line", [
        "meta",
        "enter",
      ]),
      item("duplicate", t("menu.duplicateRows", { count }), "i-lucide-copy-plus", ["meta", "shift", "d"]),
      item("delete", t("menu.deleteRows", { count }), "i-lucide-trash-2", ["meta", "backspace"]),
    ];
  }

  function columnItems(fields: Field[]): DropdownMenuItem[][] {
    const [first] = fields;
    const last = fields.at(-1);
    if (!first || !last) return [];
    const of = (action: FieldAction, field: Field, label: string, icon: string, kbds?: string[]): DropdownMenuItem => ({
      label,
      icon,
      kbds,
      color: action === "delete" ? ("error" as const) : undefined,
      onSelect: () => afterClosing(() => options.runFieldAction(action, field)),
    });
    const isOne = fields.length === 1;
    const hide = {
      label: t("table.hide"),
      icon: "i-lucide-eye-off",
      onSelect: () => options.hide(fields.map(({ id }) => id)),
    };
    const look = [
      ...(isOne
        ? [
            of("sort_up", first, t("table.sortUp"), "i-lucide-arrow-up-narrow-wide"),
            of("sort_down", first, t("table.sortDown"), "i-lucide-arrow-down-wide-narrow"),
            of("filter", first, t("table.filterBy"), "i-lucide-list-filter"),
          ]
        : []),
      hide,
    ];
    const place = [
      ...(isOne
        ? [
            of("move_left", first, t("table.moveLeft"), "i-lucide-arrow-left", ["alt", "shift", "arrowleft"]),
            of("move_right", first, t("table.moveRight"), "i-lucide-arrow-right", ["alt", "shift", "arrowright"]),
          ]
        : []),
      of("freeze_to", last, t("look.freezeTo"), "i-lucide-snowflake"),
    ];
    if (!options.canEditFields()) return [clipboardItems(), look, place];
    const change = isOne
      ? [
          of("edit", first, t("table.editField"), "i-lucide-pencil"),
          of("insert_left", first, t("table.insertLeft"), "i-lucide-arrow-left-to-line"),
          of("insert_right", first, t("table.insertRight"), "i-lucide-arrow-right-to-line"),
          of("duplicate", first, t("look.duplicateField"), "i-lucide-copy-plus"),
        ]
      : [];
    const remove = isOne ? [of("delete", first, t("table.deleteField"), "i-lucide-trash-2")] : [];
    return [clipboardItems(), look, place, change, remove];
  }

  return { request, items, ask };
}
