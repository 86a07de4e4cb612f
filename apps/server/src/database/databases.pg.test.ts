import { expect, test } from "vitest";
import { makeTestDatabase } from "../testing/postgres.ts";
import { openDatabases } from "./databases.ts";

test("a query on data can never read accounts", async () => {
  await using database = await makeTestDatabase();
  await using db = openDatabases(database.url, 2, 60);
  for (const table of ["people", "sessions", "accounts", "tokens", "verifications"]) {
    await expect(db.dataPool.query(`select * from weft.${table}`)).rejects.toThrow(/permission denied/);
  }
  await expect(db.dataPool.query("select * from weft.tables")).resolves.toBeDefined();
});

test("a job can be added in the transaction of the data that asks for it", async () => {
  await using database = await makeTestDatabase();
  await using db = openDatabases(database.url, 2, 60);
  await db.dataPool.query("select weft.add_job('import.load', '{\"importId\":\"x\"}')");
  const { rows } = await db.peoplePool.query("select task_identifier from graphile_worker.jobs");
  expect(rows).toEqual([{ task_identifier: "import.load" }]);
});
