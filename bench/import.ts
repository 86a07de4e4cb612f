import { createReadStream, openAsBlob } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBase } from "@weft/api/bases";
import { createClient } from "@weft/api/client";
import type { Client } from "@weft/api/client";
import type { ImportJob } from "@weft/api/import-shapes";
import { getImport, importFile } from "@weft/api/imports";
import { getSession, signUp } from "@weft/api/people";
import { listRows } from "@weft/api/rows";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { startEmbedded } from "../apps/server/src/database/embedded.ts";
import { startInstance } from "../e2e/support/instance.ts";
import { generateCsv } from "./generate.ts";
import type { ProcessMemory } from "./memory.ts";
import { measureTree } from "./memory.ts";

const runs = 3;
/** Times each page is opened before the imports, so that the web program holds what it holds in use. */
const visits = 20;
const memoryBytesMax = 700 * 1024 ** 2;
const ratioMax = 1.5;

/** One figure of the import benchmark: what was measured, the limit it is held against, and whether it reaches its goal. */
export interface ImportResult {
  name: string;
  measured: number;
  limit: number;
  unit: string;
  reached: boolean;
  detail: string;
}

/**
 * Measures an import of 1 M rows × 10 columns (10 M with `big`), from the first byte handed in to the first page read,
 * against a raw COPY of the same file into an equal table of the same database; and the memory of our processes.
 */
export async function benchImport({ big = false } = {}): Promise<ImportResult[]> {
  const rows = big ? 10_000_000 : 1_000_000;
  const folder = await mkdtemp(join(tmpdir(), "weft-bench-import-"));
  const file = join(folder, "orders.csv");
  await generateCsv(file, rows);
  const database = await startEmbedded({ folder: join(folder, "postgres") });
  try {
    await using weft = await startWeft(database.url, join(folder, "data"));
    const raw: number[] = [];
    const ours: number[] = [];
    for (let run = 0; run < (big ? 1 : runs); run++) {
      raw.push(await copyRaw(database.url, file));
      ours.push(await importOnce(weft.client, weft.baseId, file, rows));
    }
    return report(big ? "10 M" : "1 M", { raw, ours, memory: await weft.measureMemory() });
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function report(size: string, found: { raw: number[]; ours: number[]; memory: ProcessMemory[] }): ImportResult[] {
  const seconds = { raw: median(found.raw), ours: median(found.ours) };
  const ratio = seconds.ours / seconds.raw;
  const mebibytes = (bytes: number) => Math.round(bytes / 1024 ** 2);
  const peaks = found.memory.reduce((sum, { peakBytes }) => sum + peakBytes, 0);
  const resident = found.memory.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
  const each = found.memory.map(({ name, peakBytes }) => `${name} ${mebibytes(peakBytes)}`);
  const list = (values: number[]) => values.map((value) => value.toFixed(2)).join(", ");
  return [
    {
      name: `import ${size} rows, hand-in to browsable, against raw COPY`,
      measured: ratio,
      limit: ratioMax,
      unit: "× its time",
      reached: ratio <= ratioMax,
      detail: `${seconds.ours.toFixed(2)} s (${list(found.ours)}) against ${seconds.raw.toFixed(2)} s (${list(found.raw)})`,
    },
    {
      name: `import ${size} rows, memory of all our processes at most`,
      measured: mebibytes(peaks),
      limit: mebibytes(memoryBytesMax),
      unit: "MiB",
      reached: peaks <= memoryBytesMax,
      detail: `sum of their peaks with what they share counted once, in use by a browser before: ${each.join(", ")}; counted in each of them ${mebibytes(resident)} MiB`,
    },
  ];
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** What the database does without us: COPY into a table with the same key and columns. */
async function copyRaw(url: string, file: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create table public.raw (
    row bigint generated always as identity primary key, id bigint, name text, email text, amount numeric,
    ordered_on date, updated_at timestamp, active boolean, category text, city text, note text)`);
  const columns = "id, name, email, amount, ordered_on, updated_at, active, category, city, note";
  const startedAt = performance.now();
  await pipeline(
    createReadStream(file, { highWaterMark: 1 << 20 }),
    client.query(copyFrom(`copy public.raw (${columns}) from stdin with (format csv, header)`)),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await client.query("drop table public.raw");
  await client.end();
  return seconds;
}

async function importOnce(client: Client, baseId: string, file: string, rows: number): Promise<number> {
  const startedAt = performance.now();
  const response = await client.open(importFile, {
    params: { baseId },
    query: { name: "orders.csv" },
    body: await openAsBlob(file),
  });
  let job = (await response.json()) as ImportJob;
  while (!["done", "failed"].includes(job.state)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    job = await client.call(getImport, { params: { importId: job.id } });
  }
  if (job.totals?.loaded !== rows)
    throw new Error(`the import ended ${job.state}: ${JSON.stringify(job.failure ?? job.totals)}`);
  const page = await client.call(listRows, { params: { tableId: job.tableId as string }, query: { limit: 100 } });
  if (page.rows.length !== 100) throw new Error("the first page is not whole");
  return (performance.now() - startedAt) / 1000;
}

/** Everything that `npm start` runs, on a database beside it; an owner with a base, who has looked at some pages. */
async function startWeft(databaseUrl: string, data: string) {
  await mkdir(data);
  const instance = await startInstance({
    data,
    environment: { WEFT_DATABASE_URL: databaseUrl, WEFT_CALLS_PER_MINUTE: "0", WEFT_LOG: "error" },
  });
  const { url } = instance;
  const answer = await createClient({ url, headers: { origin: url } }).open(signUp, {
    body: { name: "Bench", email: "bench@example.org", password: "correct horse battery", language: "en" },
  });
  const cookie = answer.headers
    .getSetCookie()
    .map((text) => text.split(";")[0])
    .join("; ");
  const client = createClient({ url, headers: { cookie, origin: url } });
  const { workspaces } = await client.call(getSession, {});
  const params = { workspaceId: workspaces[0]?.id as string };
  const { id: baseId } = await client.call(createBase, { params, body: { name: "Bench" } });
  for (const path of ["/", `/bases/${baseId}`, "/imports", "/settings/profile"])
    for (let visit = 0; visit < visits; visit++) await (await fetch(url + path, { headers: { cookie } })).text();
  return {
    client,
    baseId,
    measureMemory: () => measureTree(instance.process.pid as number),
    [Symbol.asyncDispose]: () => instance[Symbol.asyncDispose](),
  };
}

if (import.meta.main) {
  const results = await benchImport({ big: process.argv.includes("--big") });
  for (const { name, measured, limit, unit, reached, detail } of results)
    console.log(
      `${reached ? "reached" : "missed "}  ${name}: ${measured.toFixed(2)} ${unit} (at most ${limit}); ${detail}`,
    );
}
