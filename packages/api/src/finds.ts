import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { rowSelection } from "./rows.ts";
import { idOf } from "./shapes.ts";

/** Most row numbers that one answer holds. */
export const findsMax = 10_000;

const { filter, search, sort, group, zone } = rowSelection;

export const findRows = endpoint({
  name: "rows.find",
  method: "GET",
  path: "/tables/:tableId/rows/find",
  summary: "Where a text stands in a list: the numbers of the rows that hold it in any cell, in the list's order.",
  access: "any",
  permission: "row.read",
  params: z.object({ tableId: idOf("table") }),
  query: z.object({
    filter,
    search,
    sort,
    group,
    zone,
    text: z.string().trim().min(1).max(500),
    /** The first row number (0-based) that is looked at. */
    from: z.coerce.number().int().min(0).max(2_000_000_000).default(0),
    limit: z.coerce.number().int().min(1).max(findsMax).default(1000),
  }),
  reply: z.object({
    /** Row numbers (0-based) from `from` on, growing; at most `limit`. */
    rows: z.array(z.int()),
    /** How many rows hold the text before `from`, and in the whole list. */
    before: z.int(),
    total: z.int(),
    /** The table's change number the list was read at. */
    change: z.int(),
  }),
  problems: ["table.not_found", "filter.invalid", "field.not_found", "query.too_slow"],
});
