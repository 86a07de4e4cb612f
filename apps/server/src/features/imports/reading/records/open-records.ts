import type { Profile, Reading } from "@weft/api/import-shapes";
import { Problem } from "@weft/api/problems";
import { openCsv } from "../csv/csv-records.ts";
import type { FileSource, ReadingOptions } from "../reading-types.ts";
import { readPart } from "../source/read-part.ts";
import { isExtensionWrong, sniffFormat } from "../source/sniff-format.ts";
import type { RecordStream } from "./record-stream.ts";

const headBytes = 64 * 1024;

/** The file as records by what it really is. Call `close` when done: it deletes unpacked copies. Throws Problem file.*. */
export async function openRecords(
  source: FileSource,
  given: Partial<Reading>,
  options: ReadingOptions,
): Promise<RecordStream & { close(): Promise<void> }> {
  if (source.sizeBytes === 0)
    throw new Problem("file.empty", `${source.name} is empty: it has no bytes. Hand in a file with data.`);
  const head = await readPart(source, 0, headBytes);
  const found = sniffFormat(head, source.name);
  const format = given.format && given.format !== "csv" ? given.format : found;
  const warnings: Profile["warnings"] = [];
  if (format === "csv") {
    if (isExtensionWrong(source.name, "csv", false)) warnings.push({ code: "extension_differs", count: 1, line: null });
    const records = await openCsv(source, given, options.signal);
    return { ...records, warnings: () => [...warnings, ...records.warnings()], close: async () => {} };
  }
  throw new Problem("file.unreadable", `${source.name} is ${format}, which is not read yet.`);
}
