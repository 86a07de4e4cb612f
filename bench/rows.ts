import pg from "pg";
import { Pool } from "undici";
import { pageSql } from "../apps/server/src/features/rows/rows.page.ts";
import { resolveSelection } from "../apps/server/src/features/rows/rows.selection.ts";
import { readPlace } from "../apps/server/src/features/rows/rows.sort-sql.ts";
import { seenWhole } from "../apps/server/src/features/rows/ruled.make.ts";
import type { CatalogTable } from "../apps/server/src/features/tables/tables.catalog.ts";
import { get, onBigTable } from "./big-table.ts";
import { measureWatchers } from "./watchers.ts";
import { compareWrites } from "./writes.ts";

const concurrency = 20;
const rounds = 5;
const warmMs = 500;
const measureMs = 2500;

interface Figures {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** One figure of the rows benchmark: what was measured, the limit it is held against, and whether it reaches its goal. */
export interface RowsResult {
  name: string;
  measured: number;
  limit: number;
  unit: string;
  reached: boolean;
  detail: string;
}

/** Measures reading and writing rows of a table of 1 M over HTTP against the same SQL over `pg`, on a database of its own. */
export async function benchRows(): Promise<RowsResult[]> {
  return onBigTable("api", async ({ table, token, url, databaseUrl }) => {
    const http = new Pool(url, { connections: concurrency });
    const results = [
      ...(await comparePages(databaseUrl, http, token, table)),
      await measureJumps(http, token, table),
      ...(await compareWrites(databaseUrl, http, token, table)),
      await measureWatchers(url, token, table.id),
    ];
    await http.close();
    return results;
  });
}

async function comparePages(url: string, http: Pool, token: string, table: CatalogTable): Promise<RowsResult[]> {
  const raw = new pg.Pool({ connectionString: url, max: 10, options: "-c role=weft_data -c timezone=UTC" });
  const runs: { raw: Figures; http: Figures }[] = [];
  // Turn by turn, so that a machine that is slowed by others slows both; the middle round counts.
  for (let round = 0; round < rounds; round++) {
    runs.push({
      raw: await load((from) => readRaw(raw, table, from)),
      http: await load((from) => readHttp(http, token, table, from)),
    });
  }
  await raw.end();
  const share = (run: (typeof runs)[number]) => run.http.perSecond / run.raw.perSecond;
  runs.sort((a, b) => share(a) - share(b));
  const middle = runs[rounds >> 1] as (typeof runs)[number];
  const [limit, measured, ratio] = [middle.raw, middle.http, share(middle)];
  return [
    {
      name: "page of 100 of 1 M, filtered and sorted by an indexed field, over HTTP against the same SQL over pg",
      measured: measured.perSecond,
      limit: limit.perSecond,
      unit: "pages/s",
      reached: ratio >= 0.5,
      detail: `${(ratio * 100).toFixed(0)} % (goal 50 %); rounds ${runs.map((run) => (share(run) * 100).toFixed(0)).join(", ")}`,
    },
    {
      name: `the same pages, slowest of a hundred at ${concurrency} at once`,
      measured: measured.p99Ms,
      limit: 50,
      unit: "ms",
      reached: measured.p99Ms <= 50,
      detail: `p50 ${measured.p50Ms.toFixed(1)} ms; over pg p50 ${limit.p50Ms.toFixed(1)}, p99 ${limit.p99Ms.toFixed(1)} ms`,
    },
  ];
}

/** First page from a random value, then the next page by keyset: half of the reads each. */
async function readRaw(pool: pg.Pool, table: CatalogTable, from: number): Promise<void> {
  const seen = seenWhole(table);
  const selection = resolveSelection(seen, { filter: filterFrom(from), sort: "Count" });
  const query = { table: seen, selection, keys: "name", shape: "object", limit: 100, skip: 0 } as const;
  const first = pageSql({ ...query, after: null });
  const page = (await pool.query<{ place: string }>(first.text, first.values)).rows[0];
  const next = pageSql({ ...query, after: readPlace(page?.place ?? "[]") });
  await pool.query(next.text, next.values);
}

async function readHttp(http: Pool, token: string, table: CatalogTable, from: number): Promise<void> {
  const list = `/api/v1/tables/${table.id}/rows?limit=100&sort=Count&filter=${encodeURIComponent(JSON.stringify(filterFrom(from)))}`;
  const text = await get(http, token, list);
  const next = /"next":"([^"]+)"/.exec(text.slice(-1000))?.[1];
  await get(http, token, `${list}&cursor=${next}`);
}

function filterFrom(from: number) {
  return { field: "Count", op: "greater_or_equal", value: from };
}

/** Runs reads of two pages each from `concurrency` callers at once; pages a second and time a page. */
async function load(read: (from: number) => Promise<void>): Promise<Figures> {
  const times: number[] = [];
  const start = performance.now();
  let counted = start;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (;;) {
        const before = performance.now();
        if (before - start > warmMs + measureMs) return;
        await read(Math.floor(Math.random() * 900_000));
        const after = performance.now();
        if (before - start >= warmMs) times.push((after - before) / 2);
        counted = after;
      }
    }),
  );
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  return { perSecond: (times.length * 2) / ((counted - start - warmMs) / 1000), p50Ms: at(0.5), p99Ms: at(0.99) };
}

async function measureJumps(http: Pool, token: string, table: CatalogTable): Promise<RowsResult> {
  const list = `/api/v1/tables/${table.id}/rows?limit=100`;
  await get(http, token, list);
  const times: number[] = [];
  for (let jump = 0; jump < 50; jump++) {
    const before = performance.now();
    await get(http, token, `${list}&offset=${500_000 + jump * 97}`);
    times.push(performance.now() - before);
  }
  const [first] = times;
  times.sort((a, b) => a - b);
  const p95 = times[47] ?? 0;
  return {
    name: "100 rows at offset 500,000 of 1 M, over HTTP",
    measured: p95,
    limit: 20,
    unit: "ms",
    reached: p95 <= 20,
    detail: `p95 of 50 jumps; the first took ${first?.toFixed(0)} ms`,
  };
}

if (import.meta.main) {
  for (const result of await benchRows()) {
    console.log(`${result.reached ? "ok  " : "MISS"} ${result.name}`);
    console.log(
      `     ${result.measured.toFixed(1)} against ${result.limit.toFixed(1)} ${result.unit}; ${result.detail}`,
    );
  }
}
