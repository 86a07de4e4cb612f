import { Kysely, PostgresDialect } from "kysely";
import type pg from "pg";
import type { DataTransaction } from "../../../database/databases.ts";
import type { WeftTables } from "../../../database/tables.ts";
import type { Weft } from "../../../weft.ts";

/**
 * One transaction on a connection of its own, with that connection at hand for COPY. When `signal` is aborted, whatever
 * the database does for it is broken off and all is rolled back.
 */
export async function inLoadTransaction<Result>(
  weft: Weft,
  signal: AbortSignal,
  work: (trx: DataTransaction, client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await weft.db.dataPool.connect();
  // A connection that breaks fails what is asked of it; without a listener it would take the process along.
  const ignore = () => {};
  client.on("error", ignore);
  const pool = { connect: async () => client, end: async () => {} } as unknown as pg.Pool;
  const db = new Kysely<WeftTables>({ dialect: new PostgresDialect({ pool }) }).withSchema("weft");
  try {
    return await db.transaction().execute((trx) => cancellable(weft, signal, client, () => work(trx, client)));
  } finally {
    client.off("error", ignore);
  }
}

/** Ends only when the database has been asked to break off, if it is asked at all: later would hit who has `client` next. */
async function cancellable<Result>(
  weft: Weft,
  signal: AbortSignal,
  client: pg.PoolClient,
  work: () => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  let asked: Promise<void> | null = null;
  const stopBackend = () => void (asked = cancelBackend(weft, client));
  signal.addEventListener("abort", stopBackend, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener("abort", stopBackend);
    await asked;
  }
}

/** Asks the database, over another connection, to break off what it does for `client`. */
async function cancelBackend(weft: Weft, client: pg.PoolClient): Promise<void> {
  const { processID } = client as unknown as { processID: number | null };
  await weft.db.peoplePool.query("select pg_cancel_backend($1)", [processID]).catch((error: unknown) => {
    weft.log.warn({ err: error }, "a cancelled load runs on until the database notices");
  });
}
