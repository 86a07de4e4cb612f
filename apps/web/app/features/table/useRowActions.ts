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
  const { source, look, may } = page;

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
    if (what === "add_above" || what === "add_below") return add(handle, what);
    const said = what === "delete" ? "table.deleted" : "menu.duplicated";
    const count = selected?.rows ?? 0;
    // Refused before so many are read.
    if (count > limits.writeRowsMax) await write(count, async () => {}, said);
    else if (what === "delete") await withRows(handle, (rows) => remove(rows.map(({ id }) => id)));
    else await withRows(handle, copy);
  }

  /** Adds a row beside the selected ones, or last where sorts or groups say what stands where. */
  async function add(handle: GridHandle, what: "add_above" | "add_below"): Promise<void> {
    const selected = handle.selected();
    const place = selected && (what === "add_above" ? selected.top : selected.bottom + 1);
    if (place === null || !hasOwnOrder()) return handle.addRow();
    await report.attempt(async () => {
      const [next] = await handle.readRows(place, place + 1);
      if (!next) return handle.addRow();
      await source.value.insert([{}], { before: next.id });
      handle.goToRow(place);
    });
  }

  /** Puts the rows from `first` to `last` before the one at `before`. */
  async function move(first: number, last: number, before: number): Promise<void> {
    const handle = grid.value;
    if (!handle || !hasOwnOrder()) return;
    await report.attempt(async () => {
      const count = last - first + 1;
      if (count > limits.writeRowsMax) throw new Error(t("menu.tooManyRows", { max: limits.writeRowsMax }));
      const [moved, [next]] = await Promise.all([
        handle.readRows(first, last + 1),
        handle.readRows(before, before + 1),
      ]);
      await source.value.move(
        moved.map(({ id }) => id),
        { before: next?.id ?? null },
      );
    });
  }

  function hasOwnOrder(): boolean {
    return look.value.sort.length === 0 && look.value.group.length === 0;
  }

  async function withRows(handle: GridHandle, work: (rows: GridRow[]) => Promise<unknown>): Promise<void> {
    await report.attempt(async () => work(await handle.selectedRows()));
  }

  /** Copies stand below the rows they were made of. */
  function copy(rows: GridRow[]): Promise<boolean> {
    const { fields } = source.value;
    const create = rows.map(({ cells }) => Object.fromEntries(fields.map(({ id }, at) => [id, cells[at] ?? null])));
    const after = grid.value?.selected()?.bottom;
    const copies = async () => {
      const [next] = hasOwnOrder() && after !== undefined ? await grid.value!.readRows(after + 1, after + 2) : [];
      if (next) await source.value.insert(create, { before: next.id });
      else await source.value.write({ create }, { parse: false });
    };
    return write(create.length, copies, "menu.duplicated");
  }

  return { run, remove, move, hasOwnOrder };
}
