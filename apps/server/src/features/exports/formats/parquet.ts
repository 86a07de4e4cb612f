import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Problem } from "@weft/api/problems";
import type { Field } from "@weft/model/fields/field";
import { phrase } from "@weft/model/texts/phrase";
import type { WriteInput } from "./format.ts";

/** Bytes of rows gathered before they are written as one group; bounds memory whatever the rows' width. */
const groupBytes = 8 * 1024 * 1024;
/** DuckDB's share: 1 M rows of 10 columns need 144 MB, and each column has buffers of its own. */
const memoryMegabytes = 144;
const memoryMegabytesAColumn = 0.6;

/** A Parquet file with typed columns. Needs room for the rows as CSV and for the file in the temporary folder. */
export function writeParquet(input: WriteInput): Readable {
  return Readable.from(readParquet(input), { objectMode: false, highWaterMark: 1024 * 1024 });
}

async function* readParquet(input: WriteInput): AsyncGenerator<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "weft-parquet-"));
  try {
    const types = await columnTypes(input);
    const csv = join(folder, "rows.csv");
    const rows = await writeRows(input, csv);
    input.onRows(rows);
    const parquet = join(folder, "rows.parquet");
    await convert(input, { csv, parquet, folder, rows, types });
    yield* createReadStream(parquet, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeRows({ source, snapshot, signal }: WriteInput, path: string): Promise<number> {
  const columns = source.fields.map((field) => `t."${field.id}"`);
  const copy = snapshot.copy(
    `select ${columns.join(", ")} ${source.fromSql}`,
    `format csv, encoding 'utf8', force_quote (${columns.map((column) => column.slice(2)).join(", ")})`,
  );
  await pipeline(copy, createWriteStream(path), { signal });
  return copy.rowCount;
}

interface Conversion {
  csv: string;
  parquet: string;
  folder: string;
  rows: number;
  types: string[];
}

async function convert({ source, signal }: WriteInput, conversion: Conversion): Promise<void> {
  const { csv, parquet, folder, rows, types } = conversion;
  const { size } = await stat(csv);
  const groupRows = Math.max(2048, Math.min(122_880, Math.floor(groupBytes / Math.max(1, size / Math.max(1, rows)))));
  // DuckDB takes 30 MB of memory as soon as it is loaded.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "1",
    memory_limit: `${Math.round(memoryMegabytes + source.fields.length * memoryMegabytesAColumn)}MB`,
    temp_directory: folder,
    autoinstall_known_extensions: "false",
  });
  try {
    const connection = await instance.connect();
    signal.addEventListener("abort", () => connection.interrupt(), { once: true });
    const columns = source.fields.map((field, index) => `${quote(field.name)}: ${quote(types[index] as string)}`);
    await connection.run(
      `copy (select * from read_csv(${quote(csv)}, auto_detect = false, header = false, columns = {${columns.join(", ")}},
         delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, new_line = '\\n',
         max_line_size = 16777216, buffer_size = 33554432, parallel = false))
       to ${quote(parquet)} (format parquet, compression zstd, row_group_size ${groupRows})`,
    );
    connection.closeSync();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Problem(
      "export.failed",
      phrase`The rows cannot be written as Parquet (${(error as Error).message.split("\n")[0] ?? ""}). Export as NDJSON or CSV, or leave out the longest field.`,
    );
  } finally {
    instance.closeSync();
  }
}

/** DuckDB's type of each field; of decimals as many digits as the values have, so that every one stays exact. */
async function columnTypes({ source, snapshot }: WriteInput): Promise<string[]> {
  const digits = await measureDecimals({ source, snapshot });
  return source.fields.map((field) => {
    switch (field.type) {
      case "number":
        return field.options.decimals === 0 ? "BIGINT" : decimalType(digits[field.id]);
      case "boolean":
        return "BOOLEAN";
      case "date":
        return "DATE";
      case "datetime":
        return field.options.zoned ? "TIMESTAMPTZ" : "TIMESTAMP";
      case "json":
        return "JSON";
      default:
        return "VARCHAR";
    }
  });
}

interface Digits {
  whole: number;
  decimals: number;
}

function decimalType({ whole, decimals }: Digits = { whole: 1, decimals: 0 }): string {
  if (whole + decimals > 38) return "VARCHAR";
  // Up to 18 digits fit 64 bits, which every reader is fastest with.
  return `DECIMAL(${whole + decimals <= 18 ? 18 : 38}, ${decimals})`;
}

async function measureDecimals({
  source,
  snapshot,
}: Pick<WriteInput, "source" | "snapshot">): Promise<Record<string, Digits>> {
  const fields = source.fields.filter(isDecimal);
  if (fields.length === 0) return {};
  const measures = fields.map(({ id }) => `max(min_scale("${id}")), max(length(trunc(abs("${id}"))::text))`);
  const pairs = measures.map((measure) => `json_build_array(${measure})`);
  const selected = fields.map(({ id }) => `t."${id}"`);
  const [row] = await snapshot.query<{ digits: [number | null, number | null][] }>(
    `select array_to_json(array[${pairs.join(", ")}]) as digits from (select ${selected.join(", ")} ${source.fromSql}) as rows`,
  );
  return Object.fromEntries(
    fields.map(({ id }, index) => {
      const [decimals, whole] = row?.digits[index] ?? [0, 1];
      return [id, { decimals: decimals ?? 0, whole: whole ?? 1 }];
    }),
  );
}

function isDecimal(field: Field): boolean {
  return field.type === "number" && field.options.decimals !== 0;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
