import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { filter, timeZone } from "./rows.ts";
import { at, idOf, page } from "./shapes.ts";

export const exportFormats = ["csv", "xlsx", "json", "ndjson", "parquet"] as const;
export const exportStates = ["waiting", "running", "done", "failed", "cancelled", "expired"] as const;

export const exportOptions = z.object({
  format: z.enum(exportFormats).default("csv"),
  filter: filter.optional(),
  /** As in `rows.list`. */
  sort: z.string().max(2000).optional(),
  /** As in `rows.list`: rows stand group by group. */
  group: z.string().max(2000).optional(),
  search: z.string().max(500).optional(),
  /** As in `rows.list`: where `today` is today, and where days of moments begin. */
  zone: timeZone.optional(),
  /** Field ids or names, in the order wanted; absent = all. */
  fields: z.array(z.string()).max(600).optional(),
  csv: z
    .object({
      separator: z.enum([",", ";", "\t", "|"]).default(","),
      encoding: z.enum(["utf-8", "utf-16le", "windows-1252"]).default("utf-8"),
      byteOrderMark: z.boolean().default(false),
      header: z.boolean().default(true),
    })
    .prefault({}),
  /** Puts ' before text that a spreadsheet would run as a formula (= + - @ tab CR first). */
  defuseFormulas: z.boolean().default(false),
});
export type ExportOptions = z.output<typeof exportOptions>;

export const exportJob = z.object({
  id: z.string(),
  tableId: z.string(),
  tableName: z.string(),
  workspaceId: z.string(),
  state: z.enum(exportStates),
  options: exportOptions,
  rows: z.int(),
  sizeBytes: z.int().nullable(),
  fileName: z.string(),
  failure: z.string().nullable(),
  createdAt: at,
  endedAt: at.nullable(),
  expiresAt: at.nullable(),
});
export type ExportJob = z.output<typeof exportJob>;

const params = z.object({ exportId: idOf("export") });

export const createExport = endpoint({
  name: "exports.create",
  method: "POST",
  path: "/tables/:tableId/exports",
  summary: "Writes a table, as filtered and ordered, to a file in the background.",
  access: "any",
  permission: "export.create",
  params: z.object({ tableId: idOf("table") }),
  body: exportOptions,
  reply: exportJob,
  status: 202,
  problems: ["table.not_found", "filter.invalid", "field.not_found"],
});

export const listExports = endpoint({
  name: "exports.list",
  method: "GET",
  path: "/workspaces/:workspaceId/exports",
  summary: "One's own exports in a workspace, newest first.",
  access: "any",
  permission: "export.create",
  params: z.object({ workspaceId: idOf("workspace") }),
  query: z.object(page),
  reply: z.object({ exports: z.array(exportJob), next: z.string().nullable() }),
  problems: ["workspace.not_found"],
});

export const getExport = endpoint({
  name: "exports.get",
  method: "GET",
  path: "/exports/:exportId",
  summary: "One export: state and size.",
  access: "any",
  permission: "export.create",
  params,
  reply: exportJob,
  problems: ["export.not_found"],
});

export const cancelExport = endpoint({
  name: "exports.cancel",
  method: "POST",
  path: "/exports/:exportId/cancel",
  summary: "Stops an export.",
  access: "any",
  permission: "export.create",
  params,
  reply: exportJob,
  problems: ["export.not_found", "export.wrong_state"],
});

export const downloadExport = endpoint({
  name: "exports.download",
  method: "GET",
  path: "/exports/:exportId/file",
  summary: "The file, until it expires.",
  access: "any",
  permission: "export.create",
  params,
  stream: "file",
  problems: ["export.not_found", "export.wrong_state", "export.expired"],
});
