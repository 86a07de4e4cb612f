import type { ImportJob, ImportState } from "@weft/api/import-shapes";
import { listImports } from "@weft/api/imports";
import { computed, ref } from "vue";
import { useApi } from "../../composables/useApi.ts";
import { usePageData } from "../../composables/usePageData.ts";
import { importStateLooks } from "../imports/import-states.ts";
import { useImportFeed } from "../imports/useImportFeed.ts";

/** Which imports of the team are wanted. */
export interface WantedImports {
  state?: ImportState;
  personId?: string;
  tableId?: string;
}

const pageLength = 50;

/** The imports of a workspace, newest first; the first page is kept up to date while it is all there is on screen. */
export async function useTeamImports(workspaceId: () => string | undefined, wanted: () => WantedImports) {
  const api = useApi();
  const isLoadingMore = ref(false);
  async function load(cursor?: string): Promise<{ imports: ImportJob[]; next: string | null }> {
    const id = workspaceId();
    if (!id) return { imports: [], next: null };
    return api.call(listImports, {
      params: { workspaceId: id },
      query: { limit: pageLength, cursor, ...wanted() },
    });
  }
  const loading = usePageData(
    () => `team-imports:${workspaceId()}:${JSON.stringify(wanted())}`,
    () => load(),
  );
  // Before anything is awaited: later nobody knows any more whose page this is.
  useImportFeed(take, renew, () => imports.value.some(({ state }) => importStateLooks[state].isActive));
  const { data } = await loading;
  const imports = computed(() => data.value?.imports ?? []);

  async function loadMore(): Promise<void> {
    const cursor = data.value?.next;
    if (!cursor || isLoadingMore.value) return;
    isLoadingMore.value = true;
    try {
      const page = await load(cursor);
      data.value = { imports: [...imports.value, ...page.imports], next: page.next };
    } finally {
      isLoadingMore.value = false;
    }
  }

  /** Asks the first page anew; what is shown stays when the server cannot be asked just now. */
  async function renew(): Promise<void> {
    if (imports.value.length > pageLength) return;
    const page = await load().catch(() => null);
    if (page) data.value = page;
  }

  function take(job: ImportJob): void {
    const isKnown = imports.value.some(({ id }) => id === job.id);
    const isWanted = !wanted().state || wanted().state === job.state;
    if (!isKnown || !isWanted || !data.value) return void renew();
    const newer = (shown: ImportJob) => (shown.id === job.id && job.step >= shown.step ? job : shown);
    data.value = { ...data.value, imports: imports.value.map(newer) };
  }
  return { imports, next: computed(() => data.value?.next ?? null), isLoadingMore, loadMore };
}
