import type { ExportOptions } from "@weft/api/exports";
import { writeCsv } from "./csv.ts";
import type { WriteFormat } from "./format.ts";
import { writeJson, writeNdjson } from "./json.ts";
import { writeParquet } from "./parquet.ts";
import { writeXlsxExport } from "./xlsx.ts";

/** How a file of each format is written. */
export const formats: Record<ExportOptions["format"], WriteFormat> = {
  csv: writeCsv,
  xlsx: writeXlsxExport,
  json: writeJson,
  ndjson: writeNdjson,
  parquet: writeParquet,
};
