import type { Client } from "@weft/api/client";
import { summarizeRows } from "@weft/api/figures";
import { locateRow, seekRow } from "@weft/api/seeks";
import type { Field } from "@weft/model/fields/field";
import type { RowCount, RowSource } from "@weft/ui/grid/row-source";
import { totalKinds } from "@weft/ui/grid/totals";

interface RemoteSeeksOptions {
  api: Client;
  tableId: string;
  fields: readonly Field[];
  /** How many rows the present list has, and the list as calls say it. */
  count(): RowCount;
  query(): { filter?: string; search?: string; sort?: string; group?: string; zone?: string };
}

/** What a grid asks of rows it does not hold: where one stands, where the next filled cell is, what many come to. */
export function createRemoteSeeks(
  options: RemoteSeeksOptions,
): Required<Pick<RowSource, "locate" | "seek" | "totals">> {
  const { api, tableId, fields, count, query } = options;
  const ofRow = (rowId: number) => ({ tableId, rowId });

  return {
    locate: async (rowId, signal) => (await api.call(locateRow, { params: ofRow(rowId), query: query(), signal })).row,
    async seek(rowId, { fieldId, to, by }, signal) {
      const wanted = { field: fieldId, to, way: by === 1 ? ("down" as const) : ("up" as const) };
      return (await api.call(seekRow, { params: ofRow(rowId), query: { ...query(), ...wanted }, signal })).steps;
    },
    async totals(fieldIds, { first, end }, signal) {
      const wanted = fields.filter(({ id }) => fieldIds.includes(id));
      const figures = JSON.stringify(Object.fromEntries(wanted.map(({ id, type }) => [id, totalKinds(type)])));
      const { sort, group, ...chosen } = query();
      const isWhole = first === 0 && count().exact && end >= count().rows;
      // What all rows come to does not depend on their order.
      const stretch = isWhole ? {} : { sort, group, offset: first, limit: end - first };
      return (await api.call(summarizeRows, { params: { tableId }, query: { ...chosen, ...stretch, figures }, signal }))
        .figures;
    },
  };
}
