import { duplicateTable } from "@weft/api/bases";
import { listChanges, undoChange } from "@weft/api/changes";
import { Problem } from "@weft/api/problems";
import { createRows, deleteRows, getRow, listRows, moveRows, updateRow, writeRows } from "@weft/api/rows";
import { expect, test } from "vitest";
import type { TestPerson } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";
import { selectForExport } from "../exports/exports.select.ts";
import { grantedTo } from "./ruled.make.ts";

async function open(count = 6) {
  const weft = await makeTestWeft();
  const person = await makePerson(weft);
  const rows = Array.from({ length: count }, (_, index) => ({ Name: `${index + 1}` }));
  const table = await makeTable(weft, person, { rows });
  const params = { tableId: table.id };
  const names = (query = {}) => namesOf(person, table.id, query);
  const move = (ids: number[], before: number | null) =>
    person.client.call(moveRows, { params, body: { ids, before } });
  const insert = async (name: string, before: number) => {
    const body = { create: [{ cells: { Name: name }, before }] };
    return (await person.client.call(writeRows, { params, body })).created[0] as number;
  };
  const undo = (number: number) => person.client.call(undoChange, { params: { ...params, number } });
  const close = () => weft[Symbol.asyncDispose]();
  return { weft, person, table, params, names, move, insert, undo, [Symbol.asyncDispose]: close };
}

/** All names, a page at a time. */
async function namesOf(person: TestPerson, tableId: string, query = {}): Promise<string> {
  const names: unknown[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await person.client.call(listRows, {
      params: { tableId },
      query: { limit: 1000, ...query, cursor, shape: "object" },
    });
    names.push(...page.rows.map((row) => ("cells" in row ? row.cells.Name : null)));
    if (!page.next) return names.join(" ");
    cursor = page.next;
  }
}

test("rows move before another or to the end, in the order given, and a move is undone and redone", async () => {
  await using own = await open();
  const { move, names, undo } = own;
  const first = await move([5, 2], 1);
  expect(await names()).toBe("5 2 1 3 4 6");
  await move([1], 6);
  expect(await names()).toBe("5 2 3 4 1 6");
  await move([5], null);
  expect(await names()).toBe("2 3 4 1 6 5");
  await move([3, 4], 3);
  expect(await names()).toBe("2 3 4 1 6 5");
  const { number } = await undo(first.change + 1);
  expect(await names()).toBe("2 1 3 4 6 5");
  await undo(number);
  expect(await names()).toBe("2 3 4 1 6 5");
});

test("rows are put between others, new ones come last, and paging by one meets each once", async () => {
  await using own = await open();
  const { insert, names, person, params, move } = own;
  await insert("a", 3);
  await insert("b", 3);
  await insert("c", 1);
  await move([6], 1);
  await person.client.call(createRows, { params, body: { rows: [{ cells: { Name: "new" } }] } });
  expect(await names()).toBe("c 6 1 2 a b 3 4 5 new");
  expect(await names({ limit: 1 })).toBe("c 6 1 2 a b 3 4 5 new");
  const jumped = await person.client.call(listRows, { params, query: { offset: 5, limit: 2 } });
  expect(jumped.rows).toMatchObject([{ cells: { Name: "b" } }, { cells: { Name: "3" } }]);
  await move([7], null);
  await person.client.call(createRows, { params, body: { rows: [{ cells: { Name: "newer" } }] } });
  expect(await names({ limit: 4 })).toBe("c 6 1 2 b 3 4 5 new a newer");
  expect(await names({ sort: "Name" })).toBe("1 2 3 4 5 6 a b c new newer");
});

test("hundreds of rows put at one place stand right, each undone alone", async () => {
  await using own = await open(2);
  const { insert, names, weft, table, person, undo } = own;
  const added: number[] = [];
  // Always before the last one added: each halves the gap that is left.
  for (let turn = 0; turn < 260; turn++) added.push(await insert(`n${turn}`, added.at(-1) ?? 2));
  const expected = ["1", ...added.map((_, turn) => `n${turn}`).toReversed(), "2"];
  expect(await names()).toBe(expected.join(" "));
  const { rows } = await weft.weft.db.dataPool.query<{ longest: number }>(
    `select max(length(_place::text)) as longest from "${person.baseId}"."${table.id}"`,
  );
  expect(rows[0]?.longest).toBeLessThan(70);
  const { change } = await person.client.call(listRows, { params: { tableId: table.id }, query: { limit: 1 } });
  await undo(change);
  expect(await names()).toBe(expected.toSpliced(1, 1).join(" "));
});

test("a row that is edited and makes room in one write gets both back by one undo", async () => {
  await using own = await open(2);
  const { insert, names, person, params, undo, weft, table } = own;
  const row = await insert("x", 2);
  // No room before it that 60 digits could tell.
  await weft.weft.db.dataPool.query(
    `update "${person.baseId}"."${table.id}" set _place = 1 + 1e-70::numeric where id = $1`,
    [row],
  );
  const body = { create: [{ cells: { Name: "new" }, before: row }], update: [{ id: row, cells: { Name: "y" } }] };
  const { change } = await person.client.call(writeRows, { params, body });
  expect(await names()).toBe("1 new y 2");
  await undo(change);
  expect(await names()).toBe("1 x 2");
});

test("rows whose places are equal go by id, and rows can be put between them", async () => {
  await using own = await open(4);
  const { insert, names, weft, table, person, move } = own;
  await move([1], 1);
  const physical = `"${person.baseId}"."${table.id}"`;
  await weft.weft.db.dataPool.query(`update ${physical} set _place = 2.5 where id in (2, 3)`);
  expect(await names({ limit: 1 })).toBe("1 2 3 4");
  await insert("x", 3);
  expect(await names({ limit: 1 })).toBe("1 2 x 3 4");
});

test("a deleted row comes back where it stood", async () => {
  await using own = await open();
  const { move, names, person, params, undo } = own;
  await move([6], 2);
  const { change } = await person.client.call(deleteRows, { params, body: { ids: [6, 3] } });
  expect(await names()).toBe("1 2 4 5");
  await undo(change);
  expect(await names()).toBe("1 6 2 3 4 5");
});

test("a moved row keeps its version; what somebody moved since refuses the undo by name", async () => {
  await using own = await open();
  const { move, person, params, undo } = own;
  const { change } = await move([6, 5], 2);
  const row = await person.client.call(getRow, { params: { ...params, rowId: 6 } });
  expect(row.change).toBe(0);
  await person.client.call(updateRow, { params: { ...params, rowId: 6 }, body: { cells: { Name: "six" } } });
  await move([6], null);
  const problem = await undo(change).then(
    () => null,
    (error: unknown) => error,
  );
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({ code: "row.changed", issues: [{ path: "rows.6" }] });
  expect((problem as Problem).message).toContain("was moved since by you");
});

test("a place before a row that is gone is refused by name, and a cursor from before the first move still goes on", async () => {
  await using own = await open();
  const { move, person, params, insert } = own;
  const page = await person.client.call(listRows, { params, query: { limit: 3 } });
  await person.client.call(deleteRows, { params, body: { ids: [6] } });
  for (const write of [() => move([1], 6), () => insert("x", 6)])
    await expect(write()).rejects.toMatchObject({ code: "row.not_found", issues: [{ path: "before" }] });
  await expect(move([1, 99], 2)).rejects.toMatchObject({ code: "row.not_found", issues: [{ path: "ids.1" }] });
  await move([5], 1);
  const next = await person.client.call(listRows, { params, query: { cursor: page.next ?? "" } });
  expect(next.rows).toMatchObject([{ id: 4 }]);
});

test("a jump into a table of thousands is right after moves and between them", async () => {
  await using own = await open(5000);
  const { move, person, params, insert } = own;
  const at = async (offset: number) => {
    const { rows } = await person.client.call(listRows, { params, query: { offset, limit: 1 } });
    return rows.map((row) => ("cells" in row ? row.cells.Name : null))[0];
  };
  expect(await at(4000)).toBe("4001");
  await move([5000], 1);
  expect(await at(4000)).toBe("4000");
  await move([10, 11, 12], null);
  expect(await at(4000)).toBe("4003");
  await insert("x", 20);
  expect(await at(4000)).toBe("4002");
  expect(await at(4999)).toBe("11");
});

test("copies and exports have the same order, and new rows of the copy come last", async () => {
  await using own = await open();
  const { move, person, params, table, weft, names } = own;
  await move([5, 2], 1);
  await move([1], null);
  const copy = await person.client.call(duplicateTable, { params, body: {} });
  expect(await namesOf(person, copy.id)).toBe(await names());
  await person.client.call(createRows, { params: { tableId: copy.id }, body: { rows: [{ cells: { Name: "new" } }] } });
  expect(await namesOf(person, copy.id)).toBe("5 2 3 4 6 1 new");
  const options = { format: "csv", csv: {}, defuseFormulas: false } as never;
  const { fromSql, fields } = selectForExport(await grantedTo(weft, person, table.id), options);
  const { rows } = await weft.weft.db.dataPool.query<Record<string, string>>(`select t."${fields[0]?.id}" ${fromSql}`);
  expect(rows.map((row) => Object.values(row)[0]).join(" ")).toBe("5 2 3 4 6 1");
});

test("people who move rows at once, the very first time too, all get their way", async () => {
  await using own = await open(20);
  const { move, names, person, params } = own;
  await Promise.all([3, 4, 5, 6].map((id) => move([id], 1)));
  const list = (await names()).split(" ");
  expect(new Set(list.slice(0, 4))).toEqual(new Set(["3", "4", "5", "6"]));
  expect(list.slice(4, 7)).toEqual(["1", "2", "7"]);
  const { changes } = await person.client.call(listChanges, { params, query: { since: 0 } });
  expect(changes.filter(({ kind }) => kind === "table.ordered")).toHaveLength(1);
});
