import { updateField } from "@weft/api/fields";
import type { Field } from "@weft/model/fields/field";
import { computed } from "vue";
import { useApi } from "../../composables/useApi.ts";
import { useReport } from "../../composables/useReport.ts";
import { useText } from "../../composables/useText.ts";
import { moveBefore, orderFields, orderOf } from "./column-order.ts";
import type { useTable } from "./useTable.ts";

/** The order of columns as this person looks at them, which columns stay in sight, and the order kept for everybody. */
export function useColumnLook({ table, fields, look, changeLook, refreshTable, undo }: ReturnType<typeof useTable>) {
  const api = useApi();
  const report = useReport();
  const { t } = useText();

  /** All fields in the order of the look, hidden ones too. */
  const ordered = computed(() => orderFields(fields.value, look.value.order));
  const shown = computed(() => ordered.value.filter(({ id }) => !look.value.hidden.includes(id)));

  function put(ids: readonly string[]): void {
    changeLook({ order: orderOf(fields.value, ids) });
  }

  function move(moved: readonly string[], before: string | null): void {
    put(
      moveBefore(
        ordered.value.map(({ id }) => id),
        moved,
        before,
      ),
    );
  }

  /** The place of a field among those that are shown; -1 for a hidden one. */
  function placeOf(field: Field): number {
    return shown.value.findIndex(({ id }) => id === field.id);
  }

  /** Moves a column by one among those that are shown. */
  function moveBy(field: Field, by: 1 | -1): void {
    const at = placeOf(field);
    const before = by === 1 ? shown.value[at + 2] : shown.value[at - 1];
    if (shown.value[at + by]) move([field.id], before?.id ?? null);
  }

  /** Gives the table itself the order of the look: one step to undo. */
  async function keepForAll(): Promise<void> {
    const wanted = ordered.value.map(({ id }) => id);
    let now = fields.value.map(({ id }) => id);
    const changes: (number | null)[] = [];
    await report.attempt(async () => {
      for (let at = look.value.order.length - 1; at >= 0; at -= 1) {
        const before = wanted[at + 1] ?? null;
        if ((now[now.indexOf(wanted[at]!) + 1] ?? null) === before) continue;
        const params = { tableId: table.value.id, fieldId: wanted[at]! };
        changes.push((await api.call(updateField, { params, body: { before } })).change);
        now = moveBefore(now, [wanted[at]!], before);
      }
      undo.remember(...changes);
      changeLook({ order: [] });
      await refreshTable();
      report.done(t("look.orderKept"));
    });
  }

  return {
    ordered,
    shown,
    placeOf,
    move,
    moveBy,
    keepForAll,
    resetOrder: () => changeLook({ order: [] }),
    freeze: (frozen: number) => changeLook({ frozen }),
  };
}
