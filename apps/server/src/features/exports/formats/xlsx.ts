import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import { readCopyText } from "./copy-text.ts";
import type { TextRow } from "./copy-text.ts";
import { defuse, defusedColumn } from "./csv.ts";
import type { WriteInput } from "./format.ts";
import { partsOf, sheetNameOf } from "./xlsx-parts.ts";
import { readRows } from "./row-reader.ts";
import type { SheetColumn } from "./xlsx-sheet.ts";
import { makeSheet } from "./xlsx-sheet.ts";

/** A table's rows as an XLSX file; past 1,048,575 rows it goes on in further sheets. */
export function writeXlsxExport({ source, snapshot, options, tableName, onRows }: WriteInput): Readable {
  const columns = source.fields.map((field) => ({
    name: defuse(field.name, options.defuseFormulas),
    type: field.type,
    isZoned: field.type === "datetime" && field.options.zoned,
  }));
  const select = source.fields.map((field) => (options.defuseFormulas ? defusedColumn(field) : `t."${field.id}"`));
  async function* batches() {
    const copy = snapshot.copy(`select ${select.join(", ")} ${source.fromSql}`, "format text, encoding 'utf8'");
    yield* readCopyText(copy);
    onRows(copy.rowCount);
  }
  return writeXlsx(tableName, columns, batches());
}

/**
 * An XLSX file as a stream, made as its rows come: no more than some batches are in memory. Cells are PostgreSQL's
 * text of the column's type. Fails on text longer than the 32,767 characters a cell of this format holds.
 */
export function writeXlsx(title: string, columns: SheetColumn[], batches: AsyncIterable<TextRow[]>): Readable {
  const zip = new ZipFile();
  const file = zip.outputStream as Readable;
  const rows = readRows(batches);
  let current: Readable | null = null;

  function addSheet(number: number): void {
    let hasMore = false;
    const sheet = Readable.from(
      makeSheet(columns, rows, (more) => {
        hasMore = more;
      }),
      { objectMode: false, highWaterMark: 256 * 1024 },
    );
    current = sheet;
    sheet.on("error", (error) => file.destroy(error));
    sheet.on("end", () => {
      if (hasMore) return addSheet(number + 1);
      for (const [path, text] of partsOf(Array.from({ length: number }, (_, index) => sheetNameOf(title, index + 1))))
        zip.addBuffer(Buffer.from(text), path, { compressionLevel: 1 });
      zip.end();
    });
    // Level 1 packs a sheet's repeating markup nearly as small as 6 does, in a third of the time.
    zip.addReadStream(sheet, `xl/worksheets/sheet${number}.xml`, { compressionLevel: 1 });
  }

  addSheet(1);
  file.on("close", () => current?.destroy());
  return file;
}
