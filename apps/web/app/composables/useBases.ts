import type { Base, TableSummary } from "@weft/api/bases";
import { getBase, getTable, listBases } from "@weft/api/bases";
import { computed } from "vue";
import { useAsyncData, useRoute } from "#imports";
import { useApi } from "./useApi.ts";
import { useSession } from "./useSession.ts";

/** The bases of the workspace on screen with their tables, held once for sidebar, pages and palette. */
export function useBases() {
  const api = useApi();
  const route = useRoute();
  const { workspace, workspaces, chooseWorkspace } = useSession();
  const loaded = useAsyncData<Base[]>(() => `bases:${workspace.value?.id}`, load, { default: () => [] });
  async function load(): Promise<Base[]> {
    if (!workspace.value) return [];
    return (await api.call(listBases, { params: { workspaceId: workspace.value.id } })).bases;
  }

  /** Asks anew; what is shown stays when that fails, and who asked is told. */
  async function refresh(): Promise<void> {
    loaded.data.value = await load();
  }
  /** Shows another order at once, before the server has it. */
  function arrange(ordered: Base[]): void {
    loaded.data.value = ordered;
  }
  const bases = computed(() => loaded.data.value);
  const tableId = computed(() => (typeof route.params.tableId === "string" ? route.params.tableId : null));
  const baseId = computed(() => (typeof route.params.baseId === "string" ? route.params.baseId : null));

  /** The base on screen: of the address itself, or of its table. */
  const base = computed(() =>
    bases.value.find(({ id, tables }) => id === baseId.value || tables.some(({ id }) => id === tableId.value)),
  );
  const table = computed(() => base.value?.tables.find(({ id }) => id === tableId.value));

  /** An address may name a base of another workspace than the one last looked at: go to that one. */
  async function followAddress(): Promise<void> {
    if (base.value || !(baseId.value || tableId.value)) return;
    const found = await (
      tableId.value
        ? api.call(getTable, { params: { tableId: tableId.value } })
        : api.call(getBase, { params: { baseId: baseId.value ?? "" } })
    ).catch(() => null);
    if (!found || !workspaces.value.some(({ id }) => id === found.workspaceId)) return;
    if (found.workspaceId === workspace.value?.id) await refresh();
    else chooseWorkspace(found.workspaceId);
  }

  function findTable(id: string): { base: Base; table: TableSummary } | null {
    for (const base of bases.value) {
      const table = base.tables.find((each) => each.id === id);
      if (table) return { base, table };
    }
    return null;
  }

  return {
    bases,
    base,
    table,
    tableId,
    findTable,
    followAddress,
    refresh,
    arrange,
    isLoading: loaded.pending,
    ready: loaded,
  };
}
