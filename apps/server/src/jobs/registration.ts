import { hostname } from "node:os";
import { makeId } from "@weft/model/ids";
import pg from "pg";
import type { Weft } from "../weft.ts";
import { version } from "../version.ts";

/** How often a worker says that it lives. */
export const heartbeatMs = 1000;

/** A worker process as others see it: alive as long as it holds the lock of its id. */
export interface Registration {
  /** Names it locks jobs under; written with the next heartbeat. */
  setLocks(locks: string[]): Promise<void>;
  /** Says that it lives; takes its lock again when the connection that held it broke. */
  beat(): Promise<void>;
  remove(): Promise<void>;
}

/** The advisory lock a worker holds while it lives, as an SQL expression over its id. */
export const lockKey = (id: string): string => `hashtextextended('weft.worker:' || ${id}, 0)`;

/** Registers this process in `weft.workers`; the lock goes with its connection, so a killed process cannot keep it. */
export async function register(weft: Weft, roles: string[]): Promise<Registration> {
  const id = makeId("worker");
  let client = await openLock(weft, id);
  await weft.db.people
    .insertInto("workers")
    .values({ id, roles, version, locks: [], host: hostname(), process_id: process.pid })
    .execute();
  return {
    async setLocks(locks) {
      await weft.db.people.updateTable("workers").set({ locks }).where("id", "=", id).execute();
    },
    async beat() {
      try {
        await client.query("update weft.workers set seen_at = now() where id = $1", [id]);
      } catch {
        await client.end().catch(() => {});
        client = await openLock(weft, id);
      }
    },
    async remove() {
      await client.query("delete from weft.workers where id = $1", [id]).catch(() => {});
      await client.end().catch(() => {});
    },
  };
}

async function openLock(weft: Weft, id: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: weft.db.url, keepAlive: true });
  client.on("error", () => {});
  await client.connect();
  await client.query(`select pg_advisory_lock(${lockKey("$1::text")})`, [id]);
  return client;
}
