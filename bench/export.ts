import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { Client } from "@weft/api/client";
import { createClient } from "@weft/api/client";
import type { ExportOptions } from "@weft/api/exports";
import { createExport, exportFormats, getExport } from "@weft/api/exports";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { onBigTable } from "./big-table.ts";
import type { RowsResult } from "./rows.ts";

const rounds = 3;
const pollMs = 20;
const csvRatioMax = 1.5;
const memoryMegabytesMax = 700;

/**
 * Exports a table of 1 M rows in every format through the API and the exporter, against `COPY … TO STDOUT` of the same
 * table into a file; and how much memory the process took at most.
 */
export async function benchExport(): Promise<RowsResult[]> {
  return onBigTable("api,exporter", ({ table, token, url, databaseUrl, folder, processId }) =>
    measure({
      client: createClient({ url, token }),
      databaseUrl,
      table: {
        id: table.id,
        place: `"${table.baseId}"."${table.id}"`,
        columns: table.fields.map(({ id }) => `"${id}"`),
      },
      file: join(folder, "raw.csv"),
      processId,
    }),
  );
}

interface Subject {
  client: Client;
  databaseUrl: string;
  table: { id: string; place: string; columns: string[] };
  file: string;
  processId: number;
}

async function measure(subject: Subject): Promise<RowsResult[]> {
  const raw: number[] = [];
  const own = new Map<ExportOptions["format"], number[]>(exportFormats.map((format) => [format, []]));
  for (let round = 0; round < rounds; round += 1) {
    raw.push(await copySeconds(subject));
    for (const [format, seconds] of own) seconds.push(await exportSeconds(subject, format));
  }
  const limit = Math.min(...raw);
  const results = [...own].map(([format, all]) => {
    const seconds = Math.min(...all);
    return {
      name: `export of 1 M rows to ${format}`,
      measured: seconds,
      limit,
      unit: "s",
      reached: format !== "csv" || seconds <= limit * csvRatioMax,
      detail: `${(seconds / limit).toFixed(2)} × raw COPY TO${format === "csv" ? `, at most ${csvRatioMax} ×` : ""}; best of ${rounds}`,
    };
  });
  return [...results, await memoryResult(subject.processId)];
}

async function copySeconds({ databaseUrl, table, file }: Subject): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl, options: "-c role=weft_data -c timezone=UTC" });
  await client.connect();
  const startedAt = performance.now();
  const rows = client.query(copyTo(`copy ${table.place} (${table.columns.join(", ")}) to stdout with (format csv)`));
  await pipeline(rows, createWriteStream(file));
  const seconds = (performance.now() - startedAt) / 1000;
  await client.end();
  return seconds;
}

/** From the call to the finished file, as a program sees it. */
async function exportSeconds({ client, table }: Subject, format: ExportOptions["format"]): Promise<number> {
  const startedAt = performance.now();
  let job = await client.call(createExport, { params: { tableId: table.id }, body: { format } });
  while (job.state === "waiting" || job.state === "running") {
    await wait(pollMs);
    job = await client.call(getExport, { params: { exportId: job.id } });
  }
  if (job.state !== "done") throw new Error(`the export to ${format} ended ${job.state}: ${job.failure}`);
  return (performance.now() - startedAt) / 1000;
}

/** The most memory the process has ever held, as Linux counts it. */
async function memoryResult(processId: number): Promise<RowsResult> {
  const status = await readFile(`/proc/${processId}/status`, "utf8");
  const megabytes = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1000;
  return {
    name: "memory of api and exporter in one process, all formats",
    measured: megabytes,
    limit: memoryMegabytesMax,
    unit: "MB",
    reached: megabytes <= memoryMegabytesMax,
    detail: "highest resident set",
  };
}

if (import.meta.main) {
  for (const { name, measured, limit, unit, reached, detail } of await benchExport())
    console.log(
      `${reached ? "ok  " : "MISS"} ${name}: ${measured.toFixed(2)} against ${limit.toFixed(2)} ${unit}; ${detail}`,
    );
}
