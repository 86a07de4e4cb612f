import type { Base } from "@weft/api/bases";
import {
  createBase,
  createTable,
  deleteBase,
  deleteTable,
  duplicateTable,
  restoreBase,
  restoreTable,
  updateBase,
  updateTable,
} from "@weft/api/bases";
import { navigateTo, useRoute } from "#imports";
import { useApi } from "../../composables/useApi.ts";
import { useBases } from "../../composables/useBases.ts";
import { useDialogs } from "../../composables/useDialogs.ts";
import { useReport } from "../../composables/useReport.ts";
import { useSession } from "../../composables/useSession.ts";
import { useText } from "../../composables/useText.ts";

interface Named {
  id: string;
  name: string;
}

/** What can be done with bases and tables, each with its dialog, its message and its way back. */
export function useBaseActions() {
  const api = useApi();
  const route = useRoute();
  const { t } = useText();
  const { askName } = useDialogs();
  const report = useReport();
  const { workspace } = useSession();
  const { bases, refresh } = useBases();

  async function makeBase(name: string, sample = false): Promise<Base> {
    const base = await api.call(createBase, {
      params: { workspaceId: workspace.value?.id ?? "" },
      body: { name, sample },
    });
    await refresh();
    return base;
  }

  function addBase() {
    return askName({
      title: t("bases.newBase"),
      label: t("common.name"),
      submitLabel: t("common.create"),
      save: async (name) => navigateTo(`/bases/${(await makeBase(name)).id}`),
    });
  }

  function addSampleBase() {
    return report.attempt(async () => {
      const base = await makeBase(t("bases.sampleName"), true);
      await navigateTo(base.tables[0] ? `/tables/${base.tables[0].id}` : `/bases/${base.id}`);
    });
  }

  function renameBase(base: Named) {
    return askName({
      title: t("bases.renameBase"),
      label: t("common.name"),
      submitLabel: t("common.rename"),
      initial: base.name,
      save: async (name) => {
        await api.call(updateBase, { params: { baseId: base.id }, body: { name } });
        await refresh();
      },
    });
  }

  function removeBase(base: Base) {
    return report.attempt(async () => {
      const isOnScreen = route.params.baseId === base.id || base.tables.some(({ id }) => id === route.params.tableId);
      if (isOnScreen) await navigateTo("/");
      await api.call(deleteBase, { params: { baseId: base.id } });
      await refresh();
      report.done(t("bases.baseDeleted", { name: base.name }), async () => {
        await api.call(restoreBase, { params: { baseId: base.id } });
        await refresh();
      });
    });
  }

  function addTable(baseId: string) {
    return askName({
      title: t("bases.newTable"),
      label: t("common.name"),
      submitLabel: t("common.create"),
      save: async (name) => {
        const table = await api.call(createTable, { params: { baseId }, body: { name } });
        await refresh();
        await navigateTo(`/tables/${table.id}`);
      },
    });
  }

  function renameTable(table: Named) {
    return askName({
      title: t("bases.renameTable"),
      label: t("common.name"),
      submitLabel: t("common.rename"),
      initial: table.name,
      save: async (name) => {
        await api.call(updateTable, { params: { tableId: table.id }, body: { name } });
        await refresh();
      },
    });
  }

  function copyTable(table: Named) {
    return report.attempt(async () => {
      const copy = await api.call(duplicateTable, { params: { tableId: table.id }, body: {} });
      await refresh();
      await navigateTo(`/tables/${copy.id}`);
      report.done(t("bases.tableCopied", { name: copy.name }));
    });
  }

  function removeTable(table: Named & { baseId: string }) {
    return report.attempt(async () => {
      if (route.params.tableId === table.id) await navigateTo(`/bases/${table.baseId}`);
      await api.call(deleteTable, { params: { tableId: table.id } });
      await refresh();
      report.done(t("bases.tableDeleted", { name: table.name }), async () => {
        await api.call(restoreTable, { params: { tableId: table.id } });
        await refresh();
      });
    });
  }

  return {
    bases,
    makeBase,
    addBase,
    addSampleBase,
    renameBase,
    removeBase,
    addTable,
    renameTable,
    copyTable,
    removeTable,
  };
}
