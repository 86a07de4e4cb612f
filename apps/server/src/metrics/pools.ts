import type pg from "pg";
import type { Weft } from "../weft.ts";
import { poolConnections } from "./metrics.ts";

/** Reads both pools' state at every scrape. */
export function countPools(weft: Weft): void {
  const read = (name: string, pool: pg.Pool) => {
    poolConnections.set({ pool: name, state: "used" }, pool.totalCount - pool.idleCount);
    poolConnections.set({ pool: name, state: "idle" }, pool.idleCount);
    poolConnections.set({ pool: name, state: "waiting" }, pool.waitingCount);
  };
  (poolConnections as unknown as { collect: () => void }).collect = () => {
    read("people", weft.db.peoplePool);
    read("data", weft.db.dataPool);
    read("read", weft.db.readPool);
  };
}
