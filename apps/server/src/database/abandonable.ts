import type pg from "pg";
import type { Databases } from "./databases.ts";

/** What is done by then is not broken off: that costs a connection. Who scrolls fast leaves dozens of short queries. */
const patienceMs = 50;

/** A query of the read pool that is broken off in the database when `signal` is aborted: nobody waits for it any more. */
export async function queryUntil<Row extends object>(
  db: Databases,
  signal: AbortSignal | undefined,
  statement: { name?: string; text: string; values: unknown[] },
): Promise<Row[]> {
  if (!signal) return (await db.readPool.query<Row>(statement)).rows;
  signal.throwIfAborted();
  const client = await db.readPool.connect();
  let stopping: Promise<unknown> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const stop = () => (timer = setTimeout(() => (stopping = cancelBackend(db, client)), patienceMs));
  signal.addEventListener("abort", stop, { once: true });
  try {
    signal.throwIfAborted();
    return (await client.query<Row>(statement)).rows;
  } finally {
    signal.removeEventListener("abort", stop);
    clearTimeout(timer);
    await stopping;
    // A cancel that comes late would hit whoever has the connection next.
    client.release(stopping !== undefined);
  }
}

/** The data role may not cancel, and the connection itself is busy: the owner does it. */
async function cancelBackend({ peoplePool }: Databases, client: pg.PoolClient): Promise<void> {
  const { processID } = client as unknown as { processID: number | null };
  // Without an answer the query ends by its own time limit.
  await peoplePool.query("select pg_cancel_backend($1)", [processID]).catch(() => {});
}
