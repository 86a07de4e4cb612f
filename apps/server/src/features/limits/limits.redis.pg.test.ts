import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openRedis } from "../../redis/open-redis.ts";
import type { TestRedis } from "../../testing/redis.ts";
import { startRedis } from "../../testing/redis.ts";
import { makeTestWeft } from "../../testing/weft.ts";
import { callCounterOf } from "./limits.counter.ts";
import { testCallCounter } from "./limits.counter.suite.ts";

let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

/** A Redis of its own number for each test, and a Weft that goes by it; nothing of it may reach the database. */
let number = 0;
async function openCounters() {
  const url = `${redis.url}/${number++}`;
  const test = await makeTestWeft({ WEFT_REDIS_URL: url });
  const second = await openRedis(url, pino({ level: "silent" }));
  return {
    test,
    one: callCounterOf(test.weft),
    other: callCounterOf({ ...test.weft, redis: second }),
    countedInDatabase: () => test.weft.db.people.selectFrom("call_counts").select(["caller", "calls"]).execute(),
    async [Symbol.asyncDispose]() {
      await second[Symbol.asyncDispose]();
      await test[Symbol.asyncDispose]();
    },
  };
}

testCallCounter(openCounters);

const hourMs = 3_600_000;

test("with Redis the database counts nothing", async () => {
  await using counters = await openCounters();
  await counters.one.add("ada", hourMs, 3);
  expect(await counters.other.add("ada", hourMs, 0)).toMatchObject({ calls: 3 });
  expect(await counters.countedInDatabase()).toEqual([]);
});

test("while Redis is away the database counts, with a warning; and Redis again when it is back", async () => {
  await using counters = await openCounters();
  const { one, test } = counters;
  await one.add("ada", hourMs, 3);
  expect(test.weft.redis?.away()).toBeNull();
  await redis.kill();
  expect(await one.add("ada", hourMs, 1)).toMatchObject({ calls: 1 });
  expect(await one.add("ada", hourMs, 1)).toMatchObject({ calls: 2 });
  expect(await counters.countedInDatabase()).toMatchObject([{ caller: "ada", calls: 2 }]);
  expect(test.weft.redis?.away()).toMatchObject({ why: expect.any(String), since: expect.any(Date) });
  await redis.start();
  await expect.poll(() => test.weft.redis?.away(), { timeout: 20_000 }).toBeNull();
  expect(await one.add("ada", hourMs, 1)).toMatchObject({ calls: 1 });
});

test("a Redis that is not there holds up neither the start nor a call", async () => {
  await using other = await makeTestWeft({ WEFT_REDIS_URL: "redis://127.0.0.1:1" });
  expect(await callCounterOf(other.weft).add("ada", hourMs, 1)).toMatchObject({ calls: 1 });
  expect(other.weft.redis?.away()?.why).toContain("ECONNREFUSED");
});
