import type { TableSummary } from "@weft/api/bases";
import { createTable, deleteTable, duplicateTable, restoreTable, updateTable } from "@weft/api/bases";
import { navigateTo, useRoute } from "#imports";
import { useApi } from "../../composables/useApi.ts";
import { useBases } from "../../composables/useBases.ts";
import { useDialogs } from "../../composables/useDialogs.ts";
import { useReport } from "../../composables/useReport.ts";
import { useText } from "../../composables/useText.ts";
import { rememberStep } from "../table/undo-steps.ts";
import { placeBefore } from "./order.ts";

/** What can be done with tables, each with its dialog, its message and its way back. */
export function useTableActions() {
  const api = useApi();
  const route = useRoute();
  const { t } = useText();
  const { askName } = useDialogs();
  const report = useReport();
  const { bases, refresh, arrange } = useBases();

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

  function renameTable(table: TableSummary) {
    return askName({
      title: t("bases.renameTable"),
      label: t("common.name"),
      submitLabel: t("common.rename"),
      initial: table.name,
      save: async (name) => {
        const { change } = await api.call(updateTable, { params: { tableId: table.id }, body: { name } });
        rememberStep(table.id, change);
        await refresh();
      },
    });
  }

  /** Puts a table before another of its base, null = last: on screen at once, then on the server. */
  function moveTable(table: TableSummary, before: string | null): Promise<void> {
    const ordered = bases.value.map((base) =>
      base.id === table.baseId ? { ...base, tables: placeBefore(base.tables, table.id, before) } : base,
    );
    return arrange(ordered, () =>
      report.attempt(async () => {
        const { change } = await api.call(updateTable, { params: { tableId: table.id }, body: { before } });
        rememberStep(table.id, change);
      }),
    );
  }

  function copyTable(table: TableSummary) {
    return report.attempt(async () => {
      const copy = await api.call(duplicateTable, { params: { tableId: table.id }, body: {} });
      await refresh();
      await navigateTo(`/tables/${copy.id}`);
      report.done(t("bases.copied", { name: copy.name }));
    });
  }

  function removeTable(table: TableSummary) {
    return report.attempt(async () => {
      if (route.params.tableId === table.id) await navigateTo(`/bases/${table.baseId}`);
      await api.call(deleteTable, { params: { tableId: table.id } });
      await refresh();
      report.done(t("bases.inTrash", { name: table.name }), async () => {
        await api.call(restoreTable, { params: { tableId: table.id } });
        await refresh();
      });
    });
  }

  return { addTable, renameTable, moveTable, copyTable, removeTable };
}
