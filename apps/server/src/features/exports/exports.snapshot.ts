import type { Readable } from "node:stream";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { Weft } from "../../weft.ts";

/** One unchanging view of the database: everything an export reads comes from the same instant. */
export interface Snapshot {
  /** PostgreSQL's own number of this connection. */
  processId: number;
  /** Streams `copy (select) to stdout` with the options given, such as `format csv`. */
  copy(select: string, options: string): Readable & { rowCount: number };
  query<Row extends pg.QueryResultRow>(text: string): Promise<Row[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Opens a snapshot on a connection of the data role; disposing it ends whatever still runs there. */
export async function openSnapshot(weft: Weft): Promise<Snapshot> {
  const client = await weft.db.dataPool.connect();
  // A connection that breaks in mid-copy says so through the stream; without a listener it would end the process.
  const ignore = () => {};
  client.on("error", ignore);
  let copying: ReturnType<typeof copyTo> | null = null;
  try {
    await client.query("begin isolation level repeatable read read only; set local datestyle = 'ISO'");
  } catch (error) {
    client.off("error", ignore);
    client.release(true);
    throw error;
  }
  return {
    processId: (client as pg.PoolClient & { processID: number }).processID,
    copy(select, options) {
      copying = client.query(copyTo(`copy (${select}) to stdout with (${options})`, { highWaterMark: 256 * 1024 }));
      return copying;
    },
    async query<Row extends pg.QueryResultRow>(text: string) {
      return (await client.query<Row>(text)).rows;
    },
    async [Symbol.asyncDispose]() {
      const isWhole = copying === null || copying.readableEnded;
      if (isWhole) await client.query("rollback").catch(() => {});
      client.off("error", ignore);
      // A half-read COPY cannot be ended politely: the connection goes, and PostgreSQL stops sending.
      client.release(isWhole ? undefined : true);
    },
  };
}
