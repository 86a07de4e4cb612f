import pg from "pg";
import { Pool } from "undici";
import { createIndexSql, markIndex, ownIndexName } from "../apps/server/src/features/indexes/indexes.store.ts";
import { indexMark } from "../apps/server/src/features/indexes/indexes.wants.ts";
import type { CatalogTable } from "../apps/server/src/features/tables/tables.catalog.ts";
import type { BigColumn, BigTable } from "./big-table.ts";
import { get, onBigTable } from "./big-table.ts";
import type { RowsResult } from "./rows.ts";

const rounds = 5;
const ratioMax = 1.3;
const searchMs = 150;

/** Of the words in Note, `amber` stands in one row of 12, `amber lamp` in one of 132, `quince` in one of 20,000. */
const questionColumns: BigColumn[] = [
  { name: "Name", type: "text", column: "text", value: "'Name ' || (i::bigint * 7919) % 1000003" },
  { name: "Count", type: "number", options: { decimals: 0 }, column: "bigint", value: "(i::bigint * 31) % 1000003" },
  {
    name: "Price",
    type: "number",
    options: { decimals: 2 },
    column: "numeric",
    value: "((i::bigint * 104729) % 900007) / 100.0",
  },
  { name: "Day", type: "date", column: "date", value: "date '2015-01-01' + ((i::bigint * 7919) % 3001)::int" },
  { name: "Kind", type: "text", column: "text", value: "'Kind ' || (i::bigint * 13) % 20" },
  { name: "Shelf", type: "text", column: "text", value: "'Shelf ' || (i::bigint * 7919) % 10007" },
  {
    name: "Seen",
    type: "datetime",
    options: { zoned: false },
    column: "timestamp",
    value: "timestamp '2020-01-01' + i * interval '1 minute'",
  },
  { name: "Paid", type: "boolean", column: "boolean", value: "i % 3 = 0" },
  { name: "Mail", type: "email", column: "text", value: "'person' || i || '@example.org'" },
  {
    name: "Note",
    type: "long_text",
    column: "text",
    value: `case when i % 20011 = 0 then 'quince ' else '' end
      || (array['amber','birch','coral','dusky','ebony','faded','green','hazel','ivory','jaded','khaki','linen'])[1 + (i * 7) % 12]
      || ' ' || (array['lamp','table','chair','shelf','frame','basin','stool','bench','crate','board','panel'])[1 + (i * 5) % 11]
      || ', ' || (array['sent','kept','lent','sold','lost'])[1 + i % 5] || ' on order ' || i`,
  },
];

/** A question as a person asks it over HTTP, and as somebody who knows SQL would. */
interface Question {
  name: string;
  path: string;
  sql: string[];
  /** Each statement needs what the one before it gave. */
  inTurn?: true;
}

/** Measures what people ask of a table of 1 M rows over HTTP against SQL written by hand, turn by turn, and searches against a bound. */
export async function benchQuestions(): Promise<RowsResult[]> {
  return onBigTable("api", measureQuestions, questionColumns);
}

/** Asks all questions of a table made of `questionColumns`. */
async function measureQuestions({ url, token, table, databaseUrl }: BigTable): Promise<RowsResult[]> {
  const http = new Pool(url, { connections: 4 });
  const asData = "-c role=weft_data -c search_path=weft -c timezone=UTC";
  const raw = new pg.Pool({ connectionString: databaseUrl, max: 2, options: asData });
  const ask = (path: string) => get(http, token, `/api/v1/tables/${table.id}/rows${path}`);
  const results: RowsResult[] = [];
  for (const question of questionsOf(table)) results.push(await compare(question, raw, ask));
  await indexWords(databaseUrl, table);
  for (const [name, text] of [
    ["a common word", "amber"],
    ["a phrase of two words", "amber lamp"],
    ["a rare word", "quince"],
  ] as const) {
    results.push(
      await search(`first page of a search for ${name}`, () => ask(`?limit=100&search=${encodeURIComponent(text)}`)),
    );
    results.push(await search(`hits of ${name}`, () => ask(`/find?text=${encodeURIComponent(text)}`)));
  }
  await http.close();
  await raw.end();
  return results;
}

function questionsOf(table: CatalogTable): Question[] {
  const [name, count, price, day, kind, shelf, , paid] = table.fields.map(({ id }) => `"${id}"`);
  const from = `from "${table.baseId}"."${table.id}"`;
  const natural = "collate natural_order";
  const sorted = (column: string) => [`select * ${from} order by ${column} nulls last, id limit 100`];
  const query = (parts: Record<string, unknown>) =>
    Object.entries(parts)
      .map(([key, value]) => `${key}=${encodeURIComponent(typeof value === "string" ? value : JSON.stringify(value))}`)
      .join("&");
  const contains = { field: "Name", op: "contains", value: "77123" };
  const like = `where lower(${name}) like '%77123%'`;
  const unpaid = { field: "Paid", op: "is", value: false };
  const figures = { Price: "sum", Count: "mean" };
  const two = `sum(${price}), avg(${count})`;
  return [
    {
      name: "contains on an unindexed text, first page",
      path: `?${query({ limit: 100, filter: contains })}`,
      sql: [`select * ${from} ${like} order by id limit 100`],
    },
    {
      name: "contains on an unindexed text, first page and count",
      path: `?${query({ limit: 100, filter: contains, total: "exact" })}`,
      sql: [`select * ${from} ${like} order by id limit 100`, `select count(*) ${from} ${like}`],
    },
    {
      name: "sort by an unindexed text",
      path: `?${query({ limit: 100, sort: "Name" })}`,
      sql: sorted(`${name} ${natural}`),
    },
    {
      name: "sort by an unindexed number",
      path: `?${query({ limit: 100, sort: "-Price" })}`,
      sql: sorted(`${price} desc`),
    },
    { name: "sort by an unindexed date", path: `?${query({ limit: 100, sort: "Day" })}`, sql: sorted(`${day}`) },
    {
      name: "20 groups with two figures",
      path: `/groups?${query({ group: "Kind", figures })}`,
      sql: [`select ${kind}, count(*), ${two} ${from} group by 1 order by ${kind} ${natural}`],
    },
    {
      name: "10,000 groups with two figures",
      path: `/groups?${query({ group: "Shelf", figures })}`,
      sql: [`select ${shelf}, count(*), ${two} ${from} group by 1 order by ${shelf} ${natural}`],
    },
    {
      name: "sum and mean of whole columns",
      path: `/summaries?${query({ figures })}`,
      sql: [`select count(*), ${two} ${from}`],
    },
    {
      name: "median and mean of two columns over a filter",
      path: `/summaries?${query({ filter: unpaid, figures: { Price: "median", Count: "mean" } })}`,
      sql: [
        `select count(*), percentile_cont(0.5) within group (order by ${price}), avg(${count}) ${from} where not ${paid}`,
      ],
    },
    {
      name: "histogram and mean of two columns over a filter",
      path: `/summaries?${query({ filter: unpaid, figures: { Price: "histogram", Count: "mean" } })}`,
      sql: [
        `select count(*), min(${price}), max(${price}), avg(${count}) ${from} where not ${paid}`,
        `select width_bucket(${price}, 0, 9000.07, 20), count(*) ${from} where not ${paid} group by 1 order by 1`,
      ],
      inTurn: true,
    },
  ];
}

async function compare(
  { name, path, sql, inTurn }: Question,
  raw: pg.Pool,
  ask: (path: string) => Promise<string>,
): Promise<RowsResult> {
  const byHand = async () => {
    if (!inTurn) return Promise.all(sql.map((text) => raw.query(text)));
    for (const text of sql) await raw.query(text);
  };
  const runs: { own: number; limit: number }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const limit = await millisecondsOf(byHand);
    // A count is remembered: another number makes it a new question.
    const own = await millisecondsOf(() => ask(path.replace("77123", String(77123 + round))));
    if (round > 0) runs.push({ own, limit });
  }
  const share = (run: (typeof runs)[number]) => run.own / run.limit;
  runs.sort((a, b) => share(a) - share(b));
  const middle = runs[rounds >> 1] as (typeof runs)[number];
  return {
    name: `1 M rows: ${name}, against SQL by hand`,
    measured: middle.own,
    limit: middle.limit,
    unit: "ms",
    reached: share(middle) <= ratioMax,
    detail: `${share(middle).toFixed(2)} × its time, at most ${ratioMax} ×; rounds ${runs.map((run) => share(run).toFixed(2)).join(", ")}`,
  };
}

async function search(name: string, ask: () => Promise<string>): Promise<RowsResult> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const ms = await millisecondsOf(ask);
    if (round > 0) times.push(ms);
  }
  times.sort((a, b) => a - b);
  const measured = times[rounds >> 1] as number;
  return {
    name: `1 M rows: ${name}, with the index of words`,
    measured,
    limit: searchMs,
    unit: "ms",
    reached: measured <= searchMs,
    detail: `rounds ${times.map((ms) => ms.toFixed(0)).join(", ")} ms`,
  };
}

/** As the job `index.make` does. */
async function indexWords(databaseUrl: string, table: CatalogTable): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("create extension if not exists pg_trgm schema weft");
  await client.query("set role weft_data");
  const want = { kind: "words" } as const;
  const name = ownIndexName(table.id);
  await client.query(createIndexSql(table, want, name) as string);
  await markIndex(client, table, name, indexMark(want, table.fields));
  await client.query(`analyze "${table.baseId}"."${table.id}"`);
  await client.end();
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

if (import.meta.main) {
  for (const { reached, name, measured, limit, unit, detail } of await benchQuestions())
    console.log(
      `${reached ? "ok  " : "MISS"} ${name}: ${measured.toFixed(0)} against ${limit.toFixed(0)} ${unit}; ${detail}`,
    );
}
