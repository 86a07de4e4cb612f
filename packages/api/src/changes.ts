import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, idOf, jsonValue } from "./shapes.ts";

export const changeKinds = [
  "rows.created",
  "rows.updated",
  "rows.deleted",
  "rows.restored",
  /** Several of these in one go: `detail` says which rows were created, updated and deleted. */
  "rows.written",
  /** Rows stand elsewhere in the order of people's own; comes without cells. */
  "rows.moved",
  "rows.imported",
  "import.undone",
  "fields.created",
  "fields.updated",
  "fields.retyped",
  "fields.deleted",
  "fields.restored",
  "table.updated",
  "table.deleted",
  "table.restored",
  /** From now on its rows can stand in an order of people's own. */
  "table.ordered",
  /** Other fields or rows are hidden from somebody, or none any more: read the table and its rows anew. */
  "table.ruled",
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/**
 * Cells by row id and field id, only those the change touched. In live messages and answers to an undo, a change of very
 * many cells comes without them (null): read its rows, or the whole change from `changes.list`.
 */
const cellsByRow = z.record(z.string(), z.record(z.string(), jsonValue));

/** One entry of a table's change log: gapless numbers in commit order. */
export const change = z.object({
  tableId: z.string(),
  number: z.int(),
  at,
  personId: z.string().nullable(),
  personName: z.string().nullable(),
  kind: z.enum(changeKinds),
  /** Empty for an import: read the table anew. */
  rowIds: z.array(z.int()),
  before: cellsByRow.nullable(),
  after: cellsByRow.nullable(),
  /** What a schema change or an import touched. */
  detail: z.record(z.string(), jsonValue).nullable(),
  importId: z.string().nullable(),
  /** The change this one undoes, if it does. */
  undoes: z.int().nullable(),
});
export type Change = z.output<typeof change>;

export const listChanges = endpoint({
  name: "changes.list",
  method: "GET",
  path: "/tables/:tableId/changes",
  summary: "A table's changes after a number, oldest first: keep a copy in step without reading it all.",
  access: "any",
  permission: "row.read",
  params: z.object({ tableId: idOf("table") }),
  query: z.object({
    since: z.coerce.number().int().min(0),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  }),
  reply: z.object({ changes: z.array(change), lastChange: z.int(), more: z.boolean() }),
  problems: ["table.not_found", "changes.expired"],
});

export const undoChange = endpoint({
  name: "changes.undo",
  method: "POST",
  path: "/tables/:tableId/changes/:number/undo",
  summary:
    "Undoes one's own change of rows, fields or the table's name or place, as a new change; what somebody changed since is refused by name.",
  access: "any",
  permission: "row.update",
  params: z.object({ tableId: idOf("table"), number: z.coerce.number().int().positive() }),
  reply: change,
  problems: [
    "table.not_found",
    "table.name_taken",
    "table.busy",
    "change.not_found",
    "change.undone",
    "field.not_found",
    "field.name_taken",
    "field.too_many",
    "row.changed",
  ],
});
