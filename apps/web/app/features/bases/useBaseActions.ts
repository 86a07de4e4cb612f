import type { Base } from "@weft/api/bases";
import { createBase, deleteBase, duplicateBase, restoreBase, updateBase } from "@weft/api/bases";
import { navigateTo, useRoute } from "#imports";
import { useApi } from "../../composables/useApi.ts";
import { useBases } from "../../composables/useBases.ts";
import { useDialogs } from "../../composables/useDialogs.ts";
import { useReport } from "../../composables/useReport.ts";
import { useSession } from "../../composables/useSession.ts";
import { useText } from "../../composables/useText.ts";
import { placeBefore } from "./order.ts";

/** What can be done with bases, each with its dialog, its message and its way back. */
export function useBaseActions() {
  const api = useApi();
  const route = useRoute();
  const { t } = useText();
  const { askName } = useDialogs();
  const report = useReport();
  const { workspace } = useSession();
  const { bases, refresh, arrange } = useBases();

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

  function renameBase(base: Base) {
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

  /** Puts a base before another, null = last: on screen at once, then on the server. */
  function moveBase(base: Base, before: string | null): Promise<void> {
    return arrange(placeBefore(bases.value, base.id, before), () =>
      report.attempt(() => api.call(updateBase, { params: { baseId: base.id }, body: { before } })),
    );
  }

  function copyBase(base: Base) {
    return report.attempt(async () => {
      const copy = await api.call(duplicateBase, { params: { baseId: base.id }, body: {} });
      await refresh();
      await navigateTo(`/bases/${copy.id}`);
      report.done(t("bases.copied", { name: copy.name }));
    });
  }

  function removeBase(base: Base) {
    return report.attempt(async () => {
      const isOnScreen = route.params.baseId === base.id || base.tables.some(({ id }) => id === route.params.tableId);
      if (isOnScreen) await navigateTo("/");
      await api.call(deleteBase, { params: { baseId: base.id } });
      await refresh();
      report.done(t("bases.inTrash", { name: base.name }), async () => {
        await api.call(restoreBase, { params: { baseId: base.id } });
        await refresh();
      });
    });
  }

  return { bases, makeBase, addBase, addSampleBase, renameBase, moveBase, copyBase, removeBase };
}
