import type { Readable } from "node:stream";
import type { ExportOptions } from "@weft/api/exports";
import type { ExportSource } from "../exports.select.ts";
import type { Snapshot } from "../exports.snapshot.ts";

/** What a format is made from. */
export interface WriteInput {
  source: ExportSource;
  snapshot: Snapshot;
  options: ExportOptions;
  tableName: string;
  /** Told once all rows have left the database: how many. */
  onRows: (rows: number) => void;
  /** Aborted when the export is cancelled. */
  signal: AbortSignal;
}

/** A file's bytes as a stream; errors come through it. */
export type WriteFormat = (input: WriteInput) => Readable;
