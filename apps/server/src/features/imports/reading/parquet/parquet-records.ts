import type { ColumnReading, Reading } from "@weft/api/import-shapes";
import { Problem } from "@weft/api/problems";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { FieldShape } from "@weft/model/fields/field";
import { phrase } from "@weft/model/texts/phrase";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { makeReading } from "../columns/detect-type.ts";
import { readCsv } from "../csv/read-csv.ts";
import type { Batch } from "../records/batch.ts";
import { cellFlag } from "../records/batch.ts";
import type { RecordStream } from "../records/record-stream.ts";
import type { FileSource, ReadingOptions } from "../reading-types.ts";
import { fileSource, tooLarge } from "../source/unpack.ts";

const dialect = { separator: 44, quote: 34, isBackslash: false, isReturnBreak: false, isSpaced: false };

interface ParquetColumn {
  name: string;
  /** How it is written into the text that the loader reads. */
  sql: string;
  declared: ColumnReading | null;
  isString: boolean;
}

/** A Parquet file as records, by way of DuckDB: its declared types win. Throws file.unreadable when it is broken or cut off. */
export async function openParquet(source: FileSource, folder: string, options: ReadingOptions): Promise<RecordStream> {
  const path = join(folder, "file.parquet");
  await pipeline(await source.open(), createWriteStream(path), { signal: options.signal });
  const columns = await unpack(source, path, join(folder, "rows.csv"), options);
  const rows = await fileSource(join(folder, "rows.csv"), source.name);
  let bytesRead = 0;
  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const chunk of await rows.open()) {
      options.signal.throwIfAborted();
      bytesRead += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  }
  const share = source.sizeBytes / Math.max(1, rows.sizeBytes);
  const batches = readCsv(
    bytes(),
    { dialect, skipLines: 0, canHoldInvalid: false, bytesRead: () => Math.round(bytesRead * share) },
    {},
  );
  return {
    reading: makeParquetReading(),
    batches: numberRecords(
      batches,
      columns.map(({ isString }) => isString),
    ),
    headerRows: 0,
    width: columns.length,
    isHeaderShort: false,
    lineEnd: "lf",
    hasByteOrderMark: false,
    sheets: [],
    hasTypes: true,
    names: () => columns.map(({ name }) => name),
    declared: () => columns.map(({ declared }) => declared),
    warnings: () => [],
  };
}

function makeParquetReading(): Reading {
  return {
    format: "parquet",
    encoding: "utf-8",
    separator: ",",
    quote: '"',
    escape: "double",
    preambleLines: 0,
    headerRows: 0,
    footerLines: 0,
    sheet: null,
    recordsPath: "",
    nested: "json",
  };
}

/** Rejects name the record, since a Parquet file has no lines; cells of text columns are strings whatever they look like. */
async function* numberRecords(batches: AsyncIterable<Batch>, areStrings: boolean[]): AsyncGenerator<Batch> {
  let record = 0;
  for await (const batch of batches) {
    for (let row = 0; row < batch.rows; row++) {
      batch.lines[row] = ++record;
      const first = batch.rowCells[row]!;
      for (let c = 0; c < areStrings.length; c++) {
        const cell = first + c;
        if ((batch.masks[cell]! & cellFlag.quoted) !== 0 && areStrings[c]) batch.masks[cell]! |= cellFlag.string;
        else if (batch.starts[cell] === batch.ends[cell]) batch.masks[cell]! |= cellFlag.none;
      }
    }
    yield batch;
  }
}

/** Lets DuckDB write the file's rows as CSV: strings in quotes, no value as nothing. */
async function unpack(
  source: FileSource,
  path: string,
  target: string,
  options: ReadingOptions,
): Promise<ParquetColumn[]> {
  // DuckDB takes 30 MB of memory as soon as it is loaded.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "1",
    memory_limit: "256MB",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  try {
    const connection = await instance.connect();
    const stop = () => connection.interrupt();
    options.signal.addEventListener("abort", stop);
    try {
      const file = quoteText(path);
      await checkSize(connection, source, file, options.unpackedBytesMax);
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet(${file})`);
      const columns = described.getRows().map((row) => toColumn(String(row[0]), String(row[1])));
      const strings = columns.map((column, index) => ({ ...column, index })).filter(({ isString }) => isString);
      const force = strings.length > 0 ? `, FORCE_QUOTE (${strings.map(({ index }) => `c${index}`).join(", ")})` : "";
      const select = columns.map(({ sql }, index) => `${sql} AS c${index}`).join(", ");
      await connection.run(
        `COPY (SELECT ${select} FROM read_parquet(${file})) TO ${quoteText(target)} (FORMAT csv, HEADER false, QUOTE '"', ESCAPE '"'${force})`,
      );
      return columns;
    } finally {
      options.signal.removeEventListener("abort", stop);
      connection.closeSync();
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    options.signal.throwIfAborted();
    throw unreadable(source, error);
  } finally {
    instance.closeSync();
  }
}

function unreadable(source: FileSource, error: unknown): Problem {
  const what = (error instanceof Error ? error.message : String(error))
    .split("\n")[0]!
    .replaceAll(/'[^']*\/[^']*'/gu, "it");
  if (/No space left/iu.test(what)) {
    return new Problem(
      "storage.full",
      phrase`There is no room to unpack ${source.name}. Free some disk space and try again.`,
    );
  }
  return new Problem(
    "file.unreadable",
    phrase`${source.name} is a broken or cut off Parquet file (${what}). Write or send it again.`,
  );
}

async function checkSize(
  connection: DuckDBConnection,
  source: FileSource,
  file: string,
  bytesMax: number,
): Promise<void> {
  const sizes = await connection.runAndReadAll(
    `SELECT sum(total_uncompressed_size)::DOUBLE FROM parquet_metadata(${file})`,
  );
  if (Number(sizes.getRows()[0]?.[0] ?? 0) > bytesMax) throw tooLarge(source.name, bytesMax);
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const wholeTypes = new Set(["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"]);
const numberTypes = /^(?:UBIGINT|U?HUGEINT|FLOAT|DOUBLE|DECIMAL\(.*\))$/u;

function toColumn(name: string, type: string): ParquetColumn {
  const source = quoteName(name);
  const plain = (shape: FieldShape | null, sql = source, isString = false): ParquetColumn => ({
    name,
    sql,
    declared: shape && makeReading(shape),
    isString,
  });
  if (wholeTypes.has(type)) return plain({ type: "number", options: { decimals: 0 } });
  if (numberTypes.test(type)) return plain({ type: "number", options: { decimals: null } });
  if (type === "BOOLEAN") return plain({ type: "boolean", options: {} });
  if (type === "DATE") return plain({ type: "date", options: {} });
  // Nanoseconds may be more exact than a datetime field: there the values decide.
  if (type === "TIMESTAMP_NS") return plain(null, `${source}::VARCHAR`);
  if (type === "TIMESTAMP WITH TIME ZONE") {
    return plain(
      { type: "datetime", options: { zoned: true } },
      `make_timestamp(epoch_us(${source}))::VARCHAR || '+00'`,
    );
  }
  if (type.startsWith("TIMESTAMP")) return plain({ type: "datetime", options: { zoned: false } });
  if (/\]$|^(?:STRUCT|MAP|UNION)\b/u.test(type))
    return plain({ type: "json", options: {} }, `to_json(${source})::VARCHAR`);
  return plain(null, `${source}::VARCHAR`, true);
}
