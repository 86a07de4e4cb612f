import { DuckDBInstance } from "@duckdb/node-api";
import { createReadStream, existsSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyseFile, copyRows } from "../apps/server/src/features/imports/reading/reading.ts";
import type { FileSource } from "../apps/server/src/features/imports/reading/reading.ts";
import { generateCsv } from "./generate.ts";

const rows = Number(process.env.BENCH_ROWS ?? 1_000_000);

/** Seconds that `work` takes, and the most memory that was held meanwhile beyond what was held before, in MB. */
async function measure(work: () => Promise<void>): Promise<{ seconds: number; memoryMb: number }> {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  const start = performance.now();
  await work();
  clearInterval(timer);
  return { seconds: (performance.now() - start) / 1000, memoryMb: Math.round((most - before) / 1e6) };
}

function sourceAt(path: string): FileSource {
  const open: FileSource["open"] = async (range) => createReadStream(path, { ...range, highWaterMark: 256 * 1024 });
  return { name: "big.csv", sizeBytes: statSync(path).size, open };
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "weft-bench-reading-"));
  const path = process.env.BENCH_FILE ?? join(folder, "big.csv");
  try {
    if (!existsSync(path)) await generateCsv(path, rows);
    const source = sourceAt(path);
    const megabytes = source.sizeBytes / 1e6;
    const options = {
      onProgress: () => {},
      signal: new AbortController().signal,
      unpackedBytesMax: 1e12,
      tempFolder: folder,
    };
    let profile = await analyseFile(source, {}, options);
    const analysis = await measure(async () => void (profile = await analyseFile(source, {}, options)));
    const plan = profile.columns.map(({ index, name, detected }) => ({ index, name, reading: detected }));
    const conversion = await measure(async () => {
      for await (const chunk of copyRows(source, profile.reading, plan, { ...options, firstRow: 1, onReject: () => {} })
        .chunks)
        void chunk;
    });
    const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
    const connection = await instance.connect();
    const sniff = `FROM read_csv('${path}', sample_size = -1)`;
    const duckdb = await measure(async () => void (await connection.run(`CREATE TABLE t AS ${sniff}`)));
    const line = (what: string, { seconds, memoryMb }: { seconds: number; memoryMb: number }) =>
      console.log(
        `${what.padEnd(44)} ${seconds.toFixed(2).padStart(6)} s ${Math.round(megabytes / seconds)
          .toString()
          .padStart(5)} MB/s  +${memoryMb} MB`,
      );
    console.log(
      `${profile.records} records, ${megabytes.toFixed(0)} MB, ${profile.columns.length} columns, one thread each`,
    );
    line("analysis of the whole file", analysis);
    line("conversion to COPY", conversion);
    line("DuckDB: types over the whole file, and load", duckdb);
    console.log(
      `analysis + conversion = ${((analysis.seconds + conversion.seconds) / duckdb.seconds).toFixed(2)} × DuckDB`,
    );
    connection.closeSync();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
