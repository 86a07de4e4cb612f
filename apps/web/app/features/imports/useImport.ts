import type { ImportJob } from "@weft/api/import-shapes";
import { cancelImport, getImport, retryImport, startImport, undoImport } from "@weft/api/imports";
import { computed } from "vue";
import { useApi } from "../../composables/useApi.ts";
import { useBases } from "../../composables/useBases.ts";
import { usePageData } from "../../composables/usePageData.ts";
import { importStateLooks } from "./import-states.ts";
import { useImportFeed } from "./useImportFeed.ts";

/** One import, followed live while something happens to it, and what can be done with it. */
export async function useImport(importId: string) {
  const api = useApi();
  const params = { importId };
  const { refresh: refreshBases } = useBases();
  useImportFeed(
    (job) => job.id === importId && set(job),
    renew,
    () => data.value !== undefined && importStateLooks[data.value.state].isActive,
  );
  const { data } = await usePageData(`import:${importId}`, () => api.call(getImport, { params }));

  /** What is shown stays when the server cannot be asked just now. */
  async function renew(): Promise<void> {
    const fresh = await api.call(getImport, { params }).catch(() => null);
    if (fresh) set(fresh);
  }

  function set(job: ImportJob): void {
    const before = data.value;
    // An answer may arrive after the telling of a later step.
    if (before && job.step < before.step) return;
    data.value = job;
    if (before && importStateLooks[before.state].isActive && !importStateLooks[job.state].isActive)
      void refreshBases().catch(() => undefined);
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
