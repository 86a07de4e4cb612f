import type { DropdownMenuItem } from "@nuxt/ui";
import type { Field } from "@weft/model/fields/field";
import type { Filter } from "@weft/model/filter";
import type { GridAct, GridHandle } from "@weft/ui/grid/grid-handle";
import type { RowsCommand } from "@weft/ui/grid/keys";
import type { MenuRequest } from "@weft/ui/grid/use-context-menu";
import type { ShallowRef } from "vue";
import { shallowRef } from "vue";
import { useText } from "../../composables/useText.ts";
import { actLines, pasteLine, rowLines } from "./menu-lines.ts";
import { useMenuItem } from "./useMenuItem.ts";

export interface GridMenuOptions {
  grid: Readonly<ShallowRef<GridHandle | null>>;
  canEdit(): boolean;
  /** Rows stand in an order of people's own. */
  hasOwnOrder(): boolean;
  /** What is offered for fields; `after` runs what is chosen. */
  fieldItems(fields: Field[], after: (work: () => void) => void): DropdownMenuItem[][];
  runRows(what: RowsCommand): void;
  /** Shows only rows whose field is this cell's value, or all but those. */
  filterBy(condition: Filter): void;
  onFault(error: unknown): void;
}

/** The menu of cells, rows and columns: what it offers for what is selected, each with its key. */
export function useGridMenu(options: GridMenuOptions) {
  const { grid, canEdit, hasOwnOrder } = options;
  const { t } = useText();
  const itemOf = useMenuItem();
  const request = shallowRef<MenuRequest | null>(null);
  const items = shallowRef<DropdownMenuItem[][]>([]);

  function ask(asked: MenuRequest): void {
    const selected = grid.value?.selected();
    if (!selected) return;
    const { rows, fields } = selected;
    const groups = {
      cells: () => [...cellItems(fields), rowItems(rows)],
      rows: () => [clipboardItems(), moveItems(), rowItems(rows)],
      columns: () => [clipboardItems(), ...options.fieldItems(fields, afterClosing)],
    };
    items.value = groups[asked.kind]().filter((group) => group.length > 0);
    request.value = asked;
  }

  /** The menu holds the keyboard until it is closed; what is done to cells wants it back first. */
  function afterClosing(work: () => unknown): void {
    requestAnimationFrame(() => requestAnimationFrame(() => void work()));
  }

  function act(what: GridAct): DropdownMenuItem {
    return itemOf(actLines[what], () => afterClosing(() => grid.value?.act(what)));
  }

  function clipboardItems(): DropdownMenuItem[] {
    const copies = [act("copy"), act("copy_with_names")];
    if (!canEdit()) return copies;
    return [act("cut"), ...copies, itemOf(pasteLine, () => void paste()), act("clear")];
  }

  async function paste(): Promise<void> {
    try {
      // Without https a browser lets no page read the clipboard but by its own key.
      if (!navigator.clipboard) throw new Error(t("menu.pasteByKey"));
      // Beside the text the table, which says what its cells are: browsers that clean it leave that out.
      const read: (how: { unsanitized: string[] }) => Promise<ClipboardItems> = navigator.clipboard.read.bind(
        navigator.clipboard,
      );
      const items = await read({ unsanitized: ["text/html"] });
      const [text, html] = await Promise.all([textIn(items, "text/plain"), textIn(items, "text/html")]);
      afterClosing(() => grid.value?.pasteText(text, html));
    } catch (error) {
      options.onFault(error instanceof DOMException ? new Error(t("menu.pasteByKey")) : error);
    }
  }

  function cellItems(fields: Field[]): DropdownMenuItem[][] {
    const [field] = fields;
    const narrow = field && fields.length === 1 && field.type !== "json" ? filterItems(field) : [];
    if (!canEdit()) return [[act("open_row")], clipboardItems(), narrow];
    return [[act("edit"), act("open_row")], [...clipboardItems(), act("fill_down")], narrow];
  }

  function filterItems(field: Field): DropdownMenuItem[] {
    return [
      itemOf({ text: "menu.filterTo", icon: "i-lucide-filter" }, () => filterTo(field, false)),
      itemOf({ text: "menu.filterOut", icon: "i-lucide-filter-x" }, () => filterTo(field, true)),
    ];
  }

  function filterTo(field: Field, isDenied: boolean): void {
    const value = grid.value?.activeValue(field.id);
    if (value === undefined) return;
    const isEmpty = value === null || value === "";
    if (isEmpty) options.filterBy({ field: field.id, op: isDenied ? "is_not_empty" : "is_empty" });
    else options.filterBy({ field: field.id, op: isDenied ? "is_not" : "is", value });
  }

  function moveItems(): DropdownMenuItem[] {
    return canEdit() && hasOwnOrder() ? [act("rows_up"), act("rows_down"), act("rows_top"), act("rows_to")] : [];
  }

  function rowItems(count: number): DropdownMenuItem[] {
    if (!canEdit()) return [];
    const item = (what: RowsCommand, line = rowLines[what]) =>
      itemOf(line, () => afterClosing(() => options.runRows(what)), { count });
    const added = hasOwnOrder()
      ? [item("add_above"), item("add_below")]
      : [item("add_below", { ...rowLines.add_below, text: "menu.addRow" })];
    return count === 0 ? added : [...added, item("duplicate"), item("delete")];
  }

  return { request, items, ask };
}

async function textIn(items: ClipboardItem[], type: string): Promise<string> {
  const item = items.find(({ types }) => types.includes(type));
  return item ? (await item.getType(type)).text() : "";
}
