import { getTable } from "@weft/api/bases";
import { listChanges, undoChange } from "@weft/api/changes";
import { exportFormats } from "@weft/api/exports";
import { summarizeRows } from "@weft/api/figures";
import { createRows, deleteRows, getRow, listRows, moveRows, updateRow, updateRows, writeRows } from "@weft/api/rows";
import { expect, test } from "vitest";
import { openLive } from "../../live/live.make.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeExport } from "../exports/exports.make.ts";
import { makeTable } from "../tables/tables.make.ts";

async function open() {
  const weft = await makeTestWeft();
  const person = await makePerson(weft);
  const rows = Array.from({ length: 6 }, (_, index) => ({ Name: `${index + 1}` }));
  const table = await makeTable(weft, person, { rows });
  const params = { tableId: table.id };
  return { weft, person, table, params, [Symbol.asyncDispose]: () => weft[Symbol.asyncDispose]() };
}

test("no answer, message or file tells of the numbers by which rows stand", async () => {
  await using it = await open();
  const { weft, person, table, params } = it;
  const { client } = person;
  await using live = await openLive(weft.url, person.token);
  live.say({ type: "watch", tableId: table.id, since: 0 });
  const told: unknown[] = [];
  const note = async <T>(answer: Promise<T>): Promise<T> => {
    told.push(await answer);
    return answer;
  };
  await note(client.call(moveRows, { params, body: { ids: [6, 5], before: 2 } }));
  await note(client.call(createRows, { params, body: { rows: [{ cells: { Name: "new" } }] } }));
  const body = {
    create: [{ cells: { Name: "between" }, before: 3 }],
    update: [{ id: 6, cells: { Name: "six" } }],
    delete: [4],
  };
  const written = await note(client.call(writeRows, { params, body }));
  await note(client.call(updateRow, { params: { ...params, rowId: 5 }, body: { cells: { Name: "five" } } }));
  await note(client.call(updateRows, { params, body: { rows: [{ id: 5, cells: { Name: "5" } }] } }));
  const deleted = await note(client.call(deleteRows, { params, body: { ids: [5, written.created[0] as number] } }));
  for (const number of [deleted.change, deleted.change + 1, written.change])
    await note(client.call(undoChange, { params: { ...params, number } }).catch((error: unknown) => String(error)));
  for (const query of [{}, { keys: "id" }, { shape: "array" }, { sort: "Name" }, { group: "Name" }] as const)
    await note(client.call(listRows, { params, query }));
  await note(client.call(getRow, { params: { ...params, rowId: 6 } }));
  await note(client.call(getTable, { params }));
  const { changes } = await note(client.call(listChanges, { params, query: { since: 0 } }));
  for (const format of exportFormats) {
    const { job, file } = await makeExport(weft, person, table.id, { format });
    told.push(job, file.toString("latin1"));
  }
  await live.until("change", changes.length);
  const moved = changes.filter(({ kind }) => kind === "rows.moved");
  expect(moved[0]).toMatchObject({ rowIds: expect.arrayContaining([5, 6]), before: null, after: null });
  expect(JSON.stringify([told, live.heard])).not.toContain("_place");
});

test("nobody can read, order by or set these numbers as if they were a field", async () => {
  await using it = await open();
  const { client } = it.person;
  const { params } = it;
  await client.call(moveRows, { params, body: { ids: [6], before: 2 } });
  const cells = { _place: "0" };
  const refused = [
    client.call(createRows, { params, body: { rows: [{ cells }] } }),
    client.call(updateRow, { params: { ...params, rowId: 1 }, body: { cells } }),
    client.call(updateRows, { params, body: { rows: [{ id: 1, cells }] } }),
    client.call(writeRows, { params, body: { create: [{ cells }] } }),
    client.call(writeRows, { params, body: { update: [{ id: 1, cells }] } }),
    client.call(listRows, { params, query: { sort: "_place" } }),
    client.call(listRows, { params, query: { fields: "_place" } }),
    client.call(listRows, { params, query: { filter: '{"field":"_place","op":"is_empty"}' } }),
    client.call(summarizeRows, { params, query: { figures: '{"_place":"max"}' } }),
  ];
  const ends = await Promise.allSettled(refused);
  expect(ends.map(({ status }) => status)).toEqual(ends.map(() => "rejected"));
  const { rows } = await client.call(listRows, { params, query: {} });
  expect(rows.map((row) => (row as { id: number }).id)).toEqual([1, 6, 2, 3, 4, 5]);
});

test("deleted rows come back to their places, alone, together and with what was written beside", async () => {
  await using it = await open();
  const { client } = it.person;
  const { params } = it;
  const ids = async () =>
    (await client.call(listRows, { params, query: {} })).rows.map((row) => (row as { id: number }).id);
  const undo = (number: number) => client.call(undoChange, { params: { ...params, number } });
  const early = await client.call(deleteRows, { params, body: { ids: [3] } });
  await client.call(moveRows, { params, body: { ids: [6, 5], before: 1 } });
  expect(await ids()).toEqual([6, 5, 1, 2, 4]);
  const late = await client.call(deleteRows, { params, body: { ids: [5, 1] } });
  const written = await client.call(writeRows, {
    params,
    body: { create: [{ cells: { Name: "x" }, before: 2 }], delete: [6], update: [{ id: 4, cells: { Name: "four" } }] },
  });
  expect(await ids()).toEqual([written.created[0], 2, 4]);
  await undo(written.change);
  expect(await ids()).toEqual([6, 2, 4]);
  const { number } = await undo(late.change);
  expect(await ids()).toEqual([6, 5, 1, 2, 4]);
  await undo(number);
  expect(await ids()).toEqual([6, 2, 4]);
  await undo(number + 1);
  // Deleted before rows could stand anywhere else: back where its id stands.
  await undo(early.change);
  expect(await ids()).toEqual([6, 5, 1, 2, 3, 4]);
});
