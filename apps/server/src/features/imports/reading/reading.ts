import type { Profile, Reading } from "@weft/api/import-shapes";
import type { ColumnPlan, CopyOptions, CopyRows, FileSource, ReadingOptions } from "./reading-types.ts";

export type { ColumnPlan, CopyOptions, CopyRows, CopyTotals, FileSource, LoadReject } from "./reading-types.ts";

/** How `copyRows` writes: `COPY … FROM STDIN (FORMAT <copyFormat>)`. */
export const copyFormat: "text" | "binary" = "text";

/** Reads the whole file once and says what it holds. `text`: every column is text. Throws Problem file.* with place and remedy. */
export async function analyseFile(
  _source: FileSource,
  _given: Partial<Reading>,
  _options: ReadingOptions & { text?: boolean },
): Promise<Profile> {
  throw new Error("comes within minutes");
}

/** Turns the file into COPY data: the row id, then the plan's columns in their order. */
export function copyRows(_source: FileSource, _reading: Reading, _plan: ColumnPlan[], _options: CopyOptions): CopyRows {
  throw new Error("comes within minutes");
}
