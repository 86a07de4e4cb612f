import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, fieldShape, flag, idOf, name, page } from "./shapes.ts";

export const importModes = ["new", "append", "replace", "upsert"] as const;
export const importStates = [
  "waiting",
  "fetching",
  "analysing",
  /** Analysed; waits for a person to look and start it. */
  "ready",
  "loading",
  "done",
  "failed",
  "cancelled",
  "undone",
] as const;
export type ImportState = (typeof importStates)[number];
export const fileFormats = ["csv", "xlsx", "json", "ndjson", "parquet"] as const;
export type FileFormat = (typeof fileFormats)[number];
export const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;

/** How a file's bytes become records. Everything is detected; whatever is set by a person wins over what is detected. */
export const reading = z.object({
  format: z.enum(fileFormats),
  encoding: z.enum(encodings).default("utf-8"),
  /** CSV: one character. */
  separator: z.string().length(1).default(","),
  /** CSV: the quote character, or null when quotes mean nothing. */
  quote: z.string().length(1).nullable().default('"'),
  /** CSV: `double` = a quote inside quotes is doubled; `backslash` = it is escaped with \. */
  escape: z.enum(["double", "backslash"]).default("double"),
  /** Lines before the header that are not data. */
  preambleLines: z.int().min(0).max(1000).default(0),
  /** Rows that make up the column names; 0 = none, columns get numbered names. */
  headerRows: z.int().min(0).max(10).default(1),
  /** Lines after the data that are not data, such as totals. */
  footerLines: z.int().min(0).max(1000).default(0),
  /** XLSX: the sheet's name; null = the first with data. */
  sheet: z.string().nullable().default(null),
  /** JSON: dotted path to the array of records; "" = the top. */
  recordsPath: z.string().default(""),
  /** JSON: objects inside a record become one JSON cell, or a column for each of their keys (`place.city`). */
  nested: z.enum(["json", "flatten"]).default("json"),
});
export type Reading = z.output<typeof reading>;

/** How a column's text becomes values of its type. */
export const columnReading = z.object({
  shape: fieldShape,
  /** date, datetime: which part comes first where a value is not ISO. */
  dateOrder: z.enum(["ymd", "dmy", "mdy"]).default("ymd"),
  /** number: `1.5` or `1,5`; the other one, spaces and apostrophes may group thousands. */
  decimalMark: z.enum([".", ","]).default("."),
});
export type ColumnReading = z.output<typeof columnReading>;

const misfit = z.object({ line: z.int(), value: z.string() });

/** What the whole file says of one column. */
export const columnProfile = z.object({
  /** 0-based place in the file. */
  index: z.int(),
  /** The header's text as it stands in the file. */
  header: z.string(),
  /** What it will be called: trimmed, never empty, unique. */
  name: z.string(),
  detected: columnReading,
  empty: z.int(),
  filled: z.int(),
  /** Exact up to 1,000, null beyond. */
  distinct: z.int().nullable(),
  lengthMax: z.int(),
  examples: z.array(z.string()),
  /** For each reading that a person may choose: how many filled cells fit, from the same single pass. */
  candidates: z.array(z.object({ reading: columnReading, fits: z.int(), misfits: z.int(), examples: z.array(misfit) })),
  /** Says what could be otherwise, such as days and months that fit both ways. */
  notes: z.array(z.enum(["ambiguous_date_order", "leading_zeros", "long_digits", "mixed", "duplicate_name", "empty_name", "all_empty"])),
});
export type ColumnProfile = z.output<typeof columnProfile>;

/** What reading the whole file once has found. */
export const profile = z.object({
  reading,
  lineEnd: z.enum(["lf", "crlf", "cr", "mixed"]),
  hasByteOrderMark: z.boolean(),
  /** XLSX: all sheets. */
  sheets: z.array(z.string()),
  records: z.int(),
  columns: z.array(columnProfile),
  /** The first records as they stand in the file, before any typing. */
  preview: z.array(z.array(z.string().nullable())),
  /** What a person should know, with the first line it concerns and how often. */
  warnings: z.array(
    z.object({
      code: z.enum([
        "too_few_cells",
        "too_many_cells",
        "stray_quote",
        "unclosed_quote",
        "invalid_bytes",
        "null_bytes",
        "preamble",
        "footer",
        "no_header",
        "extension_differs",
        "rows_beyond_limit",
      ]),
      count: z.int(),
      line: z.int().nullable(),
    }),
  ),
});
export type Profile = z.output<typeof profile>;

export const columnChoice = columnReading.partial().extend({
  index: z.int().min(0),
  name: name.optional(),
  skip: z.boolean().optional(),
  /** append, replace, upsert: the field this column fills; absent = matched by name, null = a new field. */
  fieldId: idOf("field").nullable().optional(),
});

/** What a person (or program) chose; everything absent is as detected. */
export const importOptions = z.object({
  mode: z.enum(importModes).default("new"),
  /** new: the table's name; absent = from the file's name. */
  tableName: name.optional(),
  /** append, replace, upsert: the table. */
  tableId: idOf("table").optional(),
  /** upsert: names of the columns that identify a row. */
  keys: z.array(z.string()).max(10).default([]),
  reading: reading.partial().default({}),
  columns: z.array(columnChoice).max(2000).default([]),
  /** Every column as text, exactly as it stands. */
  text: z.boolean().default(false),
  /** strict: any reject and nothing is loaded. */
  strict: z.boolean().default(false),
  /** lenient: more rejects than this and nothing is loaded; null = no limit. */
  rejectsMax: z.int().min(0).nullable().default(null),
});
export type ImportOptions = z.output<typeof importOptions>;

export const progress = z.object({
  phase: z.enum(["fetching", "analysing", "loading", "indexing"]),
  /** Records read so far, and bytes of the file. */
  rows: z.int(),
  bytes: z.int(),
  bytesTotal: z.int(),
  rowsPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
  rejected: z.int(),
});
export type Progress = z.output<typeof progress>;

export const importJob = z.object({
  id: z.string(),
  workspaceId: z.string(),
  baseId: z.string(),
  baseName: z.string(),
  tableId: z.string().nullable(),
  tableName: z.string().nullable(),
  upload: z.object({ id: z.string(), name: z.string(), sizeBytes: z.int(), sha256: z.string().nullable() }),
  state: z.enum(importStates),
  options: importOptions,
  progress: progress.nullable(),
  /** read = loaded + rejected, always. Of upserts, `loaded` = created + updated. */
  totals: z
    .object({ read: z.int(), loaded: z.int(), rejected: z.int(), created: z.int(), updated: z.int(), seconds: z.number() })
    .nullable(),
  /** Why it failed: a problem code, a text for people, and where. */
  failure: z.object({ code: z.string(), text: z.string(), errors: z.array(z.object({ path: z.string(), message: z.string() })) }).nullable(),
  hasRejects: z.boolean(),
  canUndo: z.boolean(),
  createdBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  createdAt: at,
  endedAt: at.nullable(),
});
export type ImportJob = z.output<typeof importJob>;

/** A reject as the report shows it; the file has every one. */
export const reject = z.object({ line: z.int(), column: z.string().nullable(), value: z.string().nullable(), reason: z.string() });
export type Reject = z.output<typeof reject>;

const baseParams = z.object({ baseId: idOf("base") });
const params = z.object({ importId: idOf("import") });
const start = z.enum(["review", "now"]);

export const createImport = endpoint({
  name: "imports.create",
  method: "POST",
  path: "/bases/:baseId/imports",
  summary: "Imports an upload, an address or pasted text. `start: now` loads as detected, `review` waits after the analysis.",
  access: "any",
  permission: "import.create",
  params: baseParams,
  body: z.object({
    source: z.union([
      z.object({ uploadId: idOf("upload") }),
      z.object({ url: z.url().max(4000) }),
      z.object({ text: z.string().max(20_000_000), name: name.default("pasted.csv") }),
    ]),
    options: importOptions.prefault({}),
    start: start.default("now"),
  }),
  reply: importJob,
  status: 202,
  problems: ["base.not_found", "upload.not_found", "upload.incomplete", "url.refused", "table.not_found", "import.options_invalid"],
});

export const importFile = endpoint({
  name: "imports.file",
  method: "POST",
  path: "/bases/:baseId/imports/file",
  summary: "The one-call import: the request's body is the file.",
  access: "any",
  permission: "import.create",
  params: baseParams,
  query: z.object({
    name,
    mode: z.enum(importModes).default("new"),
    tableId: idOf("table").optional(),
    tableName: name.optional(),
    /** Comma-separated. */
    keys: z.string().max(2000).optional(),
    text: flag.default(false),
    strict: flag.default(false),
  }),
  reply: importJob,
  status: 202,
  problems: ["base.not_found", "table.not_found", "import.options_invalid", "storage.full"],
});

export const listImports = endpoint({
  name: "imports.list",
  method: "GET",
  path: "/workspaces/:workspaceId/imports",
  summary: "Imports of a workspace, newest first.",
  access: "any",
  permission: "import.read",
  params: z.object({ workspaceId: idOf("workspace") }),
  query: z.object({ ...page, baseId: idOf("base").optional(), tableId: idOf("table").optional() }),
  reply: z.object({ imports: z.array(importJob), next: z.string().nullable() }),
  problems: ["workspace.not_found"],
});

export const getImport = endpoint({
  name: "imports.get",
  method: "GET",
  path: "/imports/:importId",
  summary: "One import: state, progress, totals.",
  access: "any",
  permission: "import.read",
  params,
  reply: importJob,
  problems: ["import.not_found"],
});

export const watchImport = endpoint({
  name: "imports.watch",
  method: "GET",
  path: "/imports/:importId/events",
  summary: "The import as server-sent events: one `import` event at every step until it has ended.",
  access: "any",
  permission: "import.read",
  params,
  stream: "events",
  problems: ["import.not_found"],
});

export const getProfile = endpoint({
  name: "imports.profile",
  method: "GET",
  path: "/imports/:importId/profile",
  summary: "What was detected in the file, from all of its rows.",
  access: "any",
  permission: "import.read",
  params,
  reply: z.object({
    profile,
    /** Earlier imports of the very same bytes in this workspace. */
    sameFile: z.array(z.object({ importId: z.string(), tableId: z.string().nullable(), tableName: z.string().nullable(), at })),
    /** append, replace, upsert: which field each column would fill. */
    matches: z.array(z.object({ index: z.int(), fieldId: z.string().nullable(), how: z.enum(["name", "remembered", "none"]) })),
  }),
  problems: ["import.not_found", "import.wrong_state"],
});

export const updateImport = endpoint({
  name: "imports.update",
  method: "PATCH",
  path: "/imports/:importId",
  summary: "Changes the choices of an import that waits. Another separator, header or sheet analyses anew; types and names do not.",
  access: "any",
  permission: "import.create",
  params,
  body: z.object({ options: importOptions }),
  reply: importJob,
  problems: ["import.not_found", "import.wrong_state", "import.options_invalid", "table.not_found"],
});

export const startImport = endpoint({
  name: "imports.start",
  method: "POST",
  path: "/imports/:importId/start",
  summary: "Loads an import that waits in `ready`.",
  access: "any",
  permission: "import.create",
  params,
  reply: importJob,
  status: 202,
  problems: ["import.not_found", "import.wrong_state", "import.options_invalid"],
});

export const cancelImport = endpoint({
  name: "imports.cancel",
  method: "POST",
  path: "/imports/:importId/cancel",
  summary: "Stops an import; nothing of it stays.",
  access: "any",
  permission: "import.create",
  params,
  reply: importJob,
  problems: ["import.not_found", "import.wrong_state"],
});

export const retryImport = endpoint({
  name: "imports.retry",
  method: "POST",
  path: "/imports/:importId/retry",
  summary: "Begins a failed or cancelled import again with the same file and choices.",
  access: "any",
  permission: "import.create",
  params,
  reply: importJob,
  status: 202,
  problems: ["import.not_found", "import.wrong_state"],
});

export const undoImport = endpoint({
  name: "imports.undo",
  method: "POST",
  path: "/imports/:importId/undo",
  summary: "Takes an import back: a new table goes to the trash, appended rows go, updated and replaced rows return.",
  access: "any",
  permission: "import.undo",
  params,
  reply: importJob,
  problems: ["import.not_found", "import.wrong_state", "table.not_found"],
});

export const listRejects = endpoint({
  name: "imports.rejects",
  method: "GET",
  path: "/imports/:importId/rejects",
  summary: "The first 100 rejected rows with their reasons.",
  access: "any",
  permission: "import.read",
  params,
  reply: z.object({ rejects: z.array(reject), total: z.int() }),
  problems: ["import.not_found"],
});

export const downloadRejects = endpoint({
  name: "imports.rejects_file",
  method: "GET",
  path: "/imports/:importId/rejects/file",
  summary: "Every rejected row as CSV with line, column, value and reason before its own cells: mend it and hand it in again.",
  access: "any",
  permission: "import.read",
  params,
  stream: "file",
  problems: ["import.not_found"],
});
