import { isUtf8 } from "node:buffer";
import { Problem } from "@weft/api/problems";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { Batch } from "../records/batch.ts";
import { BatchBuilder } from "../records/batch.ts";
import type { RecordColumns } from "./record-cells.ts";
import { parseRecord } from "./record-cells.ts";

const lineBytesMax = 16 * 1024 * 1024;

/** Reads one JSON object a line; a line that is none becomes a faulty record and the others go on. */
export async function* readNdjson(
  stream: AsyncIterable<Buffer>,
  columns: RecordColumns,
  bytesRead: () => number,
): AsyncGenerator<Batch> {
  const builder = new BatchBuilder();
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  for await (const chunk of stream) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      line++;
      addLine(bytes.subarray(start, end), line, columns, builder);
      start = end + 1;
      if (builder.isFull) yield builder.take(bytesRead());
    }
    rest = bytes.subarray(start);
    if (rest.length > lineBytesMax) {
      throw new Problem(
        "file.unreadable",
        phrase`Line ${line + 1} is longer than 16 MB. Write one JSON object a line.`,
      );
    }
  }
  if (rest.length > 0) addLine(rest, line + 1, columns, builder);
  if (!builder.isEmpty) yield builder.take(bytesRead());
}

function addLine(bytes: Buffer, line: number, columns: RecordColumns, builder: BatchBuilder): void {
  const text = bytes.toString("utf8").trim();
  if (text === "") return;
  const reason = addRecord(text, columns, builder);
  const isValid = isUtf8(bytes);
  if (reason === null && isValid) {
    builder.endRow(line);
    return;
  }
  if (reason !== null) builder.addCell(text);
  const code = isValid ? "row.invalid_record" : "row.invalid_bytes";
  builder.endRow(line, {
    code,
    reason: isValid ? reason! : phrase`holds bytes that are not UTF-8; save the file as UTF-8`,
  });
}

/** Why the line is no record, or null when its cells are in the builder. */
function addRecord(text: string, columns: RecordColumns, builder: BatchBuilder): Phrase | null {
  let record: unknown;
  try {
    record = parseRecord(text);
  } catch (error) {
    const what = error instanceof Error ? error.message.replace(/, ?".*$/su, "").replace(/ \(line.*$/su, "") : "";
    return phrase`is no JSON: ${what}`;
  }
  if (typeof record !== "object" || record === null || Array.isArray(record))
    return phrase`is no JSON object: one {…} a line is wanted`;
  columns.add(record, builder);
  return null;
}
