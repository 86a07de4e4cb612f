import type { ImportJob } from "@weft/api/import-shapes";
import { listImports } from "@weft/api/imports";
import { computed, ref } from "vue";
import { useAsyncData } from "#imports";
import { useApi } from "../../composables/useApi.ts";
import { useSession } from "../../composables/useSession.ts";
import { importStateLooks } from "./import-states.ts";
import { useImportFeed } from "./useImportFeed.ts";

interface Page {
  imports: ImportJob[];
  next: string | null;
}

const pageLength = 50;

/** The imports of the workspace on screen, newest first; those that run are kept up to date. */
export function useImports(baseId: () => string | undefined = () => undefined) {
  const api = useApi();
  const { workspace } = useSession();
  const isLoadingMore = ref(false);

  const load = (cursor?: string): Promise<Page> =>
    api.call(listImports, {
      params: { workspaceId: workspace.value?.id ?? "" },
      query: { limit: pageLength, cursor, baseId: baseId() },
    });
  const loaded = useAsyncData<Page>(
    () => `imports:${workspace.value?.id}:${baseId() ?? ""}`,
    async () => (workspace.value ? load() : { imports: [], next: null }),
    { default: () => ({ imports: [], next: null }) },
  );
  const imports = computed(() => loaded.data.value.imports);

  async function loadMore(): Promise<void> {
    const { next } = loaded.data.value;
    if (next === null || isLoadingMore.value) return;
    isLoadingMore.value = true;
    try {
      const page = await load(next);
      loaded.data.value = { imports: [...imports.value, ...page.imports], next: page.next };
    } finally {
      isLoadingMore.value = false;
    }
  }

  useImportFeed(take, renew, () => imports.value.some(({ state }) => importStateLooks[state].isActive));

  /** Renews the first page; what is shown stays when the server cannot be asked just now. */
  async function renew(): Promise<void> {
    const page = workspace.value ? await load().catch(() => null) : null;
    if (!page) return;
    const fresh = new Set(page.imports.map(({ id }) => id));
    const older = imports.value.length > pageLength ? imports.value.filter(({ id }) => !fresh.has(id)) : [];
    const next = older.length > 0 ? loaded.data.value.next : page.next;
    const known = new Map(imports.value.map((job) => [job.id, job]));
    const renewed = page.imports.map((job) => newerOf(known.get(job.id) ?? job, job));
    loaded.data.value = { imports: [...renewed, ...older], next };
  }

  function take(job: ImportJob): void {
    if (baseId() !== undefined && baseId() !== job.baseId) return;
    const isKnown = imports.value.some(({ id }) => id === job.id);
    const others = isKnown ? imports.value.map((each) => newerOf(each, job)) : [job, ...imports.value];
    loaded.data.value = { imports: others, next: loaded.data.value.next };
  }

  return {
    imports,
    next: computed(() => loaded.data.value.next),
    isLoadingMore,
    loadMore,
    ready: loaded,
  };
}

/** An answer may arrive after the telling of a later step. Of different imports the first. */
function newerOf(shown: ImportJob, heard: ImportJob): ImportJob {
  return heard.id === shown.id && heard.step >= shown.step ? heard : shown;
}
