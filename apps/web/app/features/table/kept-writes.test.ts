import { expect, test } from "vitest";
import type { KeptWrite } from "./kept-writes.ts";
import { writesToSend } from "./kept-writes.ts";

const write = (part: Partial<KeptWrite>): KeptWrite => ({
  key: "k",
  personId: "per1",
  tableId: "tbl1",
  tab: "here",
  madeAt: 0,
  since: 0,
  parse: false,
  body: { create: [], update: [{ id: 1, cells: { fld: "mine" } }], delete: [] },
  before: { 1: { fld: "old" } },
  ...part,
});

test("a tab sends its own edits of before a reload and those of tabs that are gone, never another person's", () => {
  const kept = [
    write({ key: "own" }),
    write({ key: "open", tab: "other" }),
    write({ key: "gone", tab: "closed" }),
    write({ key: "stranger", personId: "per2" }),
  ];
  const here = { tab: "here", personId: "per1", now: 1000 };
  expect(writesToSend(kept, here, new Set(["here", "other"])).map(({ key }) => key)).toEqual(["own", "gone"]);
  expect(writesToSend(kept, here, null).map(({ key }) => key)).toEqual(["own"]);
  expect(writesToSend(kept, { ...here, now: 200_000 }, null).map(({ key }) => key)).toEqual(["own", "open", "gone"]);
});
