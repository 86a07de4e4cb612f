import { deleteField, duplicateField } from "@weft/api/fields";
import type { Field } from "@weft/model/fields/field";
import { defineAsyncComponent } from "vue";
import { useOverlay } from "#imports";
import { useApi } from "../../composables/useApi.ts";
import { useReport } from "../../composables/useReport.ts";
import { useText } from "../../composables/useText.ts";
import { conditionOn, draftOf, filterOf } from "./filter-draft.ts";
import type { FieldAction } from "./menu-lines.ts";
import type { useColumnLook } from "./useColumnLook.ts";
import type { useTable } from "./useTable.ts";

const FieldDialog = defineAsyncComponent(() => import("./FieldDialog.vue"));

interface FieldActionsOptions {
  page: ReturnType<typeof useTable>;
  columnLook: ReturnType<typeof useColumnLook>;
  openFilter(): void;
  /** Makes a column as wide as it needs to be, or all of them. */
  fit(fieldId?: string): void;
  /** Gives the keyboard to the grid. */
  focus(): void;
}

/** What is done with fields. */
export function useFieldActions({ page, columnLook, openFilter, fit, focus }: FieldActionsOptions) {
  const api = useApi();
  const report = useReport();
  const overlay = useOverlay();
  const { t } = useText();
  const { table, fields, look, changeLook, refreshTable, undo } = page;

  async function edit(field: Field | null, before?: string): Promise<void> {
    const dialog = overlay.create(FieldDialog, { destroyOnClose: true });
    // A menu is gone by then, and what it was opened from may not be known to the dialog.
    const giveBack = document.activeElement?.closest("[role=menu]") ? focus : undefined;
    const changes = await dialog.open({ tableId: table.value.id, field, before, giveBack }).result;
    if (!changes?.length) return;
    undo.remember(...changes);
    const known = new Set(fields.value.map(({ id }) => id));
    await refreshTable();
    const added = fields.value.find(({ id }) => !known.has(id));
    // Where the look has an order of its own, the new column stands in it beside the one it was asked for.
    if (added && before && look.value.order.length > 0) columnLook.move([added.id], before);
    const [first] = changes;
    if (field && first) report.done(t("table.fieldChanged", { field: field.name }), () => undo.takeBack(first));
  }

  /** Copies a field with its values; the copy stands to its right, in a look with an order of its own as well. */
  async function duplicate(field: Field): Promise<void> {
    const params = { tableId: table.value.id, fieldId: field.id };
    await report.attempt(async () => {
      const next = columnLook.ordered.value[columnLook.ordered.value.indexOf(field) + 1];
      const copy = await api.call(duplicateField, { params, body: {} });
      undo.remember(copy.change);
      await refreshTable();
      if (look.value.order.length > 0) columnLook.move([copy.id], next?.id ?? null);
    });
  }

  async function remove(field: Field): Promise<void> {
    const params = { tableId: table.value.id, fieldId: field.id };
    await report.attempt(async () => {
      const { change } = await api.call(deleteField, { params });
      undo.remember(change);
      await refreshTable();
      report.done(t("table.fieldDeleted", { field: field.name }), async () => change && undo.takeBack(change));
    });
  }

  function filterBy(field: Field): void {
    const draft = draftOf(look.value.filter, fields.value);
    draft.parts.push({ ...conditionOn(field), op: "is_not_empty", value: null });
    changeLook({ filter: filterOf(draft) });
    openFilter();
  }

  /** Of several columns that stand side by side, one counts where one is asked for: the first, and the last to freeze up to. */
  function run(action: FieldAction, chosen: readonly Field[]): void {
    const [field, last] = [chosen[0]!, chosen.at(-1)!];
    const at = columnLook.ordered.value.findIndex(({ id }) => id === field.id);
    const actions: Record<FieldAction, () => unknown> = {
      edit: () => edit(field),
      sort_up: () => changeLook({ sort: [{ field: field.id, direction: "asc" }] }),
      sort_down: () => changeLook({ sort: [{ field: field.id, direction: "desc" }] }),
      filter: () => filterBy(field),
      insert_left: () => edit(null, field.id),
      duplicate: () => duplicate(field),
      insert_right: () => edit(null, columnLook.ordered.value[at + 1]?.id),
      move_left: () => columnLook.moveBy(field, -1),
      move_right: () => columnLook.moveBy(field, 1),
      freeze_to: () => columnLook.freeze(columnLook.placeOf(last) + 1),
      freeze_none: () => columnLook.freeze(0),
      fit: () => chosen.forEach(({ id }) => fit(id)),
      fit_all: () => fit(),
      keep_order: columnLook.keepForAll,
      reset_order: columnLook.resetOrder,
      hide: () => changeLook({ hidden: [...look.value.hidden, ...chosen.map(({ id }) => id)] }),
      delete: () => remove(field),
    };
    void actions[action]();
  }

  return { run, addField: () => edit(null) };
}
