import { limits } from "@weft/model/fields/field";
import type { GridHandle } from "@weft/ui/grid/grid-handle";
import type { RowsCommand } from "@weft/ui/grid/keys";
import type { GridRow } from "@weft/ui/grid/row-source";
import type { ShallowRef } from "vue";
import { useReport } from "../../composables/useReport.ts";
import { useText } from "../../composables/useText.ts";
import type { useTable } from "./useTable.ts";

interface RowActionsOptions {
  page: ReturnType<typeof useTable>;
  grid: Readonly<ShallowRef<GridHandle | null>>;
  takeBack(): Promise<void>;
}

/** What is done with whole rows, each as one step to undo. */
export function useRowActions({ page, grid, takeBack }: RowActionsOptions) {
  const report = useReport();
  const { t } = useText();
  const { source, may } = page;

  async function write(count: number, work: () => Promise<unknown>, said: "table.deleted" | "menu.duplicated") {
    if (count === 0) return false;
    return report.attempt(async () => {
      if (count > limits.writeRowsMax) throw new Error(t("menu.tooManyRows", { max: limits.writeRowsMax }));
      await work();
      report.done(t(said, { count }), takeBack);
    });
  }

  /** Answers whether they are deleted. */
  function remove(ids: number[]): Promise<boolean> {
    const work = () =>
      ids.length > limits.batchRowsMax
        ? source.value.write({ delete: ids }, { parse: false })
        : source.value.delete(ids);
    return write(ids.length, work, "table.deleted");
  }

  async function run(what: RowsCommand): Promise<void> {
    const handle = grid.value;
    const selected = handle?.selected();
    if (!handle || !may("row.update")) return;
    if (what === "add") return handle.addRow();
    const said = what === "delete" ? "table.deleted" : "menu.duplicated";
    const count = selected ? selected.bottom - selected.top + 1 : 0;
    // Refused before so many are read.
    if (count > limits.writeRowsMax) await write(count, async () => {}, said);
    else if (what === "delete") await withRows(handle, (rows) => remove(rows.map(({ id }) => id)));
    else await withRows(handle, copy);
  }

  async function withRows(handle: GridHandle, work: (rows: GridRow[]) => Promise<unknown>): Promise<void> {
    await report.attempt(async () => work(await handle.selectedRows()));
  }

  function copy(rows: GridRow[]): Promise<boolean> {
    const { fields } = source.value;
    const create = rows.map(({ cells }) => Object.fromEntries(fields.map(({ id }, at) => [id, cells[at] ?? null])));
    return write(create.length, () => source.value.write({ create }, { parse: false }), "menu.duplicated");
  }

  return { run, remove };
}
