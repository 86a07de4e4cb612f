import type { Reading } from "@weft/api/import-shapes";
import { CopyWriter } from "./copy/copy-batch.ts";
import { makeProgress } from "./progress.ts";
import type { ColumnPlan, CopyOptions, CopyRows, CopyTotals, FileSource } from "./reading-types.ts";
import { openRecords } from "./records/open-records.ts";

/** Turns the file into COPY data: the row id, then the plan's columns in their order. Nothing is read before the first chunk is asked for. */
export function copyRows(source: FileSource, reading: Reading, plan: ColumnPlan[], options: CopyOptions): CopyRows {
  let totals: CopyTotals = { read: 0, loaded: 0, rejected: 0, newChoices: new Map() };
  async function* chunks(): AsyncGenerator<Buffer> {
    await using stream = await openRecords(source, reading, options);
    const { firstRow, onReject, refuse } = options;
    const writer = new CopyWriter(plan, { firstRow, width: stream.width, onReject, refuse });
    const report = makeProgress(options);
    let header = stream.headerRows;
    for await (const batch of stream.batches) {
      const from = Math.min(header, batch.rows);
      header -= from;
      const chunk = writer.write(batch, from);
      totals = writer.totals();
      report(writer.read, batch.bytesRead);
      if (chunk) yield chunk;
    }
    report(writer.read, source.sizeBytes, true);
  }
  return { chunks: chunks(), result: () => totals };
}
