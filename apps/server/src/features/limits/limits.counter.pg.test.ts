import { openDatabases } from "../../database/databases.ts";
import { makeTestWeft } from "../../testing/weft.ts";
import { callCounterOf } from "./limits.counter.ts";
import { testCallCounter } from "./limits.counter.suite.ts";

testCallCounter(async () => {
  const test = await makeTestWeft();
  const db = openDatabases(test.weft.db.url, 5, 60);
  return {
    one: callCounterOf(test.weft),
    other: callCounterOf({ ...test.weft, db }),
    async [Symbol.asyncDispose]() {
      await db[Symbol.asyncDispose]();
      await test[Symbol.asyncDispose]();
    },
  };
});
