import type { ColumnReading, Profile, Reading } from "@weft/api/import-shapes";
import type { Batch } from "./batch.ts";

/** A file as records, whatever its format. What is said as a function is known when the batches have been read. */
export interface RecordStream {
  reading: Reading;
  batches: AsyncIterable<Batch>;
  /** The first records of the batches that name the columns. */
  headerRows: number;
  /** Cells of a whole record; Infinity where columns turn up on the way (JSON). */
  width: number;
  isHeaderShort: boolean;
  lineEnd: Profile["lineEnd"];
  hasByteOrderMark: boolean;
  sheets: string[];
  /** The format tells numbers from strings. */
  hasTypes: boolean;
  /** Names that the format itself gives, in the order of the cells. */
  names?(): string[];
  declared?(): (ColumnReading | null)[];
  warnings(): Profile["warnings"];
}
