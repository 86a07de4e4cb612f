import { findRows } from "@weft/api/finds";
import { deleteRows, listRows, moveRows } from "@weft/api/rows";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

const rowCount = 30_000;

/** A table that counts as big: a word that stands everywhere, one in the last third alone, one in 50 rows, one in none. */
async function open() {
  const weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields: [{ name: "Name" }] });
  const [field] = table.fields;
  await weft.weft.db.dataPool.query(
    `insert into "${table.baseId}"."${table.id}" (id, "${field!.id}")
     select i, 'common' || case when i > 21000 then ' late' else '' end || case when i % 600 = 0 then ' rare' else '' end || ' ' || i
     from generate_series(1, ${rowCount}) i`,
  );
  await weft.weft.db.dataPool.query("update weft.tables set next_row = 30001, row_estimate = 1000000 where id = $1", [
    table.id,
  ]);
  const params = { tableId: table.id };
  return {
    table,
    move: (ids: number[], before: number) => person.client.call(moveRows, { params, body: { ids, before } }),
    remove: (ids: number[]) => person.client.call(deleteRows, { params, body: { ids } }),
    find: (query: { text: string; from?: number; limit?: number }) =>
      person.client.call(findRows, { params, query: query as never }),
    /** Ids of the first pages of a list. */
    async ids(query: object, pages = 3) {
      const ids: number[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < pages; page++) {
        const reply = await person.client.call(listRows, {
          params,
          query: { limit: 20, shape: "array", ...query, cursor } as never,
        });
        ids.push(...reply.rows.map((row) => (row as [number])[0]));
        if (!(cursor = reply.next ?? undefined)) break;
      }
      return ids;
    },
    [Symbol.asyncDispose]: () => weft[Symbol.asyncDispose](),
  };
}

const contains = (value: string) => ({ filter: JSON.stringify({ field: "Name", op: "contains", value }) });
const upTo = (count: number, of: (at: number) => number) => Array.from({ length: count }, (_, at) => of(at));

test("a search of a big table finds what is common, what is rare, what comes late and what is nowhere, page by page", async () => {
  await using it = await open();
  for (const query of [(value: string) => ({ search: value }), contains]) {
    expect(await it.ids(query("common"))).toEqual(upTo(60, (at) => at + 1));
    expect(await it.ids(query("rare"))).toEqual(upTo(50, (at) => (at + 1) * 600));
    expect(await it.ids(query("late"))).toEqual(upTo(60, (at) => 21_001 + at));
    expect(await it.ids(query("nowhere"))).toEqual([]);
  }
});

test("a search of a big table goes by people's own order of its rows", async () => {
  await using it = await open();
  await it.move([30_000, 20_999], 600);
  expect(await it.ids({ search: "rare" })).toEqual([30_000, 600, ...upTo(48, (at) => (at + 2) * 600)]);
  expect(await it.ids({ search: "common", limit: 1000 }, 1)).toEqual([
    ...upTo(599, (at) => at + 1),
    30_000,
    20_999,
    ...upTo(399, (at) => 600 + at),
  ]);
});

test("hits in a big table have the numbers of the rows as they stand, also after rows went and where a page begins late", async () => {
  await using it = await open();
  expect((await it.find({ text: "rare" })).rows).toEqual(upTo(50, (at) => (at + 1) * 600 - 1));
  await it.remove([5, 6, 15_000, 29_998]);
  const left = upTo(50, (at) => (at + 1) * 600).filter((id) => id !== 15_000);
  const numbers = left.map((id) => id - 1 - [5, 6, 15_000, 29_998].filter((gone) => gone < id).length);
  expect(await it.find({ text: "RARE" })).toMatchObject({ rows: numbers, before: 0, total: 49 });
  for (const from of [numbers[3]!, numbers[3]! + 1, numbers[48]!, 29_996, 400_000]) {
    const expected = numbers.filter((number) => number >= from);
    expect(await it.find({ text: "rare", from, limit: 5 })).toMatchObject({
      rows: expected.slice(0, 5),
      before: 49 - expected.length,
      total: 49,
    });
  }
});
