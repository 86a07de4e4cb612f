import type { ColumnReading } from "@weft/api/import-shapes";
import type { Phrase } from "@weft/model/texts/phrase";
import type { Readable } from "node:stream";

/** A stored file as the readers see it: any part of it can be opened, more than once. */
export interface FileSource {
  name: string;
  sizeBytes: number;
  /** Bytes from `start` to `end` (inclusive; absent = to the end); without a range the whole file. */
  open(range?: { start: number; end?: number }): Promise<Readable>;
}

/** What every reader is told besides the file. */
export interface ReadingOptions {
  /** Records and bytes of the file read so far; called a few times a second at most. */
  onProgress(progress: { rows: number; bytes: number }): void;
  signal: AbortSignal;
  /** Packed files (XLSX, gzip) may unpack to so much, counted on the real bytes. */
  unpackedBytesMax: number;
  /** A folder for unpacked copies; they are deleted when the reader ends. */
  tempFolder: string;
}

/** One column to load, in the order of the COPY's columns. */
export interface ColumnPlan {
  /** 0-based place in the file. */
  index: number;
  /** What people call it; only rejects show it. */
  name: string;
  reading: ColumnReading;
}

/** A record that could not become a row. */
export interface LoadReject {
  /** Physical line of the original file (XLSX: row of the sheet; JSON: line where the record begins). */
  line: number;
  column: string | null;
  value: string | null;
  code: string;
  reason: Phrase;
  /** All cells of the record as they stand in the file. */
  cells: (string | null)[];
}

export interface CopyOptions extends ReadingOptions {
  /** Row id of the first record; each record takes the next, rejected ones too. */
  firstRow: number;
  onReject(reject: LoadReject): void;
  /** By row id: records to reject whatever their cells hold, and why. */
  refuse?: ReadonlyMap<number, { column: string; code: string; reason: Phrase }>;
}

export interface CopyTotals {
  /** read = loaded + rejected. */
  read: number;
  loaded: number;
  rejected: number;
  /** By column index: names that a choice column holds but does not offer yet, in order of appearance. */
  newChoices: Map<number, string[]>;
}

/** COPY data and, once it is drained, what became of the records. */
export interface CopyRows {
  chunks: AsyncIterable<Buffer>;
  result(): CopyTotals;
}
