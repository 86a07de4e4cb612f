import { DuckDBInstance } from "@duckdb/node-api";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyseFile, copyRows } from "../apps/server/src/features/imports/reading/reading.ts";
import type { FileSource } from "../apps/server/src/features/imports/reading/reading.ts";
import { generateCsv } from "./generate.ts";
import type { RowsResult } from "./rows.ts";

const rows = 1_000_000;
const rounds = 3;

/**
 * Reads a CSV of 1 M × 10 as an import does, types from the whole file and then every cell, against DuckDB that takes types
 * from the whole file and loads it; one thread each, no database.
 */
export async function benchReading(): Promise<RowsResult[]> {
  const folder = await mkdtemp(join(tmpdir(), "weft-bench-reading-"));
  const path = join(folder, "big.csv");
  try {
    await generateCsv(path, rows);
    const { size } = await stat(path);
    const open: FileSource["open"] = async (range) => createReadStream(path, { ...range, highWaterMark: 256 * 1024 });
    const source = { name: "big.csv", sizeBytes: size, open };
    const own: number[] = [];
    const duckdb: number[] = [];
    for (let round = 0; round < rounds; round++) {
      own.push(await secondsOf(() => readFile(source, folder)));
      duckdb.push(await secondsOf(() => readWithDuckdb(path)));
    }
    const [measured, limit] = [Math.min(...own), Math.min(...duckdb)];
    const megabytes = size / 1e6;
    return [
      {
        name: "read 1 M rows: types from the whole file and every cell, against DuckDB on one thread",
        measured,
        limit,
        unit: "s",
        // What our own scanner costs (decision 2) is shown; nobody has promised a bound.
        reached: true,
        detail: `${(measured / limit).toFixed(2)} × DuckDB, no bound; ${Math.round(megabytes / measured)} MB/s; best of ${rounds}`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function readFile(source: FileSource, tempFolder: string): Promise<void> {
  const signal = new AbortController().signal;
  const options = { onProgress: () => {}, signal, unpackedBytesMax: 1e12, tempFolder };
  const { columns, reading } = await analyseFile(source, {}, options);
  const plan = columns.map(({ index, name, detected }) => ({ index, name, reading: detected }));
  const { chunks } = copyRows(source, reading, plan, { ...options, firstRow: 1, onReject: () => {} });
  for await (const chunk of chunks) void chunk;
}

async function readWithDuckdb(path: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run(`create table t as from read_csv('${path}', sample_size = -1)`);
  connection.closeSync();
  instance.closeSync();
}
