import { deleteField, updateField } from "@weft/api/fields";
import type { Field } from "@weft/model/fields/field";
import { useOverlay } from "#imports";
import { useApi } from "../../composables/useApi.ts";
import { useReport } from "../../composables/useReport.ts";
import { useText } from "../../composables/useText.ts";
import FieldDialog from "./FieldDialog.vue";
import type { FieldAction } from "./FieldMenu.vue";
import { conditionOn, draftOf, filterOf } from "./filter-draft.ts";
import type { useTable } from "./useTable.ts";

/** What a field's menu does. */
export function useFieldActions(page: ReturnType<typeof useTable>, openFilter: () => void) {
  const api = useApi();
  const report = useReport();
  const overlay = useOverlay();
  const { t } = useText();
  const { table, fields, look, changeLook, refreshTable, undo } = page;

  async function edit(field: Field | null, before?: string): Promise<void> {
    const dialog = overlay.create(FieldDialog, { destroyOnClose: true });
    const changes = await dialog.open({ tableId: table.value.id, field, before }).result;
    if (!changes?.length) return;
    undo.remember(...changes);
    await refreshTable();
    const [first] = changes;
    if (field && first) report.done(t("table.fieldChanged", { field: field.name }), () => undo.takeBack(first));
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

  /** The shown fields on both sides of one. */
  function besides(field: Field): { left?: Field; right?: Field } {
    const shown = fields.value.filter(({ id }) => !look.value.hidden.includes(id));
    const at = shown.findIndex(({ id }) => id === field.id);
    return { left: shown[at - 1], right: shown[at + 1] };
  }

  /** Puts a field before another, null = last. */
  async function move(field: Field, before: string | null): Promise<void> {
    const params = { tableId: table.value.id, fieldId: field.id };
    await report.attempt(async () => {
      undo.remember((await api.call(updateField, { params, body: { before } })).change);
      await refreshTable();
    });
  }

  function idAfter(field: Field): string | null {
    return fields.value[fields.value.indexOf(field) + 1]?.id ?? null;
  }

  function filterBy(field: Field): void {
    const draft = draftOf(look.value.filter, fields.value);
    draft.parts.push({ ...conditionOn(field), op: "is_not_empty", value: null });
    changeLook({ filter: filterOf(draft) });
    openFilter();
  }

  function run(action: FieldAction, field: Field): void {
    const at = fields.value.findIndex(({ id }) => id === field.id);
    const { left, right } = besides(field);
    const actions: Record<FieldAction, () => unknown> = {
      edit: () => edit(field),
      sort_up: () => changeLook({ sort: [{ field: field.id, direction: "asc" }] }),
      sort_down: () => changeLook({ sort: [{ field: field.id, direction: "desc" }] }),
      filter: () => filterBy(field),
      insert_left: () => edit(null, field.id),
      insert_right: () => edit(null, fields.value[at + 1]?.id),
      move_left: () => left && move(field, left.id),
      move_right: () => right && move(field, idAfter(right)),
      hide: () => changeLook({ hidden: [...look.value.hidden, field.id] }),
      delete: () => remove(field),
    };
    void actions[action]();
  }

  return { run, besides, addField: () => edit(null) };
}
