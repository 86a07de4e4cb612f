import { z } from "zod";
import { at, fieldShape, idOf, name } from "./shapes.ts";

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
/** The first four are detected; the others look alike and must be chosen. In all of them line ends are bytes of their own. */
export const encodings = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1252",
  "windows-1250",
  "windows-1251",
  "windows-1253",
  "windows-1254",
  "windows-1257",
  "iso-8859-2",
  "iso-8859-15",
  "koi8-r",
  "macintosh",
  "shift_jis",
  "euc-kr",
  "gb18030",
  "big5",
] as const;

/** How a file's bytes become records. Everything is detected; whatever is set by a person wins over what is detected. */
const readingParts = z.object({
  format: z.enum(fileFormats),
  encoding: z.enum(encodings),
  /** CSV: one character. */
  separator: z.string().length(1),
  /** CSV: the quote character, or null when quotes mean nothing. */
  quote: z.string().length(1).nullable(),
  /** CSV: `double` = a quote inside quotes is doubled; `backslash` = it is escaped with \. */
  escape: z.enum(["double", "backslash"]),
  /** Lines before the header that are not data. */
  preambleLines: z.int().min(0).max(1000),
  /** Rows that make up the column names; 0 = none, columns get numbered names. */
  headerRows: z.int().min(0).max(10),
  /** Lines after the data that are not data, such as totals. */
  footerLines: z.int().min(0).max(1000),
  /** XLSX: the sheet's name; null = the first with data. */
  sheet: z.string().nullable(),
  /** JSON: dotted path to the array of records; "" = the top. */
  recordsPath: z.string(),
  /** JSON: objects inside a record become one JSON cell, or a column for each of their keys (`place.city`). */
  nested: z.enum(["json", "flatten"]),
});
/** What was detected, whole. */
export const reading = z.object({
  ...readingParts.shape,
  encoding: readingParts.shape.encoding.default("utf-8"),
  separator: readingParts.shape.separator.default(","),
  quote: readingParts.shape.quote.default('"'),
  escape: readingParts.shape.escape.default("double"),
  preambleLines: readingParts.shape.preambleLines.default(0),
  headerRows: readingParts.shape.headerRows.default(1),
  footerLines: readingParts.shape.footerLines.default(0),
  sheet: readingParts.shape.sheet.default(null),
  recordsPath: readingParts.shape.recordsPath.default(""),
  nested: readingParts.shape.nested.default("json"),
});
export type Reading = z.output<typeof reading>;

/** How a column's text becomes values of its type. */
const columnReadingParts = z.object({
  shape: fieldShape,
  /** date, datetime: which part comes first where a value is not ISO. */
  dateOrder: z.enum(["ymd", "dmy", "mdy"]),
  /** number: `1.5` or `1,5`; the other one, spaces and apostrophes may group thousands. */
  decimalMark: z.enum([".", ","]),
  /** text: the file tells empty text (`""`) from no value, so empty text stays; absent = both are no value. */
  keepsEmpty: z.boolean().optional(),
});
export const columnReading = z.object({
  ...columnReadingParts.shape,
  dateOrder: columnReadingParts.shape.dateOrder.default("ymd"),
  decimalMark: columnReadingParts.shape.decimalMark.default("."),
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
  notes: z.array(
    z.enum([
      "ambiguous_date_order",
      "ambiguous_decimal_mark",
      "leading_zeros",
      "long_digits",
      "mixed",
      "duplicate_name",
      "empty_name",
      "all_empty",
    ]),
  ),
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
        /** Not UTF-8, and which other encoding it is in was not told. */
        "assumed_windows_1252",
        "preamble",
        "footer",
        "no_header",
        "extension_differs",
        "rows_beyond_limit",
        /** NDJSON: a line that is not a JSON object; XLSX: a cell that holds an error such as #DIV/0!. */
        "invalid_record",
        "error_cell",
      ]),
      count: z.int(),
      line: z.int().nullable(),
    }),
  ),
});
export type Profile = z.output<typeof profile>;

/** Headers a rejects file has before the row's own: recognised when it is mended and handed in again, and left out. */
export const rejectHeaders = ["line", "column", "value", "reason"] as const;

/** Whether a column only tells why a row was rejected, in a rejects file that is handed in again. */
export function isRejectNote(columns: readonly { header: string }[], index: number): boolean {
  if (columns.length <= rejectHeaders.length || index >= rejectHeaders.length) return false;
  return rejectHeaders.every((header, at) => columns[at]?.header === header);
}

export const columnChoice = columnReadingParts.partial().extend({
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
  /** replace: only the rows that this earlier import brought; absent = all rows of the table. */
  replaces: idOf("import").optional(),
  /** upsert: names of the columns that identify a row. */
  keys: z.array(z.string()).max(10).default([]),
  /** No defaults here: what is absent is as detected. */
  reading: readingParts.partial().default({}),
  columns: z.array(columnChoice).max(2000).default([]),
  /** CSV: how dates are read in columns for which nothing else was chosen; absent = as detected for each. */
  dateOrder: columnReadingParts.shape.dateOrder.optional(),
  /** CSV: the same for numbers. */
  decimalMark: columnReadingParts.shape.decimalMark.optional(),
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
  /** Grows with every change: of two readings of an import, the one with the higher step is the newer. */
  step: z.int(),
  options: importOptions,
  progress: progress.nullable(),
  /** read = loaded + rejected, always. Of upserts, `loaded` = created + updated. */
  totals: z
    .object({
      read: z.int(),
      loaded: z.int(),
      rejected: z.int(),
      created: z.int(),
      updated: z.int(),
      seconds: z.number(),
    })
    .nullable(),
  /** Why it failed: a problem code, a text for people, and where. */
  failure: z
    .object({
      code: z.string(),
      text: z.string(),
      errors: z.array(z.object({ path: z.string(), message: z.string() })),
    })
    .nullable(),
  hasRejects: z.boolean(),
  canUndo: z.boolean(),
  /** The hand-in it belongs to: in `ready` it waits there to be accepted. */
  submissionId: z.string().nullable(),
  createdBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  createdAt: at,
  endedAt: at.nullable(),
});
export type ImportJob = z.output<typeof importJob>;

/** A reject as the report shows it; the file has every one. */
export const reject = z.object({
  line: z.int(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  reason: z.string(),
});
export type Reject = z.output<typeof reject>;
