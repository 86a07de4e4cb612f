import { phrase } from "@weft/model/texts/phrase";
import { listMigrations } from "../database/migrate.ts";
import type { HealthCheck } from "./health.ts";

const slowMs = 250;
const clockMsMax = 2000;

/** The database, and what hangs on it. */
export const databaseChecks: HealthCheck[] = [
  {
    name: "database",
    title: phrase`Database`,
    without: phrase`Nothing works without it: every page and every call needs it.`,
    async look(weft) {
      const ask = () => weft.db.dataPool.query("select from weft.workspaces limit 1");
      // Once before, so that no connection has to be opened while the clock runs.
      await ask();
      const began = performance.now();
      await ask();
      const ms = Math.round(performance.now() - began);
      if (ms > slowMs) return { state: "warning", said: phrase`It answers, but took ${ms} ms for a trivial question.` };
      return { state: "good", said: phrase`It answers within ${ms} ms.` };
    },
  },
  {
    name: "connections",
    title: phrase`Connections`,
    without: phrase`Requests wait for a free connection: everything is slow.`,
    look({ db }) {
      const pools = [db.peoplePool, db.dataPool, db.readPool];
      // Who waits while another connection is being opened waits for nobody else.
      const full = pools.filter((pool) => pool.totalCount >= pool.options.max);
      const waiting = full.reduce((sum, pool) => sum + pool.waitingCount, 0);
      const open = pools.reduce((sum, pool) => sum + pool.totalCount, 0);
      if (waiting === 0) return { state: "good", said: phrase`${open} are open here, and nobody waits for one.` };
      return {
        state: "warning",
        said: phrase`${waiting} requests wait for one of ${open}: raise WEFT_DATABASE_CONNECTIONS if it stays so.`,
      };
    },
  },
  {
    name: "migrations",
    title: phrase`Tables of this version`,
    without: phrase`This version of Weft and its database do not fit together: parts of it fail.`,
    async look(weft) {
      const { rows } = await weft.db.peoplePool.query<{ name: string }>("select name from weft.migrations");
      const there = new Set(rows.map(({ name }) => name));
      const lacking = (await listMigrations()).filter((name) => !there.has(name));
      if (lacking.length === 0) return { state: "good", said: phrase`All ${there.size} migrations are in.` };
      return { state: "fault", said: phrase`${lacking.length} migrations are missing: start Weft again to make them.` };
    },
  },
  {
    name: "clock",
    title: phrase`Clock`,
    without: phrase`Codes of authenticator apps, sign-in by providers and expiries go wrong when it is off.`,
    async look(weft) {
      const before = Date.now();
      const { rows } = await weft.db.peoplePool.query<{ now: Date }>("select clock_timestamp() as now");
      const middle = (before + Date.now()) / 2;
      const off = Math.round(Math.abs((rows[0]?.now.getTime() ?? middle) - middle));
      if (off <= clockMsMax)
        return { state: "good", said: phrase`This machine and the database agree within ${off} ms.` };
      return {
        state: "warning",
        said: phrase`This machine and the database are ${Math.round(off / 1000)} s apart: set their clocks by the network.`,
      };
    },
  },
];
