import type { Base, TableSummary } from "@weft/api/bases";
import { getBase, getTable, listBases } from "@weft/api/bases";
import { computed } from "vue";
import { useAsyncData, useRoute, useState } from "#imports";
import { useApi } from "./useApi.ts";
import { useSession } from "./useSession.ts";

/** The bases of the workspace on screen with their tables, held once for sidebar, pages and palette. */
export function useBases() {
  const api = useApi();
  const route = useRoute();
  const { workspace, workspaces, chooseWorkspace } = useSession();
  // Asked for once while the server makes a page: another answer, to a part of it that comes later, would not be what the first drew.
  const loaded = useAsyncData<Base[]>(() => `bases:${workspace.value?.id}`, load, {
    default: () => [],
    dedupe: "defer",
    getCachedData: (key, app) => (import.meta.server || app.isHydrating ? app.payload.data[key] : app.static.data[key]),
  });
  async function load(): Promise<Base[]> {
    if (!workspace.value) return [];
    return (await api.call(listBases, { params: { workspaceId: workspace.value.id } })).bases;
  }

  const { data } = loaded;
  /** How often the list was asked for, and how many of its things are on their way to another place. */
  const state = useState("bases-asked", () => ({ asked: 0, moves: 0 })).value;

  /** Asks anew; what is shown stays when that fails, and who asked is told. */
  async function refresh(): Promise<void> {
    if (state.moves > 0) return;
    const number = (state.asked += 1);
    const list = await load();
    if (state.asked === number) data.value = list;
  }
  /** Shows another order at once and has it saved; an answer from before that would show the former order again. */
  async function arrange(ordered: Base[], save: () => Promise<unknown>): Promise<void> {
    data.value = ordered;
    state.asked += 1;
    state.moves += 1;
    await save().finally(() => (state.moves -= 1));
    await refresh().catch(() => undefined);
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
