import { listOwed } from "@weft/api/hand-ins";
import { computed } from "vue";
import { useAsyncData } from "#imports";
import { useApi } from "../../composables/useApi.ts";

/** What this person owes, held once for the side bar and the page. */
export function useOwed() {
  const api = useApi();
  const loaded = useAsyncData("owed", () => api.call(listOwed, {}), {
    default: () => ({ owed: [], accepted: [] }),
    dedupe: "defer",
  });
  return {
    owed: computed(() => loaded.data.value.owed),
    accepted: computed(() => loaded.data.value.accepted),
    /** Those that wait for this person; what is handed in waits for somebody else. */
    toDo: computed(() => loaded.data.value.owed.filter(({ state }) => state !== "handed_in").length),
    ready: loaded,
    refresh: loaded.refresh,
  };
}
