import { undoChange } from "@weft/api/changes";
import { deleteRows, listRows, moveRows, writeRows } from "@weft/api/rows";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

async function open() {
  const weft = await makeTestWeft();
  const person = await makePerson(weft);
  const rows = Array.from({ length: 5000 }, (_, at) => ({ Name: `${at + 1}` }));
  const table = await makeTable(weft, person, { rows });
  const params = { tableId: table.id };
  const list = async (offset: number, limit: number) =>
    (await person.client.call(listRows, { params, query: { offset, limit, shape: "array" } })).rows.map(
      (row) => (row as [number])[0],
    );
  return {
    list,
    /** All rows from the top, whose places nothing is remembered of. */
    async all() {
      const ids: number[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await person.client.call(listRows, { params, query: { limit: 1000, shape: "array", cursor } });
        ids.push(...page.rows.map((row) => (row as [number])[0]));
        if (!(cursor = page.next ?? undefined)) return ids;
      }
    },
    move: async (ids: number[], before: number | null) =>
      (await person.client.call(moveRows, { params, body: { ids, before } })).change,
    insert: (before: number, count: number) =>
      person.client.call(writeRows, {
        params,
        body: { create: Array.from({ length: count }, () => ({ cells: {}, before })) },
      }),
    remove: async (ids: number[]) => (await person.client.call(deleteRows, { params, body: { ids } })).change,
    undo: (number: number) => person.client.call(undoChange, { params: { ...params, number } }),
    [Symbol.asyncDispose]: () => weft[Symbol.asyncDispose](),
  };
}

test("a far jump gives the rows that stand there after every move, insert, deletion and undo", async () => {
  await using it = await open();
  const jumps = [2100, 2999, 3400, 4500, 4990];
  const expectTruth = async () => {
    const all = await it.all();
    for (const offset of jumps)
      expect(await it.list(offset, 20), `at ${offset}`).toEqual(all.slice(offset, offset + 20));
    return all;
  };
  await expectTruth();
  const first = await it.move([4600, 4601, 10], 3);
  expect((await expectTruth()).slice(0, 6)).toEqual([1, 2, 4600, 4601, 10, 3]);
  const second = await it.move([1, 2, 4600], 4400);
  await expectTruth();
  for (let times = 0; times < 3; times++) await it.insert(3500, 400);
  await expectTruth();
  const gone = await it.remove([3400, 4601, 5001, 5002, 20]);
  await expectTruth();
  await it.move([2500, 2501], null);
  await expectTruth();
  await it.undo(gone);
  await expectTruth();
  await it.undo(second);
  await it.undo(first);
  expect((await expectTruth()).slice(0, 4)).toEqual([1, 2, 3, 4]);
});
