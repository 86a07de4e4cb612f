import type { ExportOptions } from "@weft/api/exports";

type Format = ExportOptions["format"];

/** What a browser is told a file of each format is. */
export const contentTypes: Record<Format, string> = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  json: "application/json",
  ndjson: "application/x-ndjson",
  parquet: "application/vnd.apache.parquet",
};

/** `Bird strikes 2026-11-21.csv`: the table's name without what file systems refuse, the day (UTC), the ending. */
export function exportFileName(tableName: string, format: Format, at: Date): string {
  const name = tableName
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return `${name.replace(/^\.+/, "").slice(0, 100) || "table"} ${at.toISOString().slice(0, 10)}.${format}`;
}
