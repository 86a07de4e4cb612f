import type { DropdownMenuItem } from "@nuxt/ui";
import type { Field } from "@weft/model/fields/field";
import type { FieldAction } from "./menu-lines.ts";
import { fieldLines, offeredActions } from "./menu-lines.ts";
import type { useColumnLook } from "./useColumnLook.ts";
import { useMenuItem } from "./useMenuItem.ts";
import type { useTable } from "./useTable.ts";

export interface FieldMenuOptions {
  page: ReturnType<typeof useTable>;
  columnLook: ReturnType<typeof useColumnLook>;
  canEdit(): boolean;
  run(action: FieldAction, fields: readonly Field[]): void;
}

/** What menus offer for fields: the one at a column's head, and the one of selected columns. */
export function useFieldMenu({ page, columnLook, canEdit, run }: FieldMenuOptions) {
  const itemOf = useMenuItem();
  const { look } = page;

  /** The entries of a menu for columns that stand side by side; `after` says when what is chosen is done. */
  function itemsOf(chosen: Field[], after = (work: () => void): void => work()): DropdownMenuItem[][] {
    const [field] = chosen;
    if (!field) return [];
    const isFrozen = look.value.frozen > 0;
    const isReordered = look.value.order.length > 0;
    const place = columnLook.placeOf(field);
    const isStuck: Partial<Record<FieldAction, boolean>> = {
      move_left: place === 0,
      move_right: place === columnLook.shown.value.length - 1,
    };
    return offeredActions({ isOne: chosen.length === 1, canEdit: canEdit(), isFrozen, isReordered }).map((section) =>
      section.map((action) => ({
        ...itemOf(fieldLines[action], () => after(() => run(action, chosen))),
        disabled: isStuck[action] ?? false,
      })),
    );
  }

  return { itemsOf };
}
