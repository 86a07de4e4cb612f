import type { Table } from "@weft/api/bases";
import { listChanges, undoChange } from "@weft/api/changes";
import type { Client } from "@weft/api/client";
import { createClient } from "@weft/api/client";
import type { CellValue } from "@weft/model/fields/field";
import { describeRowSource, suiteFields, suiteZone } from "@weft/ui/grid/row-source.suite";
import type { SourceEvent } from "@weft/ui/grid/row-source";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
// The one place where the web app meets the server: its rows are read from the real one.
import { makeTable } from "../../../../server/src/features/tables/tables.make.ts";
import type { TestPerson, TestWeft } from "../../../../server/src/testing/weft.ts";
import { makePerson, makeTestWeft } from "../../../../server/src/testing/weft.ts";
import { createPatientEdits } from "./patient-edits.ts";
import type { Selection } from "./remote-source.ts";
import { createRemoteSource, readPage, whyWait } from "./remote-source.ts";
import { createWriteQueue } from "./write-queue.ts";

const signal = new AbortController().signal;
const plain: Selection = { filter: null, sort: [], search: "", group: [], zone: suiteZone };

let weft: TestWeft;
let ann: TestPerson;

beforeAll(async () => {
  weft = await makeTestWeft();
  ann = await makePerson(weft);
});
afterAll(() => weft[Symbol.asyncDispose]());

/** A table as the page has it: first rows, a queue of writes, edits that are kept nowhere. */
async function openTable(rows: Record<string, CellValue>[], api: Client = ann.client) {
  const table = await makeTable(weft, ann, { fields: suiteFields, rows });
  return { table, ...(await openSource(table, api)) };
}

async function openSource(table: Table, api: Client) {
  const queue = createWriteQueue({ whyWait, onChange: () => {}, pauseMs: { first: 1, longest: 5 } });
  const keeper = { keep: async () => {}, forget: async () => {}, list: async () => [] };
  const edits = createPatientEdits({
    api,
    tableId: table.id,
    personId: ann.personId,
    tab: "t",
    keeper,
    seen: () => 0,
    conflictText: () => "Somebody else was there.",
    onTheirs: () => {},
    onWaiting: () => {},
  });
  const written: number[] = [];
  const first = await readPage(api, table.id, plain, { offset: 0, limit: 50 });
  const source = createRemoteSource({
    api,
    tableId: table.id,
    fields: table.fields,
    selection: plain,
    first,
    queue,
    edits,
    onWritten: (change) => written.push(change),
  });
  return { source, written };
}

describeRowSource("rows of the real server", async (rows) => {
  const { source } = await openTable(rows);
  return { source, choose: ({ group = [], sort = [] }) => source.choose({ ...plain, group, sort }) };
});

describe("rows of the real server besides", () => {
  const people = (count: number) => Array.from({ length: count }, (_, at) => ({ Name: `Person ${at}`, Age: at }));

  async function openTwice(count: number) {
    const here = await openTable(people(count));
    const there = await openSource(here.table, ann.client);
    const events: SourceEvent[] = [];
    here.source.subscribe((event) => events.push(event));
    let since = 0;
    /** Hands the log on as the page's feed does. */
    const follow = async () => {
      const query = { since, limit: 1000 };
      const { changes, lastChange } = await ann.client.call(listChanges, { params: { tableId: here.table.id }, query });
      since = lastChange;
      for (const change of changes) here.source.apply(change);
    };
    const name = here.table.fields[0]!.id;
    return { here, there, events, follow, name };
  }

  test("cells that somebody else sets are told; one's own are not told a second time", async () => {
    const { here, there, events, follow, name } = await openTwice(3);
    await here.source.update([{ rowId: 1, fieldId: name, value: "mine" }], { parse: false });
    await there.source.update([{ rowId: 2, fieldId: name, value: "theirs" }], { parse: false });
    await follow();
    const cells = { [name]: "theirs" };
    expect(events).toEqual([{ type: "cells", patches: [{ rowId: 2, change: there.written[0], cells }] }]);
  });

  test.each([
    ["added", (there: Awaited<ReturnType<typeof openSource>>) => there.source.insert([{}]), 4],
    ["deleted", (there: Awaited<ReturnType<typeof openSource>>) => there.source.delete([1]), 2],
    ["moved", (there: Awaited<ReturnType<typeof openSource>>) => there.source.move([3], { before: 1 }), 3],
  ])("rows that somebody else has %s are told, and counted", async (_, act, rows) => {
    const { here, there, events, follow } = await openTwice(3);
    await act(there);
    await follow();
    expect(events).toContainEqual({ type: "rows" });
    await vi.waitFor(() => expect(here.source.count).toEqual({ rows, exact: true }));
  });

  test("a write of everything at once is one step, undone in one", async () => {
    const { table, source, written } = await openTable(people(12_000));
    const [name, age] = [table.fields[0]!.id, table.fields[1]!.id];
    const before = await source.range(0, 300, signal);
    const update = Array.from({ length: 10_000 }, (_, at) =>
      [name, age].map((fieldId) => ({ rowId: at + 1, fieldId })),
    );
    const writes = {
      create: [{ [name]: "new" }],
      update: update.flat().map((edit) => ({ ...edit, value: edit.fieldId === age ? "7" : "seven" })),
      delete: [12_000],
    };
    const { change } = await source.write(writes, { parse: true });
    expect(written).toEqual([change]);
    const [row] = await source.range(9_999, 10_000, signal);
    expect(row!.cells.slice(0, 2)).toEqual(["seven", 7]);
    await ann.client.call(undoChange, { params: { tableId: table.id, number: change } });
    const after = await source.range(0, 300, signal);
    expect(after.map(({ cells }) => cells)).toEqual(before.map(({ cells }) => cells));
    expect((await source.range(11_999, 12_010, signal)).map(({ id }) => id)).toEqual([12_000]);
  });

  test("a write whose answer is lost is sent again and done once", async () => {
    let lost = 0;
    const api = createClient({
      url: weft.url,
      token: ann.token,
      async fetch(...request) {
        const response = await fetch(...request);
        if (request[1]?.method === "GET" || lost > 1) return response;
        lost += 1;
        await response.arrayBuffer();
        throw new TypeError("The connection was lost.");
      },
    });
    const { source, written } = await openTable(people(2), api);
    const [added] = await source.insert([{}]);
    expect([lost, written.length]).toEqual([2, 1]);
    expect((await source.range(0, 9, signal)).map(({ id }) => id)).toEqual([1, 2, added!.id]);
  });

  test("many thousand rows are deleted in one step, and the rest counted", async () => {
    const { source, written } = await openTable(people(3000));
    await source.delete(Array.from({ length: 2500 }, (_, at) => at + 1));
    expect([written.length, source.count.rows]).toEqual([1, 500]);
    const [row] = await source.range(0, 1, signal);
    expect(row!.id).toBe(2501);
  });

  test("a choice of rows says how many there are at the latest when they are counted", async () => {
    const { table, source } = await openTable(people(40));
    const filter = { field: table.fields[1]!.id, op: "less", value: 10 } as const;
    source.choose({ ...plain, filter, search: "person", sort: [{ field: table.fields[1]!.id, direction: "desc" }] });
    const rows = await source.range(0, 5, signal);
    expect(rows.map(({ cells }) => cells[1])).toEqual([9, 8, 7, 6, 5]);
    await vi.waitFor(() => expect(source.count).toEqual({ rows: 10, exact: true }));
    expect(await source.findText("Person 3", { from: 0, limit: 5 }, signal)).toMatchObject({ rows: [6], total: 1 });
    const figures = await source.summaries!({ [table.fields[1]!.id]: "sum" }, signal);
    expect(figures).toEqual({ [table.fields[1]!.id]: { sum: 45 } });
  });
});
