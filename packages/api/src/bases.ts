import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, field, fieldShape, idOf, name } from "./shapes.ts";

export const tableSummary = z.object({
  id: z.string(),
  baseId: z.string(),
  name: z.string(),
  /** An estimate that costs nothing; ask `rows.list` with total=exact for the number itself. */
  rowEstimate: z.int(),
  lastChange: z.int(),
  createdAt: at,
});
export type TableSummary = z.output<typeof tableSummary>;

export const base = z.object({
  id: z.string(),
  workspaceId: z.string(),
  name: z.string(),
  createdAt: at,
  /** When something in it was last made or changed. */
  changedAt: at,
  tables: z.array(tableSummary),
});
export type Base = z.output<typeof base>;

export const table = tableSummary.extend({
  workspaceId: z.string(),
  baseName: z.string(),
  /** Those the caller sees. */
  fields: z.array(field),
  /** Ids of those that the caller sees and does not change, by the table's rules. */
  readOnlyFieldIds: z.array(z.string()),
  /** Which rows the table's rules leave the caller: all, those they made, or some others. */
  rowsSeen: z.enum(["all", "own", "some"]),
  /** The caller's role, so that a screen can hide what would be refused. */
  role: z.string(),
});
export type Table = z.output<typeof table>;

const inWorkspace = z.object({ workspaceId: idOf("workspace") });
const baseParams = z.object({ baseId: idOf("base") });
const tableParams = z.object({ tableId: idOf("table") });

export const listBases = endpoint({
  name: "bases.list",
  method: "GET",
  path: "/workspaces/:workspaceId/bases",
  summary: "The bases of a workspace with their tables, in the order people gave them.",
  access: "any",
  permission: "base.read",
  params: inWorkspace,
  reply: z.object({ bases: z.array(base) }),
  problems: ["workspace.not_found"],
});

export const createBase = endpoint({
  name: "bases.create",
  method: "POST",
  path: "/workspaces/:workspaceId/bases",
  summary: "Makes a base; with `sample` it is filled with believable made-up data.",
  access: "any",
  permission: "base.create",
  params: inWorkspace,
  body: z.object({ name, sample: z.boolean().default(false) }),
  reply: base,
  status: 201,
  problems: ["workspace.not_found"],
});

export const getBase = endpoint({
  name: "bases.get",
  method: "GET",
  path: "/bases/:baseId",
  summary: "One base with its tables.",
  access: "any",
  permission: "base.read",
  params: baseParams,
  reply: base,
  problems: ["base.not_found"],
});

export const updateBase = endpoint({
  name: "bases.update",
  method: "PATCH",
  path: "/bases/:baseId",
  summary: "Renames or moves a base.",
  access: "any",
  permission: "base.update",
  params: baseParams,
  body: z.object({
    name: name.optional(),
    /** The base it shall stand before; null = last. */
    before: idOf("base").nullable().optional(),
  }),
  reply: base,
  problems: ["base.not_found"],
});

export const deleteBase = endpoint({
  name: "bases.delete",
  method: "DELETE",
  path: "/bases/:baseId",
  summary: "Puts a base with its tables into the trash.",
  access: "any",
  permission: "base.delete",
  params: baseParams,
  problems: ["base.not_found"],
});

export const restoreBase = endpoint({
  name: "bases.restore",
  method: "POST",
  path: "/bases/:baseId/restore",
  summary: "Takes a base out of the trash.",
  access: "any",
  permission: "base.delete",
  params: baseParams,
  reply: base,
  problems: ["base.not_found"],
});

export const duplicateBase = endpoint({
  name: "bases.duplicate",
  method: "POST",
  path: "/bases/:baseId/duplicate",
  summary: "Copies a base with its tables, and their rows unless told otherwise; answers when all is copied.",
  access: "any",
  permission: "base.create",
  params: baseParams,
  body: z.object({ name: name.optional(), rows: z.boolean().default(true) }),
  reply: base,
  status: 201,
  problems: ["base.not_found"],
});

export const createTable = endpoint({
  name: "tables.create",
  method: "POST",
  path: "/bases/:baseId/tables",
  summary: "Makes a table; without fields it starts with one text field called Name.",
  access: "any",
  permission: "table.create",
  params: baseParams,
  body: z.object({
    name,
    fields: z
      .array(fieldShape.and(z.object({ name })))
      .max(600)
      .optional(),
  }),
  reply: table,
  status: 201,
  problems: ["base.not_found", "table.name_taken", "field.name_taken"],
});

export const getTable = endpoint({
  name: "tables.get",
  method: "GET",
  path: "/tables/:tableId",
  summary: "One table with its fields.",
  access: "any",
  permission: "table.read",
  params: tableParams,
  reply: table,
  problems: ["table.not_found"],
});

export const updateTable = endpoint({
  name: "tables.update",
  method: "PATCH",
  path: "/tables/:tableId",
  summary: "Renames or moves a table.",
  access: "any",
  permission: "table.update",
  params: tableParams,
  body: z.object({
    name: name.optional(),
    /** The table of the same base it shall stand before; null = last. */
    before: idOf("table").nullable().optional(),
  }),
  /** `change`: the number under which the edit stands in the table's log; null where nothing was to be changed. */
  reply: table.extend({ change: z.int().nullable() }),
  problems: ["table.not_found", "table.name_taken"],
});

export const deleteTable = endpoint({
  name: "tables.delete",
  method: "DELETE",
  path: "/tables/:tableId",
  summary: "Puts a table into the trash.",
  access: "any",
  permission: "table.delete",
  params: tableParams,
  problems: ["table.not_found"],
});

export const restoreTable = endpoint({
  name: "tables.restore",
  method: "POST",
  path: "/tables/:tableId/restore",
  summary: "Takes a table out of the trash.",
  access: "any",
  permission: "table.delete",
  params: tableParams,
  reply: table,
  problems: ["table.not_found", "table.name_taken"],
});

export const duplicateTable = endpoint({
  name: "tables.duplicate",
  method: "POST",
  path: "/tables/:tableId/duplicate",
  summary: "Copies a table's fields, and its rows unless told otherwise.",
  access: "any",
  permission: "table.create",
  params: tableParams,
  body: z.object({ name: name.optional(), rows: z.boolean().default(true) }),
  reply: table,
  status: 201,
  problems: ["table.not_found", "table.name_taken"],
});

/** A header line, nothing else: what people fill in and hand in. */
export const getTemplate = endpoint({
  name: "tables.template",
  method: "GET",
  path: "/tables/:tableId/template",
  summary: "An empty file with the table's header, to be filled in and imported.",
  access: "any",
  permission: "table.read",
  params: tableParams,
  query: z.object({ format: z.enum(["csv", "xlsx"]).default("csv") }),
  stream: "file",
  problems: ["table.not_found"],
});
