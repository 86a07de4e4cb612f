import type { ImportJob } from "@weft/api/import-shapes";
import { cancelImport, getImport, retryImport, startImport, undoImport, watchImport } from "@weft/api/imports";
import { computed, onMounted, onUnmounted, watch } from "vue";
import { useApi } from "../../composables/useApi.ts";
import { useBases } from "../../composables/useBases.ts";
import { usePageData } from "../../composables/usePageData.ts";
import { importStateLooks } from "./import-states.ts";

/** One import, followed live while something happens to it, and what can be done with it. */
export async function useImport(importId: string) {
  const api = useApi();
  const params = { importId };
  const { refresh: refreshBases } = useBases();
  let events: EventSource | null = null;
  onMounted(() => watch(isActive, follow, { immediate: true }));
  onUnmounted(unfollow);
  const { data } = await usePageData(`import:${importId}`, () => api.call(getImport, { params }));

  function isActive(): boolean {
    return data.value !== undefined && importStateLooks[data.value.state].isActive;
  }

  /** Server-sent events: they connect again by themselves, and begin with the state at that moment. */
  function follow(active: boolean): void {
    unfollow();
    if (!active) return;
    events = new EventSource(api.urlOf(watchImport, params));
    events.addEventListener("import", (event: MessageEvent<string>) => set(JSON.parse(event.data) as ImportJob));
  }

  function unfollow(): void {
    events?.close();
    events = null;
  }

  function set(job: ImportJob): void {
    const wasActive = isActive();
    data.value = job;
    if (wasActive && !isActive()) void refreshBases();
  }

  return {
    job: computed(() => data.value as ImportJob),
    set,
    start: async () => set(await api.call(startImport, { params })),
    cancel: async () => set(await api.call(cancelImport, { params })),
    retry: async () => set(await api.call(retryImport, { params })),
    undo: async () => {
      set(await api.call(undoImport, { params }));
      await refreshBases();
    },
  };
}
