import { undoChange } from "@weft/api/changes";
import { createRows, deleteRows, listRows } from "@weft/api/rows";
import { expect, test } from "vitest";
import type { TestPerson } from "../../testing/weft.ts";
import { runImport } from "../imports/imports.make.ts";
import type { Ruled } from "../rows/ruled.make.ts";
import { makeRuled } from "../rows/ruled.make.ts";

/** More than are filled in at once. */
const imported = 12_000;

/**
 * A table with rows that Ann made, of which somebody deleted the first, and with many that Bob's import brought. Nobody gets to
 * hear of imports until `release`.
 */
async function makeBig() {
  const it = await makeRuled();
  const [ann, bob] = [await it.join("editor"), await it.join("editor")];
  const { params } = it;
  await ann.client.call(createRows, { params, body: { rows: [{ cells: { Name: "a1" } }, { cells: { Name: "a2" } }] } });
  const gone = await it.owner.client.call(deleteRows, { params, body: { ids: [1] } });
  const text = `Name\n${Array.from({ length: imported }, (_, index) => `b${index}`).join("\n")}\n`;
  const options = { mode: "append", tableId: it.table.id } as const;
  await runImport(it.weft, bob, { text, options, start: "now" });
  const place = `"${it.owner.baseId}"."${it.table.id}"`;
  const holder = await it.weft.weft.db.peoplePool.connect();
  await holder.query("begin");
  await holder.query("lock table weft.imports in access exclusive mode");
  const release = async () => {
    await holder.query("rollback");
    holder.release();
  };
  return { it, ann, bob, gone, place, release };
}

const ruleOwn = (it: Ruled) => it.setRules({ rows: [{ upTo: "editor", rows: "own" }] });

async function namesOf({ params }: Ruled, { client }: TestPerson): Promise<string[]> {
  const { rows } = await client.call(listRows, { params, query: { limit: 3 } });
  return rows.map((row) => ("cells" in row ? String(row.cells["Name"]) : ""));
}

/** Waits until everybody can know who made the first rows, while it is not known of the others. */
async function awaitFirst(it: Ruled, place: string): Promise<void> {
  const known = () => it.weft.weft.db.dataPool.query(`select from ${place} where _author is not null limit 1`);
  const count = async () => (await known().catch(() => ({ rows: [] }))).rows.length;
  await expect.poll(count, { timeout: 30_000, interval: 10 }).toBe(1);
}

test("while a big table learns who made its rows, people write, and rows that come meanwhile are theirs too", async () => {
  const { it, ann, bob, gone, place, release } = await makeBig();
  await using _ = it;
  const { params } = it;
  const ruling = ruleOwn(it);
  await awaitFirst(it, place);
  await ann.client.call(createRows, { params, body: { rows: [{ cells: { Name: "a3" } }] } });
  await it.owner.client.call(undoChange, { params: { ...params, number: gone.change } });
  await release();
  await ruling;
  expect(await namesOf(it, ann)).toEqual(["a1", "a2", "a3"]);
  expect(await namesOf(it, bob)).toEqual(["b0", "b1", "b2"]);
  const { total } = await bob.client.call(listRows, { params, query: { total: "exact", limit: 1 } });
  expect(total).toEqual({ rows: imported, exact: true });
});

test("a table that is put in place of a big one while that learns who made its rows learns it anew", async () => {
  const { it, ann, bob, place, release } = await makeBig();
  await using _ = it;
  const ruling = ruleOwn(it);
  await awaitFirst(it, place);
  const { dataPool } = it.weft.weft.db;
  const other = `"${it.owner.baseId}".other`;
  await dataPool.query(`create table ${other} (like ${place} including all)`);
  await dataPool.query(`insert into ${other} select * from ${place}`);
  await dataPool.query(`alter table ${other} drop column _author`);
  await dataPool.query(`drop table ${place}`);
  await dataPool.query(`alter table ${other} rename to "${it.table.id}"`);
  await release();
  await ruling;
  expect(await namesOf(it, ann)).toEqual(["a2"]);
  expect(await namesOf(it, bob)).toEqual(["b0", "b1", "b2"]);
});
