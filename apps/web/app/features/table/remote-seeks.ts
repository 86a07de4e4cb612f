import type { Client } from "@weft/api/client";
import { summarizeRows } from "@weft/api/figures";
import { locateRow, seekRow } from "@weft/api/seeks";
import type { Field } from "@weft/model/fields/field";
import type { RowSource } from "@weft/ui/grid/row-source";
import { totalKinds } from "@weft/ui/grid/totals";

interface RemoteSeeksOptions {
  api: Client;
  tableId: string;
  fields: readonly Field[];
  /** The present list, as calls say it. */
  query(): { filter?: string; search?: string; sort?: string; group?: string; zone?: string };
}

/** What a grid asks of rows it does not hold: where one stands, where the next filled cell is, what many come to. */
export function createRemoteSeeks(
  options: RemoteSeeksOptions,
): Required<Pick<RowSource, "locate" | "seek" | "totals">> {
  const { api, tableId, fields, query } = options;
  const ofRow = (rowId: number) => ({ tableId, rowId });

  return {
    locate: async (rowId, signal) => (await api.call(locateRow, { params: ofRow(rowId), query: query(), signal })).row,
    async seek(rowId, { fieldId, to, by }, signal) {
      const wanted = { field: fieldId, to, way: by === 1 ? ("down" as const) : ("up" as const) };
      return (await api.call(seekRow, { params: ofRow(rowId), query: { ...query(), ...wanted }, signal })).steps;
    },
    async totals(fieldIds, { first, end }, signal) {
      const chosen = fields.filter(({ id }) => fieldIds.includes(id));
      const figures = JSON.stringify(Object.fromEntries(chosen.map(({ id, type }) => [id, totalKinds(type)])));
      const stretch = { offset: first, limit: end - first };
      return (
        await api.call(summarizeRows, { params: { tableId }, query: { ...query(), ...stretch, figures }, signal })
      ).figures;
    },
  };
}
