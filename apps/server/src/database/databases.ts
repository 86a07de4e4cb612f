import { Kysely, PostgresDialect } from "kysely";
import type { Transaction } from "kysely";
import pg from "pg";
import { PreparingClient } from "./preparing-client.ts";
import type { WeftTables } from "./tables.ts";

/** Pools on one database: `people` as the owner of schema weft, `data` and `read` as the role that sees no account. */
export interface Databases {
  people: Kysely<WeftTables>;
  data: Kysely<WeftTables>;
  peoplePool: pg.Pool;
  dataPool: pg.Pool;
  /** The data role too, for what people look up: a query that takes longer than `readSeconds` is given up (57014). */
  readPool: pg.Pool;
  /** For connections of one's own: LISTEN, advisory locks, the queue. */
  url: string;
  [Symbol.asyncDispose](): Promise<void>;
}

export type DataTransaction = Transaction<WeftTables>;

const dataRole = "weft_data";
/** As many as the queue opens when it is left to itself. */
const queueConnections = 10;

// bigint as number: our counters and ids stay below 2^53. Data cells are read as JSON text, so they are not touched by this.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Opens the pools; no connection is made before the first query. `connections` is the most of each pool. */
export function openDatabases(url: string, connections: number, readSeconds: number): Databases {
  const peoplePool = openPool(url, connections, "-c search_path=weft", PreparingClient);
  const asData = `-c role=${dataRole} -c search_path=weft -c timezone=UTC`;
  const dataPool = openPool(url, connections, asData);
  const readPool = openPool(url, connections, `${asData} -c statement_timeout=${Math.round(readSeconds * 1000)}`);
  return {
    people: new Kysely<WeftTables>({ dialect: new PostgresDialect({ pool: peoplePool }) }).withSchema("weft"),
    data: new Kysely<WeftTables>({ dialect: new PostgresDialect({ pool: dataPool }) }).withSchema("weft"),
    peoplePool,
    dataPool,
    readPool,
    url,
    async [Symbol.asyncDispose]() {
      await Promise.all([peoplePool.end(), dataPool.end(), readPool.end()]);
    },
  };
}

/** A pool for the queue. Its own hears no errors from when it stops, and one that comes then would end the process. */
export function openQueuePool(url: string): pg.Pool {
  return openPool(url, queueConnections, "");
}

function openPool(url: string, connections: number, options: string, Client = pg.Client): pg.Pool {
  const pool = new pg.Pool({ Client, connectionString: url, max: connections, options, keepAlive: true });
  // An idle connection that breaks (a restarted database) is dropped by the pool; the next query opens another.
  pool.on("error", () => {});
  // One in use that breaks between two queries tells its user at the next query; unheard it would end the process.
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}
