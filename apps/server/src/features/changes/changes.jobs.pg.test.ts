import { listChanges } from "@weft/api/changes";
import { updateRow } from "@weft/api/rows";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";
import { partitionChanges } from "./changes.jobs.ts";

test("the log gets its coming months, keeps what it holds, and loses months past their time", async () => {
  await using weft = await makeTestWeft({ WEFT_CHANGE_LOG_MONTHS: "2" });
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { rows: [{ Name: "Ann" }] });
  const params = { tableId: table.id };
  const rename = (Name: string) =>
    person.client.call(updateRow, { params: { ...params, rowId: 1 }, body: { cells: { Name } } });
  const numbers = async (since: number) =>
    (await person.client.call(listChanges, { params, query: { since } })).changes.map((change) => change.number);
  await rename("A");
  await partitionChanges(weft.weft);
  await partitionChanges(weft.weft);
  await rename("B");
  expect(await numbers(0)).toEqual([1, 2]);
  const inDefault = await sql<{ n: number }>`select count(*) as n from weft.changes_default`.execute(
    weft.weft.db.people,
  );
  expect(inDefault.rows[0]?.n).toBe(0);
  const now = new Date();
  await partitionChanges(weft.weft, new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 15)));
  expect(await numbers(0)).toEqual([1, 2]);
  await partitionChanges(weft.weft, new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 3, 15)));
  await expect(numbers(0)).rejects.toThrow(/does not hold/);
});
