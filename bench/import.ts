import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createReadStream, openAsBlob } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createClient } from "@weft/api/client";
import type { Client } from "@weft/api/client";
import type { ImportJob } from "@weft/api/import-shapes";
import { getImport, importFile } from "@weft/api/imports";
import { listRows } from "@weft/api/rows";
import { makeId } from "@weft/model/ids";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { freePort, startEmbedded } from "../apps/server/src/database/embedded.ts";
import { migrate } from "../apps/server/src/database/migrate.ts";
import { hashSecret, makeTokenSecret } from "../apps/server/src/features/tokens/tokens.secret.ts";
import { generateCsv } from "./generate.ts";

const runs = 3;
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
    await runMigrations({ connectionString: database.url });
    await migrate(database.url);
    await using weft = await startWeft(database.url, join(folder, "data"));
    const raw: number[] = [];
    const ours: number[] = [];
    for (let run = 0; run < (big ? 1 : runs); run++) {
      raw.push(await copyRaw(database.url, file));
      ours.push(await importOnce(weft.client, weft.baseId, file, rows));
    }
    return report(big ? "10 M" : "1 M", { raw, ours, memoryBytes: await weft.memoryBytes() });
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function report(size: string, found: { raw: number[]; ours: number[]; memoryBytes: number }): ImportResult[] {
  const seconds = { raw: median(found.raw), ours: median(found.ours) };
  const ratio = seconds.ours / seconds.raw;
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
      name: `import ${size} rows, memory of api and worker at most`,
      measured: Math.round(found.memoryBytes / 1024 ** 2),
      limit: memoryBytesMax / 1024 ** 2,
      unit: "MiB",
      reached: found.memoryBytes <= memoryBytesMax,
      detail: "sum of the peaks of both processes",
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

/** An api and a worker as two processes, a person with a token, and a base. */
async function startWeft(databaseUrl: string, dataFolder: string) {
  const port = await freePort();
  const children = ["api", "worker"].map((role) =>
    fork(new URL("../apps/server/src/main.ts", import.meta.url), ["--role", role], {
      env: {
        ...process.env,
        WEFT_DATABASE_URL: databaseUrl,
        WEFT_PORT: String(port),
        WEFT_DATA: dataFolder,
        WEFT_CALLS_PER_MINUTE: "0",
        WEFT_LOG: "error",
        WEFT_SECRET: "a secret of at least thirty-two characters",
      },
    }),
  );
  const url = `http://127.0.0.1:${port}`;
  const { token, baseId } = await makeOwner(databaseUrl);
  while (!(await fetch(`${url}/api/v1/bases/${baseId}`).catch(() => null)))
    await new Promise((resolve) => setTimeout(resolve, 100));
  return {
    client: createClient({ url, token }),
    baseId,
    memoryBytes: async () => (await Promise.all(children.map(peakBytes))).reduce((sum, bytes) => sum + bytes, 0),
    async [Symbol.asyncDispose]() {
      await Promise.all(children.map(stop));
    },
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

/** The most memory a process has held, in bytes (Linux). */
async function peakBytes(child: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

async function makeOwner(databaseUrl: string): Promise<{ token: string; baseId: string }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const [personId, workspaceId, baseId, token] = [randomUUID(), makeId("workspace"), makeId("base"), makeTokenSecret()];
  await client.query("insert into weft.people (id, name, email) values ($1, 'Bench', 'bench@example.org')", [personId]);
  await client.query(
    "insert into weft.tokens (id, person_id, name, start, hash, scopes) values ($1, $2, 'bench', '', $3, $4)",
    [makeId("token"), personId, hashSecret(token), ["read", "write", "build", "manage"]],
  );
  await client.query("insert into weft.workspaces (id, name) values ($1, 'Bench')", [workspaceId]);
  await client.query("insert into weft.members (workspace_id, person_id, role) values ($1, $2, 'owner')", [
    workspaceId,
    personId,
  ]);
  await client.query("insert into weft.bases (id, workspace_id, name) values ($1, $2, 'Bench')", [baseId, workspaceId]);
  await client.query(`set role weft_data; create schema "${baseId}"`);
  await client.end();
  return { token, baseId };
}

if (import.meta.main) {
  const results = await benchImport({ big: process.argv.includes("--big") });
  for (const { name, measured, limit, unit, reached, detail } of results)
    console.log(
      `${reached ? "reached" : "missed "}  ${name}: ${measured.toFixed(2)} ${unit} (at most ${limit}); ${detail}`,
    );
}
