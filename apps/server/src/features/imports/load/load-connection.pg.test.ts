import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { makeTestWeft } from "../../../testing/weft.ts";
import { inLoadTransaction } from "./load-connection.ts";

const within = { timeout: 20_000, interval: 20 };

test("a load that is broken off keeps its connection until the database was asked, so that nobody else's query is hit", async () => {
  await using test = await makeTestWeft();
  const { dataPool, peoplePool } = test.weft.db;
  // No connection is free over which the database could be asked.
  const busy = await Promise.all(Array.from({ length: 5 }, () => peoplePool.connect()));
  const release = vi.fn<() => void>(() => busy.forEach((client) => client.release()));
  dataPool.on("release", () => expect.soft(release).toHaveBeenCalled());
  const stop = new AbortController();
  const working = vi.fn<() => void>();
  const load = inLoadTransaction(test.weft, stop.signal, async () => {
    working();
    await once(stop.signal, "abort");
    throw new Error("broken off");
  }).catch((error: unknown) => error);
  await vi.waitFor(() => expect(working).toHaveBeenCalled(), within);
  stop.abort();
  for (let turn = 0; turn < 200; turn++) await setImmediate();
  release();
  expect(await load).toMatchObject({ message: "broken off" });
});
