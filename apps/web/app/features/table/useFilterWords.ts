import { computed } from "vue";
import { useText } from "../../composables/useText.ts";
import type { FilterWords } from "./filter-words.ts";

/** The present person's words for filters. */
export function useFilterWords() {
  const { t, number, locale, timeZone } = useText();
  return computed<FilterWords>(() => ({ t, number, locale: locale.value, timeZone: timeZone.value }));
}
