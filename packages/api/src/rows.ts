import { limits } from "@weft/model/fields/field";
import type { Filter, Operator } from "@weft/model/filter";
import { operators } from "@weft/model/filter";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import { isTimeZone } from "@weft/model/values/wall-clock";
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { flag, idOf, jsonValue, page, rowId, says } from "./shapes.ts";

/** Cells by field name (default) or id, as the request's `keys` says; on writing either is taken. */
export const cells = z.record(z.string(), jsonValue);

/** `change` is the table's change that last touched the row; 0 = as it was imported. It is the row's ETag. */
export const row = z.object({ id: z.int(), change: z.int(), cells });
export type Row = z.output<typeof row>;

const condition = z.object({
  field: z.string().min(1),
  op: z.enum(Object.keys(operators) as [Operator, ...Operator[]]),
  value: z.unknown().optional(),
});
export const filter: z.ZodType<Filter> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(filter) }),
    z.strictObject({ any: z.array(filter) }),
    z.strictObject({ not: filter }),
    condition,
  ]),
) as z.ZodType<Filter>;

/** A filter as JSON text, as it stands in an address. Its shape is checked with its fields, so that all faults are told at once. */
export const filterText = z
  .string()
  .max(20_000)
  .transform((text, context) => {
    try {
      return JSON.parse(text) as Filter;
    } catch (error) {
      context.addIssue({ code: "custom", ...says(phrase`is not JSON: ${(error as Error).message}`) });
      return z.NEVER;
    }
  });

/** `-Age,Name`: by Age downwards, then by Name; field ids work too. A comma inside a name is written `\,`. */
export const sortText = z.string().max(2000);

/** The name of a time zone. */
export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, says(phrase`is not a known time zone`));

export const rowSelection = {
  filter: filterText.optional(),
  sort: sortText.optional(),
  /** Up to three fields, written as in `sort`: rows stand in groups, the sort orders them within. Dates with time go by day. */
  group: sortText.optional(),
  /** Where `today` is today, and where days of moments begin, such as `Europe/Zurich`; UTC when absent. */
  zone: timeZone.optional(),
  search: z.string().max(500).optional(),
  /** Comma-separated names or ids; absent = all. */
  fields: z.string().max(20_000).optional(),
};

const tableParams = z.object({ tableId: idOf("table") });
const rowParams = z.object({ tableId: idOf("table"), rowId });
const keys = z.enum(["name", "id"]).default("name");

export const listRows = endpoint({
  name: "rows.list",
  method: "GET",
  path: "/tables/:tableId/rows",
  summary: "Rows by filter, sort and search; page with `cursor`, or jump with `offset`.",
  access: "any",
  permission: "row.read",
  params: tableParams,
  query: z.object({
    ...rowSelection,
    ...page,
    /** Jumps to a row number (0-based); excludes `cursor`. */
    offset: z.coerce.number().int().min(0).max(2_000_000_000).optional(),
    total: z.enum(["none", "estimate", "exact"]).default("none"),
    keys,
    /** `array`: each row is [id, change, …cells in the order of `fields`]. */
    shape: z.enum(["object", "array"]).default("object"),
  }),
  reply: z.object({
    rows: z.array(z.union([row, z.array(jsonValue)])),
    next: z.string().nullable(),
    total: z.object({ rows: z.int(), exact: z.boolean() }).nullable(),
    /** The table's change number these rows were read at: ask changes since this. */
    change: z.int(),
  }),
  problems: ["table.not_found", "filter.invalid", "cursor.invalid", "field.not_found", "query.too_slow"],
});

export const getRow = endpoint({
  name: "rows.get",
  method: "GET",
  path: "/tables/:tableId/rows/:rowId",
  summary: "One row; its ETag fits If-Match.",
  access: "any",
  permission: "row.read",
  params: rowParams,
  query: z.object({ keys }),
  reply: row,
  problems: ["table.not_found", "row.not_found"],
});

const writeQuery = z.object({
  keys,
  /**
   * Text is read as an import would read it (`1,5`, `yes`, `03/04/2024`), and a choice that is not offered yet is added
   * when the caller is a builder; otherwise cells must have the JSON shape of their type.
   */
  parse: flag.default(false),
});
const written = z.object({ rows: z.array(row), change: z.int() });

export const createRows = endpoint({
  name: "rows.create",
  method: "POST",
  path: "/tables/:tableId/rows",
  summary: `Creates up to ${limits.batchRowsMax} rows: all of them or none.`,
  access: "any",
  permission: "row.create",
  params: tableParams,
  query: writeQuery,
  body: z.object({ rows: z.array(z.object({ cells })).min(1).max(limits.batchRowsMax) }),
  reply: written,
  status: 201,
  problems: ["table.not_found", "row.invalid", "table.busy", "idempotency.mismatch"],
});

export const updateRow = endpoint({
  name: "rows.update",
  method: "PATCH",
  path: "/tables/:tableId/rows/:rowId",
  summary:
    "Changes cells of one row; cells that are not named stay. With If-Match, only if the row is still as it was.",
  access: "any",
  permission: "row.update",
  params: rowParams,
  query: writeQuery,
  body: z.object({ cells }),
  reply: row,
  problems: ["table.not_found", "row.not_found", "row.invalid", "row.changed", "table.busy"],
});

export const updateRows = endpoint({
  name: "rows.update_many",
  method: "PATCH",
  once: true,
  path: "/tables/:tableId/rows",
  summary: `Changes cells of up to ${limits.batchRowsMax} rows: all of them or none.`,
  access: "any",
  permission: "row.update",
  params: tableParams,
  query: writeQuery,
  body: z.object({
    rows: z
      .array(z.object({ id: rowId, cells, ifChange: z.int().optional() }))
      .min(1)
      .max(limits.batchRowsMax),
  }),
  reply: written,
  problems: ["table.not_found", "row.not_found", "row.invalid", "row.changed", "table.busy", "idempotency.mismatch"],
});

const manyRows = z
  .object({
    create: z
      .array(
        z.object({
          cells /** The row it shall stand before in the order of people's own; absent = it comes last. */,
          before: rowId.optional(),
        }),
      )
      .max(limits.writeRowsMax)
      .default([]),
    update: z
      .array(z.object({ id: rowId, cells, ifChange: z.int().optional() }))
      .max(limits.writeRowsMax)
      .default([]),
    delete: z.array(rowId).max(limits.writeRowsMax).default([]),
  })
  .superRefine((write, context) => {
    const rows = write.create.length + write.update.length + write.delete.length;
    const fault = (said: Phrase) => context.addIssue({ code: "custom", ...says(said) });
    if (rows === 0) fault(phrase`has nothing to write: give create, update or delete`);
    if (rows > limits.writeRowsMax)
      fault(phrase`has ${rows} rows; one call writes at most ${limits.writeRowsMax}: send the rest in another`);
    const written = [...write.create, ...write.update];
    const count = written.reduce((sum, row) => sum + Object.keys(row.cells).length, 0);
    if (count > limits.writeCellsMax)
      fault(phrase`has ${count} cells; one call writes at most ${limits.writeCellsMax}: send the rest in another`);
  });

export const writeRows = endpoint({
  name: "rows.write",
  method: "POST",
  path: "/tables/:tableId/rows/write",
  summary: `Creates, changes and deletes up to ${limits.writeRowsMax} rows (${limits.writeCellsMax} cells) as one change: all of it or nothing, undone in one step.`,
  access: "any",
  permission: "row.update",
  params: tableParams,
  query: writeQuery,
  body: manyRows,
  reply: z.object({
    change: z.int(),
    /** Ids of the rows that were created, in the order given. */
    created: z.array(z.int()),
    /** Rows that were changed, then those created; null when they are more than 1,000: read them anew. */
    rows: z.array(row).nullable(),
  }),
  problems: ["table.not_found", "row.not_found", "row.invalid", "row.changed", "table.busy", "idempotency.mismatch"],
});

export const moveRows = endpoint({
  name: "rows.move",
  method: "POST",
  path: "/tables/:tableId/rows/move",
  summary: `Moves up to ${limits.writeRowsMax} rows before another in the order that lists without a sort have. It can be undone.`,
  access: "any",
  permission: "row.update",
  params: tableParams,
  body: z.object({
    /** They stand in this order then. */
    ids: z.array(rowId).min(1).max(limits.writeRowsMax),
    /** null = after all others. */
    before: rowId.nullable(),
  }),
  reply: z.object({ change: z.int() }),
  problems: ["table.not_found", "row.not_found", "table.busy"],
});

export const deleteRows = endpoint({
  name: "rows.delete",
  method: "POST",
  path: "/tables/:tableId/rows/delete",
  summary: `Deletes up to ${limits.batchRowsMax} rows: all of them or none. It can be undone.`,
  access: "any",
  permission: "row.delete",
  params: tableParams,
  body: z.object({ ids: z.array(rowId).min(1).max(limits.batchRowsMax) }),
  reply: z.object({ change: z.int() }),
  problems: ["table.not_found", "row.not_found", "table.busy"],
});

export const deleteRow = endpoint({
  name: "rows.delete_one",
  method: "DELETE",
  path: "/tables/:tableId/rows/:rowId",
  summary: "Deletes one row. It can be undone.",
  access: "any",
  permission: "row.delete",
  params: rowParams,
  problems: ["table.not_found", "row.not_found"],
});
