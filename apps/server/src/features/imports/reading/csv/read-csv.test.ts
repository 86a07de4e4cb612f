import { expect, test } from "vitest";
import { readCsv } from "./read-csv.ts";

/** Each record as its line and cells, when the text comes in chunks of so many bytes. */
async function read(text: string, chunkBytes: number, isReturnBreak: boolean, skipLines: number): Promise<string[]> {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const dialect = { separator: 44, quote: 34, isBackslash: false, isReturnBreak, isSpaced: false };
  const reading = { dialect, skipLines, canHoldInvalid: true, bytesRead: () => 0 };
  const records: string[] = [];
  for await (const batch of readCsv(chunks(), reading, {})) {
    expect(batch.faults).toBeNull();
    for (let row = 0; row < batch.rows; row++) {
      const cells: string[] = [];
      for (let cell = batch.rowCells[row]!; cell < batch.rowCells[row + 1]!; cell++)
        cells.push(batch.bytes.toString("utf8", batch.starts[cell], batch.ends[cell]));
      records.push(`${batch.lines[row]}: ${cells.join("|")}`);
    }
  }
  return records;
}

const lines = ["Report", "", "näme,€", '"a\r\n""b""",😀', "", "c, d"];

test.each([
  { ends: "LF", end: "\n", isReturnBreak: false },
  { ends: "CRLF", end: "\r\n", isReturnBreak: false },
  { ends: "CR", end: "\r", isReturnBreak: true },
  { ends: "CRLF among CR", end: "\r\n", isReturnBreak: true },
])(
  "wherever chunks are cut, records, characters and line numbers are the same: $ends",
  async ({ end, isReturnBreak }) => {
    const text = lines.join(end);
    const expected = ["3: näme|€", '4: a\r\n"b"|😀', "7: c| d"];
    for (let size = 1; size <= text.length; size++) expect(await read(text, size, isReturnBreak, 2)).toEqual(expected);
  },
);
