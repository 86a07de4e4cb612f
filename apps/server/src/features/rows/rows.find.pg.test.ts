import { findRows } from "@weft/api/finds";
import { listRows } from "@weft/api/rows";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

const words = ["apple", "Pear", "banana", "pineapple", "fig", "APPLE PIE", "plum"];

async function open() {
  const weft = await makeTestWeft();
  const person = await makePerson(weft);
  const rows = Array.from({ length: 70 }, (_, at) => ({
    Name: words[at % words.length]!,
    Age: at % 10,
    Day: `2024-03-${String((at % 28) + 1).padStart(2, "0")}`,
  }));
  const fields = [{ name: "Name" }, { name: "Age", type: "number" as const }, { name: "Day", type: "date" as const }];
  const table = await makeTable(weft, person, { fields, rows });
  const params = { tableId: table.id };
  return {
    find: (query: Record<string, unknown>) => person.client.call(findRows, { params, query: query as never }),
    list: async (query: Record<string, unknown>) =>
      (await person.client.call(listRows, { params, query: { limit: 1000, ...query } as never })).rows as {
        cells: Record<string, unknown>;
      }[],
    [Symbol.asyncDispose]: () => weft[Symbol.asyncDispose](),
  };
}

test.each([
  {},
  { sort: "-Age,Name" },
  { filter: '{"field":"Age","op":"greater","value":3}', sort: "Name" },
  { search: "pi", sort: "Day" },
  { group: "Age", sort: "Name" },
])("hits are the row numbers of the list as it stands: %j", async (chosen) => {
  await using it = await open();
  const list = await it.list(chosen);
  const expected = list.flatMap((row, at) => (String(row.cells.Name).toLowerCase().includes("apple") ? at : []));
  expect(expected.length).toBeGreaterThan(5);
  expect(await it.find({ ...chosen, text: "Apple" })).toMatchObject({
    rows: expected,
    before: 0,
    total: expected.length,
  });
  const from = expected[3]!;
  expect(await it.find({ ...chosen, text: "apple", from, limit: 2 })).toMatchObject({
    rows: expected.slice(3, 5),
    before: 3,
    total: expected.length,
  });
});

test("digits and days are found as they are written, signs are taken as they are, and nothing is nothing", async () => {
  await using it = await open();
  expect((await it.find({ text: "2024-03-05" })).rows).toEqual([4, 32, 60]);
  expect((await it.find({ text: "%" })).total).toBe(0);
  expect(await it.find({ text: "nowhere" })).toMatchObject({ rows: [], before: 0, total: 0 });
  await expect(it.find({ text: " " })).rejects.toMatchObject({ code: "request.invalid" });
});
