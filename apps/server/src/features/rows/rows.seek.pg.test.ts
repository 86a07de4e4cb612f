import { deleteRows, listRows, moveRows } from "@weft/api/rows";
import { locateRow, seekRow } from "@weft/api/seeks";
import type { CellValue } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

interface Listed {
  id: number;
  cells: Record<string, CellValue>;
}

/** 60 rows; Note is filled in runs, empty in others, once by an empty text; Size and Day have gaps as well. */
async function open() {
  const weft = await makeTestWeft();
  const person = await makePerson(weft);
  const rows = Array.from({ length: 60 }, (_, at) => ({
    Name: `n${at % 7}`,
    Note: at % 10 < 4 ? `note ${at}` : at % 10 === 7 ? "" : null,
    Size: at % 6 === 0 ? null : at % 5,
    Day: at % 8 === 0 ? null : `2024-01-0${(at % 4) + 1}`,
  }));
  const fields = [
    { name: "Name" },
    { name: "Note" },
    { name: "Size", type: "number" as const },
    { name: "Day", type: "date" as const },
  ];
  const table = await makeTable(weft, person, { fields, rows });
  const params = { tableId: table.id };
  const list = async (query: object) =>
    (await person.client.call(listRows, { params, query: { limit: 1000, ...query } })).rows as Listed[];
  const locate = async (rowId: number, query: object = {}) =>
    (await person.client.call(locateRow, { params: { ...params, rowId }, query })).row;
  const seek = async (rowId: number, query: { field: string; to: "filled" | "empty"; way: "down" | "up" }) =>
    (await person.client.call(seekRow, { params: { ...params, rowId }, query })).steps;
  return { person, params, list, locate, seek, [Symbol.asyncDispose]: () => weft[Symbol.asyncDispose]() };
}

const looks = [
  {},
  { sort: "Size" },
  { sort: "-Size,Name" },
  { sort: "-Day" },
  { sort: "Note,-Size", filter: '{"field":"Name","op":"is_not","value":"n3"}' },
  { group: "-Day", sort: "Size" },
  { search: "n1" },
];

test.each(looks)(
  "a row's place and the next filled or empty cells are those one counts in the list: %j",
  async (look) => {
    await using it = await open();
    const rows = await it.list(look);
    expect(rows.length).toBeGreaterThan(7);
    for (const [at, { id }] of rows.entries()) {
      if (at % 4 !== 0 && at !== rows.length - 1) continue;
      expect(await it.locate(id, look)).toBe(at);
      for (const way of ["down", "up"] as const)
        for (const to of ["filled", "empty"] as const) {
          const beyond = way === "down" ? rows.slice(at + 1) : rows.slice(0, at).reverse();
          const steps = beyond.findIndex(({ cells }) => (cells.Note ? "filled" : "empty") === to) + 1;
          expect([at, way, to, await it.seek(id, { ...look, field: "Note", to, way })]).toEqual([
            at,
            way,
            to,
            steps || null,
          ]);
        }
    }
  },
);

test("places follow the order of people's own", async () => {
  await using it = await open();
  await it.person.client.call(moveRows, { params: it.params, body: { ids: [50], before: 2 } });
  expect([await it.locate(50), await it.locate(2), await it.locate(49)]).toEqual([1, 2, 49]);
  // Row 50 (no note) stands between 1 and 2 now, which have one.
  expect(await it.seek(1, { field: "Note", to: "empty", way: "down" })).toBe(1);
  expect(await it.seek(3, { field: "Note", to: "empty", way: "up" })).toBe(2);
});

test("a row the list leaves out has no place, and one that is gone is not found", async () => {
  await using it = await open();
  expect(await it.locate(4, { filter: '{"field":"Name","op":"is","value":"n0"}' })).toBeNull();
  await it.person.client.call(deleteRows, { params: it.params, body: { ids: [4] } });
  await expect(it.locate(4)).rejects.toMatchObject({ code: "row.not_found" });
  await expect(it.seek(5, { field: "Weight", to: "empty", way: "down" })).rejects.toMatchObject({
    code: "field.not_found",
  });
});
