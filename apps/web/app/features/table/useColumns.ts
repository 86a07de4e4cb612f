import type { Field } from "@weft/model/fields/field";
import { cellTypes } from "@weft/ui/grid/cells/cell-types";
import type { GridColumn } from "@weft/ui/grid/grid-columns";
import type { ComputedRef, Ref } from "vue";
import { computed, onMounted, ref } from "vue";
import { orderFields } from "./column-order.ts";
import type { TableLook } from "./table-address.ts";

/**
 * The columns to show: fields that are not hidden, as wide as this person has made them in this browser. `lockOf` says why
 * they cannot change a field's cells.
 */
export function useColumns(
  tableId: string,
  fields: ComputedRef<readonly Field[]>,
  look: Ref<TableLook>,
  lockOf: (field: Field) => string | undefined,
) {
  const key = `weft.widths.${tableId}`;
  const widthsPx = ref<Record<string, number>>({});

  onMounted(() => {
    try {
      widthsPx.value = JSON.parse(localStorage.getItem(key) ?? "{}") as Record<string, number>;
    } catch {
      localStorage.removeItem(key);
    }
  });

  function resize(fieldId: string, widthPx: number): void {
    widthsPx.value = { ...widthsPx.value, [fieldId]: widthPx };
    localStorage.setItem(key, JSON.stringify(widthsPx.value));
  }

  const columns = computed<GridColumn[]>(() => {
    const cells = new Map(fields.value.map(({ id }, cell) => [id, cell]));
    return orderFields(fields.value, look.value.order)
      .filter(({ id }) => !look.value.hidden.includes(id))
      .map((field) => ({
        field,
        cell: cells.get(field.id) ?? -1,
        widthPx: widthsPx.value[field.id] ?? firstWidthPx(field),
        lock: lockOf(field),
      }));
  });
  return { columns, resize };
}

/** Wide enough for its name, within reason. */
function firstWidthPx(field: Field): number {
  return Math.max(cellTypes[field.type].widthPx, Math.min(240, field.name.length * 7.5 + 64));
}
