import { findRows } from "@weft/api/finds";
import { listRows } from "@weft/api/rows";
import { matches } from "@weft/model/filters/matches";
import type { Operator } from "@weft/model/filter";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

const composed = "Caf\u00e9 Z\u00fcrich";
const apart = "Cafe\u0301 Zu\u0308rich";
const family = "👩‍👩‍👧 family";
const words = [composed, apart, family, "👩 alone", "🇨🇭 Bern", "שלום עולם", "مرحبا 123", "Cafe Zurich"];

async function open() {
  const weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields: [{ name: "Name" }], rows: words.map((Name) => ({ Name })) });
  const params = { tableId: table.id };
  const list = async (query: object) => {
    const { rows } = await person.client.call(listRows, { params, query: query as never });
    return (rows as unknown as { cells: { Name: string } }[]).map(({ cells }) => cells.Name);
  };
  return {
    table,
    list,
    find: async (text: string) =>
      (await person.client.call(findRows, { params, query: { text } as never })).rows.map((at: number) => words[at]),
    [Symbol.asyncDispose]: () => weft[Symbol.asyncDispose](),
  };
}

test("letters with marks are found in whichever form they are typed and stored", async () => {
  await using it = await open();
  for (const text of ["caf\u00e9", "CAFE\u0301", "z\u00dcrich", "zu\u0308rich"]) {
    expect(await it.list({ search: text })).toEqual([composed, apart]);
    expect(await it.find(text)).toEqual([composed, apart]);
  }
});

test.each([
  ["contains", "f\u00e9"],
  ["contains", "fe\u0301"],
  ["starts_with", "caf\u00e9"],
  ["ends_with", "u\u0308rich"],
  ["does_not_contain", "f\u00e9"],
] as [Operator, string][])("%s %s means the same to the server and to rules of colour", async (op, value) => {
  await using it = await open();
  const [field] = it.table.fields;
  const filter = { field: field!.id, op, value };
  const expected = words.filter((word) => matches(filter, { [field!.id]: word }, it.table.fields));
  expect(await it.list({ filter: JSON.stringify(filter) })).toEqual(expected);
  expect(expected.includes(composed)).toBe(expected.includes(apart));
});

test("right-to-left text and emoji of several signs are found, sorted and given back sign for sign", async () => {
  await using it = await open();
  expect(await it.list({ search: "עולם" })).toEqual(["שלום עולם"]);
  expect(await it.list({ search: "مرحبا" })).toEqual(["مرحبا 123"]);
  expect(await it.find(family)).toEqual([family]);
  expect(await it.find("🇨🇭")).toEqual(["🇨🇭 Bern"]);
  const sorted = await it.list({ sort: "Name" });
  expect(sorted.toSorted()).toEqual(words.toSorted());
  expect(await it.list({ sort: "-Name" })).toEqual(sorted.toReversed());
});
