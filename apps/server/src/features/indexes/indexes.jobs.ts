import type { JobPayload } from "@weft/api/jobs";
import type pg from "pg";
import { addJob } from "../../jobs/add-job.ts";
import type { Weft } from "../../weft.ts";
import type { CatalogTable } from "../tables/tables.catalog.ts";
import { getCatalogTable } from "../tables/tables.catalog.ts";
import type { OwnIndex } from "./indexes.store.ts";
import { createIndexSql, dropIndex, listDisused, listOwnIndexes, markIndex, ownIndexName } from "./indexes.store.ts";
import type { IndexWant } from "./indexes.wants.ts";
import { indexMark, readMark } from "./indexes.wants.ts";

/** Each index makes writing dearer by some 5 %: a table gets no more than these. */
const indexesMax = 10;
const disusedDays = 30;
/** A load of fewer rows keeps indexes up in seconds. */
const manyRows = 50_000;
/** A load or a long transaction is not waited for: the index is ordered again when it is wanted again. */
const lockTimeoutMs = 30_000;

/** The job `index.make`: makes an index that people's looks at a table ask for, unless it is there; the same result if run twice. */
export async function makeIndex(weft: Weft, { tableId, want }: JobPayload<"index.make">): Promise<void> {
  const table = await getCatalogTable(weft.db.data, tableId).catch(() => null);
  if (!table) return;
  const mark = indexMark(want, table.fields);
  const name = ownIndexName(tableId);
  const statement = createIndexSql(table, want, name);
  if (!statement || (want.kind === "words" && !(await hasTrigrams(weft)))) return;
  await alone(weft, tableId, async (client) => {
    const kept = await tidy(client, table);
    if (kept.some((index) => index.mark === mark) || kept.length >= indexesMax) return;
    const startedAt = Date.now();
    try {
      await client.query(statement);
      await markIndex(client, table, name, mark);
      // Of expressions PostgreSQL knows nothing until then: it would take each word for a rare one.
      if (want.kind === "words") await client.query(`analyze "${table.baseId}"."${table.id}"`);
    } catch (error) {
      await dropIndex(client, table, name);
      weft.log.info({ err: error, tableId, mark }, "an index was not made");
      return;
    }
    if (want.kind === "words") await dropOlderWords(client, table, kept);
    weft.log.info({ tableId, mark, ms: Date.now() - startedAt }, "index made");
  });
}

/** The job `index.tend`: drops indexes that nobody has needed for a month. */
export async function tendIndexes(weft: Weft): Promise<void> {
  for (const { name, ...table } of await listDisused(weft.db.dataPool, disusedDays))
    await alone(weft, table.id, (client) => dropIndex(client, table, name));
}

/**
 * Drops a table's own indexes before a load of so many rows that it is cheaper to make them anew; gives what they were for. A
 * row added costs two to four times as much with one, and 40 times with that of words.
 */
export async function shedIndexes(weft: Weft, tableId: string, rows: number): Promise<IndexWant[]> {
  const table = await getCatalogTable(weft.db.data, tableId).catch(() => null);
  if (!table || rows < Math.max(manyRows, table.rowEstimate / 5)) return [];
  const shed: IndexWant[] = [];
  try {
    await alone(weft, tableId, async (client) => {
      for (const { name, mark } of await listOwnIndexes(client, table)) {
        const want = readMark(mark);
        if (!want) continue;
        shed.push(want);
        await dropIndex(client, table, name);
      }
    });
  } catch (error) {
    weft.log.info({ err: error, tableId }, "a load keeps the indexes up as it goes");
  }
  return shed;
}

/** What a table's own indexes were made for. */
export async function listIndexWants(weft: Weft, tableId: string): Promise<IndexWant[]> {
  const table = await getCatalogTable(weft.db.data, tableId).catch(() => null);
  if (!table) return [];
  return (await listOwnIndexes(weft.db.dataPool, table)).flatMap(({ mark }) => readMark(mark) ?? []);
}

/** Orders indexes anew that a load has cost a table. */
export async function restoreIndexes(weft: Weft, tableId: string, shed: IndexWant[]): Promise<void> {
  for (const want of shed) await addJob(weft.db.data, "index.make", { tableId, want });
}

/** Drops what is broken, or what a retype has moved to a column that is kept for its undo; gives the others. */
async function tidy(client: pg.PoolClient, table: CatalogTable): Promise<OwnIndex[]> {
  const kept: OwnIndex[] = [];
  for (const index of await listOwnIndexes(client, table)) {
    const field = /^weft (?:order|equal) (\w+)$/.exec(index.mark ?? "")?.[1];
    const isOf = field === undefined || new RegExp(`\\b${field}\\b`).test(index.definition);
    if (index.isValid && index.mark && isOf) kept.push(index);
    else await dropIndex(client, table, index.name);
  }
  return kept;
}

async function dropOlderWords(client: pg.PoolClient, table: CatalogTable, kept: OwnIndex[]): Promise<void> {
  for (const index of kept) if (index.mark.startsWith("weft words ")) await dropIndex(client, table, index.name);
}

/** One at a time on a table, on a connection of its own. Another must not wait here: making an index waits for whoever waits. */
async function alone(weft: Weft, tableId: string, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await weft.db.dataPool.connect();
  const lock = `hashtextextended('index ${tableId}', 0)`;
  try {
    const { rows } = await client.query<{ held: boolean }>(`select pg_try_advisory_lock(${lock}) as held`);
    if (!rows[0]?.held) throw new Error(`another index of ${tableId} is being made: the job is done again later`);
    await client.query(`set lock_timeout = ${lockTimeoutMs}`);
    await work(client);
  } finally {
    await client.query(`reset lock_timeout; select pg_advisory_unlock(${lock})`).catch(() => {});
    client.release();
  }
}

/** Whether PostgreSQL can index parts of words; a server without that extension, or that refuses it, goes on without. */
async function hasTrigrams(weft: Weft): Promise<boolean> {
  try {
    await weft.db.peoplePool.query("create extension if not exists pg_trgm schema weft");
    const { rows } = await weft.db.peoplePool.query(
      "select from pg_opclass o join pg_namespace n on n.oid = o.opcnamespace where opcname = 'gin_trgm_ops' and nspname = 'weft'",
    );
    return rows.length > 0;
  } catch (error) {
    weft.log.info({ err: error }, "words are not indexed: this PostgreSQL has no pg_trgm");
    return false;
  }
}
