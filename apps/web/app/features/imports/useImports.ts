import type { ImportJob } from "@weft/api/import-shapes";
import { listImports } from "@weft/api/imports";
import { computed, onMounted, onUnmounted, ref } from "vue";
import { useAsyncData } from "#imports";
import { useApi } from "../../composables/useApi.ts";
import { useSession } from "../../composables/useSession.ts";
import { importStateLooks } from "./import-states.ts";

interface Page {
  imports: ImportJob[];
  next: string | null;
}

const pageLength = 50;
/** How often a list with running imports asks anew, in case the socket is away. */
const renewMs = 2000;

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

  /** Renews the first page; what was loaded beyond it stays. */
  async function renew(): Promise<void> {
    if (document.hidden || !imports.value.some(({ state }) => importStateLooks[state].isActive)) return;
    const page = await load().catch(() => null);
    if (!page) return;
    const fresh = new Set(page.imports.map(({ id }) => id));
    const older = imports.value.filter(({ id }) => !fresh.has(id));
    loaded.data.value = {
      imports: [...page.imports, ...older],
      next: older.length > 0 ? loaded.data.value.next : page.next,
    };
  }

  let timer: ReturnType<typeof setInterval> | undefined;
  onMounted(() => (timer = setInterval(renew, renewMs)));
  onUnmounted(() => clearInterval(timer));

  return {
    imports,
    next: computed(() => loaded.data.value.next),
    isLoadingMore,
    loadMore,
    refresh: () => loaded.refresh(),
    ready: loaded,
  };
}
