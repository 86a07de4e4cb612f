import type { Reading } from "@weft/api/import-shapes";
import type { FileSource } from "../reading-types.ts";
import type { RecordStream } from "../records/record-stream.ts";
import { toUtf8 } from "./encoding.ts";
import { inspectCsv } from "./inspect-csv.ts";
import { readCsv } from "./read-csv.ts";
import type { ScanFinds } from "./scanner.ts";

/** A text file (CSV, TSV and their kin) as records. */
export async function openCsv(source: FileSource, given: Partial<Reading>, signal: AbortSignal): Promise<RecordStream> {
  const layout = await inspectCsv(source, given);
  const finds: { scan?: ScanFinds } = {};
  const { reading, dialect } = layout;
  let bytesRead = 0;
  async function* bytes(): AsyncGenerator<Buffer> {
    if (layout.endBytes === 0) return;
    const isAll = layout.endBytes === source.sizeBytes;
    const stream = await source.open(isAll ? undefined : { start: 0, end: layout.endBytes - 1 });
    for await (const chunk of stream) {
      signal.throwIfAborted();
      bytesRead += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  }
  const batches = readCsv(
    toUtf8(bytes(), reading.encoding),
    {
      dialect,
      skipLines: reading.preambleLines,
      canHoldInvalid: reading.encoding === "utf-8",
      bytesRead: () => bytesRead,
    },
    finds,
  );
  return {
    reading,
    batches,
    headerRows: reading.headerRows,
    width: layout.width,
    isHeaderShort: layout.isHeaderShort,
    lineEnd: layout.lineEnd,
    hasByteOrderMark: layout.hasByteOrderMark,
    sheets: [],
    hasTypes: false,
    warnings: () => [...layout.warnings, ...toWarnings(finds.scan)],
  };
}

function toWarnings(finds: ScanFinds | undefined) {
  const all = [
    { code: "stray_quote" as const, count: finds?.strayQuotes ?? 0, line: finds?.strayQuoteLine ?? null },
    { code: "unclosed_quote" as const, count: finds?.unclosedQuotes ?? 0, line: finds?.unclosedQuoteLine ?? null },
  ];
  return all.filter((warning) => warning.count > 0);
}
