import type { Field } from "@weft/model/fields/field";
import type { ComputedRef } from "vue";
import { ref, watch } from "vue";
import { useRoute, useRouter } from "#imports";
import { fitLook } from "./fit-look.ts";
import type { TableLook } from "./table-address.ts";
import { readLook, readLost, writeLook } from "./table-address.ts";

/** The look that stands in the address, both ways: changing it changes the address, going back changes it. */
export function useTableLook(fields: ComputedRef<readonly Field[]>) {
  const route = useRoute();
  const router = useRouter();
  const look = ref<TableLook>(readLook(route.query, fields.value));
  /** What of the address that was opened could not be kept. */
  const lost = readLost(route.query, fields.value);
  const path = route.path;

  function change(part: Partial<TableLook>): void {
    look.value = { ...look.value, ...part };
  }

  /** Has the address say the look, and nothing that was lost. */
  function write(): void {
    if (route.path === path) void router.replace({ query: { ...route.query, ...writeLook(look.value) } });
  }

  const written = () => JSON.stringify(writeLook(look.value));
  watch(written, write);
  watch(
    () => route.query,
    (query) => {
      if (route.path !== path) return;
      const { look: next } = fitLook(readLook(query, fields.value), fields.value);
      if (JSON.stringify(writeLook(next)) !== written()) look.value = next;
    },
  );
  return { look, lost, change, write };
}
