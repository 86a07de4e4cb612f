import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { rowSelection } from "./rows.ts";
import { idOf, rowId } from "./shapes.ts";

const params = z.object({ tableId: idOf("table"), rowId });
const { filter, search, sort, group, zone } = rowSelection;
const problems = ["table.not_found", "row.not_found", "filter.invalid", "field.not_found", "query.too_slow"] as const;

export const locateRow = endpoint({
  name: "rows.locate",
  method: "GET",
  path: "/tables/:tableId/rows/:rowId/place",
  summary: "Where a row stands in a list: its number in the list's order.",
  access: "any",
  permission: "row.read",
  params,
  query: z.object({ filter, search, sort, group, zone }),
  reply: z.object({
    /** 0-based; null where filter or search leave the row out. */
    row: z.int().nullable(),
    /** The table's change number the list was read at. */
    change: z.int(),
  }),
  problems: [...problems],
});

export const seekRow = endpoint({
  name: "rows.seek",
  method: "GET",
  path: "/tables/:tableId/rows/:rowId/seek",
  summary: "How far it is, down or up a list, from a row to the next one whose cell is filled, or empty.",
  access: "any",
  permission: "row.read",
  params,
  query: z.object({
    filter,
    search,
    sort,
    group,
    zone,
    /** Name or id. */
    field: z.string().min(1).max(200),
    to: z.enum(["filled", "empty"]),
    way: z.enum(["down", "up"]).default("down"),
  }),
  reply: z.object({
    /** Rows to go, at least one; null where there is none before the end. */
    steps: z.int().nullable(),
    change: z.int(),
  }),
  problems: [...problems],
});
