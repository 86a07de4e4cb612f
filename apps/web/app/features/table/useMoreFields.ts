import { createField } from "@weft/api/fields";
import type { AddedFields } from "@weft/ui/grid/use-bulk";
import { useApi } from "../../composables/useApi.ts";
import { useText } from "../../composables/useText.ts";
import type { useTable } from "./useTable.ts";

/**
 * Adds text fields at the end, named by their place, for what is pasted beyond the last column: one step to undo, with
 * the paste that follows.
 */
export function useMoreFields({ table, fields, undo, refreshTable }: ReturnType<typeof useTable>) {
  const api = useApi();
  const { t } = useText();

  return async function addFields(count: number): Promise<AddedFields> {
    const names = new Set(fields.value.map(({ name }) => name));
    const changes: (number | null)[] = [];
    try {
      for (let number = fields.value.length + 1; changes.length < count; number += 1) {
        const name = t("table.fieldNumbered", { number });
        if (names.has(name)) continue;
        const body = { name, type: "text" as const, options: {} };
        const { change } = await api.call(createField, { params: { tableId: table.value.id }, body });
        changes.push(change);
      }
    } finally {
      undo.remember(...changes);
      await refreshTable();
    }
    const along = changes.filter((change) => change !== null);
    return { along, takeBack: async () => void (await undo.takeBack(along[0]!)) };
  };
}
