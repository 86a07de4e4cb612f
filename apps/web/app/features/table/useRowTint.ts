import type { Field } from "@weft/model/fields/field";
import type { GridRow, RowTint } from "@weft/ui/grid/row-source";
import type { ComputedRef, Ref } from "vue";
import { shallowRef, watch } from "vue";
import type { TableLook } from "./table-address.ts";

/** What colours rows by the rules of the look; what reads rules is loaded once there are any. */
export function useRowTint(fields: ComputedRef<readonly Field[]>, look: Ref<TableLook>, timeZone: ComputedRef<string>) {
  const tintOf = shallowRef<(row: GridRow) => RowTint | null>();
  const written = () => JSON.stringify(look.value.color);
  watch(
    [written, fields, timeZone],
    async () => {
      const rules = look.value.color;
      if (rules.length === 0) {
        tintOf.value = undefined;
        return;
      }
      const { createRowTint } = await import("./row-tint.ts");
      if (rules === look.value.color) tintOf.value = createRowTint(rules, fields.value, timeZone.value);
    },
    { immediate: true },
  );
  return tintOf;
}
