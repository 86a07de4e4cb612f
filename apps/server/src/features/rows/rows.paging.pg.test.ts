import type { listRows as listRowsEndpoint } from "@weft/api/rows";
import { createRows, deleteRows, listRows, updateRow } from "@weft/api/rows";
import { undoChange } from "@weft/api/changes";
import type { QueryInput } from "@weft/api/endpoint";
import type { CellValue } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

type Query = NonNullable<QueryInput<typeof listRowsEndpoint>>;

const fields = [
  { name: "Name" },
  { name: "Count", type: "number" as const, options: { decimals: 0 } },
  { name: "Price", type: "number" as const },
  { name: "Paid", type: "boolean" as const },
  { name: "Born", type: "date" as const },
  { name: "Seen", type: "datetime" as const, options: { zoned: true } },
];

/** Few different values and many empty cells: ties and nulls everywhere. */
function makeRows(count: number): Record<string, CellValue>[] {
  const pick = (index: number, ...values: CellValue[]) => values[index % values.length] as CellValue;
  return Array.from({ length: count }, (_, n) => ({
    Name: pick(n * 7, "b", null, "A", "a10", "a9", "é", "Z", ""),
    Count: pick(n * 3, 1, 2, null, -5, 2),
    Price: pick(n * 5, 0.5, null, "12345678901234567.25", 0.5),
    Paid: pick(n, true, null, false),
    Born: pick(n * 11, "2001-02-03", null, "1999-12-31"),
    Seen: pick(n * 13, "2024-03-05T14:30:00.123456Z", null, "2024-03-05T14:30:00Z"),
  }));
}

async function readAll(person: TestPerson, tableId: string, query: Query): Promise<number[]> {
  const ids: number[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await person.client.call(listRows, {
      params: { tableId },
      query: { ...query, ...(cursor ? { cursor } : {}), shape: "array" },
    });
    ids.push(...page.rows.map((row) => (row as number[])[0] as number));
    if (page.next === null) return ids;
    expect(page.rows.length).toBe(query.limit);
    cursor = page.next;
  }
}

async function orderOf(test: TestWeft, table: { baseId: string; id: string }, order: string): Promise<number[]> {
  const { rows } = await test.weft.db.dataPool.query<{ id: number }>(
    `select id from "${table.baseId}"."${table.id}" order by ${order}`,
  );
  return rows.map((row) => row.id);
}

test("paging visits each row exactly once in the order asked for, with ties and empty cells", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows: makeRows(60) });
  const column = (name: string) => {
    const field = table.fields.find((field) => field.name === name);
    return `"${field?.id}"${name === "Name" ? " collate weft.natural_order" : ""}`;
  };
  const sorts = ["", ...fields.flatMap(({ name }) => [name, `-${name}`])];
  sorts.push("Name,-Count", "-Paid,Born,-Name", "-Seen,-Price", "Count,Paid,-Seen,Born");
  for (const [index, sort] of sorts.entries()) {
    const parts = sort.split(",").filter(Boolean);
    const order = parts.map(
      (part) => `${column(part.replace("-", ""))} ${part.startsWith("-") ? "desc" : "asc"} nulls last`,
    );
    const expected = await orderOf(
      weft,
      table,
      [...order, `id ${parts.at(-1)?.startsWith("-") ? "desc" : "asc"}`].join(", "),
    );
    const limit = [9, 20, 60, 61][index % 4] as number;
    expect(await readAll(person, table.id, { sort, limit }), `${sort} by ${limit}`).toEqual(expected);
    for (const offset of [1, 40, 59, 60]) {
      const page = await person.client.call(listRows, {
        params: { tableId: table.id },
        query: { sort, offset, limit: 5, shape: "array" },
      });
      expect(
        page.rows.map((row) => (row as number[])[0]),
        `${sort} at ${offset}`,
      ).toEqual(expected.slice(offset, offset + 5));
    }
  }
});

test("text is ordered as people expect: no case, accents beside their letter, numbers by worth, empty last", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const names = ["file 10", "File 9", null, "zebra", "Émile", "eve", "Adam", "adam"];
  const table = await makeTable(weft, person, { rows: names.map((Name) => ({ Name })) });
  const read = async (sort: string) => {
    const page = await person.client.call(listRows, { params: { tableId: table.id }, query: { sort, shape: "array" } });
    return page.rows.map((row) => (row as CellValue[])[2]);
  };
  expect(await read("Name")).toEqual(["Adam", "adam", "Émile", "eve", "File 9", "file 10", "zebra", null]);
  expect((await read("-Name")).at(-1)).toBeNull();
  expect((await read("-Name"))[0]).toBe("zebra");
});

test("a cursor of another table, filter or sort, or a damaged one, is refused", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const [table, other] = [
    await makeTable(weft, person, { fields, rows: makeRows(20) }),
    await makeTable(weft, person, { fields, rows: makeRows(20) }),
  ];
  const list = (tableId: string, query: Query) => person.client.call(listRows, { params: { tableId }, query });
  const cursor = (await list(table.id, { sort: "Count", limit: 3 })).next ?? "";
  expect((await list(table.id, { sort: "Count", limit: 3, cursor })).rows).toHaveLength(3);
  const wrong: [string, Query][] = [
    [other.id, { sort: "Count", cursor }],
    [table.id, { sort: "-Count", cursor }],
    [table.id, { cursor }],
    [table.id, { sort: "Count", search: "a", cursor }],
    [table.id, { sort: "Count", filter: { field: "Count", op: "is_empty" }, cursor } as never],
    [table.id, { sort: "Count", cursor: `${cursor.slice(0, -3)}xyz` }],
    [table.id, { sort: "Count", cursor: "" }],
    [table.id, { sort: "Count", cursor: "garbage" }],
  ];
  for (const [tableId, query] of wrong)
    await expect(list(tableId, query)).rejects.toMatchObject({ code: "cursor.invalid" });
  await expect(list(table.id, { cursor, offset: 5 })).rejects.toMatchObject({ code: "request.invalid" });
});

test("a list sorted by cells too long for a cursor still pages", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { rows: ["c", "a", "b"].map((text) => ({ Name: text.repeat(5000) })) });
  expect(await readAll(person, table.id, { sort: "Name", limit: 1 })).toEqual([2, 3, 1]);
});

test("jumps far into a big table land on the right row while rows come, go and come back", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields: [{ name: "N", type: "number", options: { decimals: 0 } }] });
  const [n] = table.fields.map((field) => field.id);
  await weft.weft.db.dataPool.query(
    `insert into "${table.baseId}"."${table.id}" (id, "${n}") select i, 30000 - i from generate_series(1, 30000) i`,
  );
  await weft.weft.db.people.updateTable("tables").set({ next_row: 30_001, row_estimate: 30_000 }).execute();
  const params = { tableId: table.id };
  const check = async (query: Query, order: string) => {
    const expected = await orderOf(weft, table, order);
    for (const offset of [1999, 2000, 2001, 12_345, 20_500, expected.length - 1]) {
      const page = await person.client.call(listRows, {
        params,
        query: { ...query, offset, limit: 3, shape: "array" },
      });
      expect(page.rows.map((row) => (row as number[])[0])).toEqual(expected.slice(offset, offset + 3));
    }
    const total = await person.client.call(listRows, { params, query: { total: "exact", limit: 1 } });
    expect(total.total).toEqual({ rows: expected.length, exact: true });
  };
  await check({}, "id");
  await check({ sort: "N" }, `"${n}", id`);
  const deleted = await person.client.call(deleteRows, {
    params,
    body: { ids: [5, 500, 501, 12_000, 20_499, 20_500] },
  });
  await check({}, "id");
  await person.client.call(createRows, { params, body: { rows: [{ cells: { N: 15_000 } }, { cells: {} }] } });
  await check({}, "id");
  await check({ sort: "-N" }, `"${n}" desc nulls last, id desc`);
  await person.client.call(undoChange, { params: { ...params, number: deleted.change } });
  await person.client.call(updateRow, { params: { ...params, rowId: 100 }, body: { cells: { N: 3 } } });
  await check({}, "id");
  await check({ sort: "-N" }, `"${n}" desc nulls last, id desc`);
});
