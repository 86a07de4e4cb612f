import type { ComputedRef, Ref } from "vue";
import { computed, onMounted, ref } from "vue";
import type { RowHeight, TableLook } from "./table-address.ts";

/** One, two, four and seven lines of text. */
const rowHeightsPx: Record<RowHeight, number> = { short: 32, medium: 52, tall: 92, extra: 152 };
/** What a finger hits. */
const touchPx = 40;

/** Height of the rows in px; where one points by finger, it is never less than a finger needs. */
export function useRowHeight(look: Readonly<Ref<TableLook>>): ComputedRef<number> {
  const isTouch = ref(false);
  onMounted(() => (isTouch.value = matchMedia("(pointer: coarse)").matches));
  return computed(() => Math.max(rowHeightsPx[look.value.height], isTouch.value ? touchPx : 0));
}
