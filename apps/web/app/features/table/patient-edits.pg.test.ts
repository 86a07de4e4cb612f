import { createClient } from "@weft/api/client";
import { Problem } from "@weft/api/problems";
import { deleteRows, listRows, updateRows } from "@weft/api/rows";
import { afterAll, beforeAll, expect, test } from "vitest";
// Edits that wait are sent to the real server.
import { makeTable } from "../../../../server/src/features/tables/tables.make.ts";
import type { TestPerson, TestWeft } from "../../../../server/src/testing/weft.ts";
import { makePerson, makeTestWeft } from "../../../../server/src/testing/weft.ts";
import type { KeptWrite } from "./kept-writes.ts";
import { createPatientEdits } from "./patient-edits.ts";

let weft: TestWeft;
let ann: TestPerson;

beforeAll(async () => {
  weft = await makeTestWeft();
  ann = await makePerson(weft);
});
afterAll(() => weft[Symbol.asyncDispose]());

/** Edits of a table of three names; `answer` sees each answer before the page does. */
async function open(answer: (response: Response) => Response = (response) => response, personId = ann.personId) {
  const names = ["Ada", "Ben", "Cleo"];
  const table = await makeTable(weft, ann, { fields: [{ name: "Name" }], rows: names.map((Name) => ({ Name })) });
  const params = { tableId: table.id };
  const name = table.fields[0]!.id;
  const keptNow = new Map<string, KeptWrite>();
  const told: string[] = [];
  const edits = createPatientEdits({
    api: createClient({
      url: weft.url,
      token: ann.token,
      fetch: async (...request) => {
        const response = await fetch(...request);
        return request[1]?.method === "GET" ? response : answer(response);
      },
    }),
    tableId: table.id,
    personId,
    tab: "t",
    keeper: {
      keep: async (write) => void keptNow.set(write.key, write),
      forget: async (key) => void keptNow.delete(key),
      list: async () => [...keptNow.values()],
    },
    seen: () => 0,
    conflictText: ({ theirs, gone }, isAll) =>
      `${theirs.length} theirs, ${gone.length} gone, ${isAll ? "all" : "some"}`,
    onTheirs: (text) => told.push(text),
    onWaiting: () => {},
  });
  /** A paste of new names over all rows, and one more row. */
  const begin = (maker: object = {}) =>
    edits.begin(
      maker,
      {
        create: [{ cells: { [name]: "new" } }],
        update: [1, 2, 3].map((id) => ({ id, cells: { [name]: `mine ${id}` } })),
        delete: [],
      },
      { 1: { [name]: "Ada" }, 2: { [name]: "Ben" }, 3: { [name]: "Cleo" } },
      false,
    );
  return {
    edits,
    begin,
    told,
    keptNow,
    name,
    set: (id: number, value: string) =>
      ann.client.call(updateRows, { params, query: {}, body: { rows: [{ id, cells: { [name]: value } }] } }),
    remove: (id: number) => ann.client.call(deleteRows, { params, body: { ids: [id] } }),
    async names() {
      const { rows } = await ann.client.call(listRows, { params, query: {} });
      return (rows as unknown as { cells: { Name: string } }[]).map(({ cells }) => cells.Name);
    },
  };
}

/** Loses the first answer of what is written. */
function losing() {
  let isLost = false;
  return (response: Response) => {
    if (isLost) return response;
    isLost = true;
    throw new TypeError("The connection was lost.");
  };
}

test("what is sent late leaves what others set and deleted meanwhile, writes the rest and says so", async () => {
  const it = await open();
  const kept = await keptOf(it);
  await it.set(2, "theirs");
  await it.remove(3);
  await it.edits.resume(kept).send();
  expect(await it.names()).toEqual(["mine 1", "theirs", "new"]);
  expect(it.told).toEqual(["1 theirs, 1 gone, some"]);
});

test("what was done and whose answer is lost is done once, even if somebody came in between", async () => {
  const it = await open(losing());
  const way = it.begin();
  await expect(way.send()).rejects.toBeInstanceOf(TypeError);
  await it.set(2, "theirs");
  const reply = await way.send();
  expect(reply.created).toHaveLength(1);
  expect(await it.names()).toEqual(["mine 1", "theirs", "mine 3", "new"]);
});

test("an edit of which nothing is left is refused in words", async () => {
  const it = await open();
  const body = { create: [], update: [{ id: 1, cells: { [it.name]: "mine" } }], delete: [] };
  const kept: KeptWrite = { ...(await keptOf(it)), body, before: { 1: { [it.name]: "Ada" } } };
  await it.set(1, "theirs");
  await expect(it.edits.resume(kept).send()).rejects.toThrow("1 theirs, 0 gone, all");
});

test("after a session has ended nothing is sent in the name of somebody else who signed in", async () => {
  const body = JSON.stringify({ code: "auth.required", detail: "Sign in first.", errors: [] });
  let isOut = true;
  const it = await open((response) => (isOut ? new Response(body, { status: 401 }) : response), "per_other");
  const refused = async (send: () => Promise<unknown>) => {
    const error = await send().catch((thrown: unknown) => thrown);
    expect((error as Problem).code).toBe("auth.required");
  };
  const way = it.begin();
  await refused(way.send);
  // Ann is the one who is signed in now, and these edits are not hers.
  isOut = false;
  await refused(way.send);
});

test("edits wait in their cells for other sources than the one they were made through, and are kept until they are over", async () => {
  const it = await open();
  const maker = {};
  const way = it.begin(maker);
  expect(it.edits.waitingEdits(maker)).toEqual([]);
  expect(it.edits.waitingEdits({}).map(({ rowId, value }) => [rowId, value])).toEqual([
    [1, "mine 1"],
    [2, "mine 2"],
    [3, "mine 3"],
  ]);
  expect(it.keptNow.size).toBe(1);
  await way.send();
  way.end();
  expect(it.edits.waitingEdits({})).toEqual([]);
  await expect.poll(() => it.keptNow.size).toBe(0);
});

/** A write as the browser kept it before it could be sent. */
async function keptOf(it: Awaited<ReturnType<typeof open>>): Promise<KeptWrite> {
  const way = it.begin();
  const [kept] = [...it.keptNow.values()];
  way.end();
  return kept!;
}
