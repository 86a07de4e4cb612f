import type { Change } from "@weft/api/changes";
import { expect, test } from "vitest";
import type { KeptWrite } from "./kept-writes.ts";
import { respectOthers } from "./respect-others.ts";

const write = (part: Partial<KeptWrite>): KeptWrite => ({
  key: "k",
  personId: "per1",
  tableId: "tbl1",
  tab: "here",
  madeAt: 0,
  since: 7,
  parse: false,
  body: { create: [], update: [{ id: 1, cells: { fld: "mine", other: 1 } }], delete: [] },
  before: { 1: { fld: "old", other: 0 } },
  ...part,
});

const change = (part: Partial<Change>): Change => ({
  tableId: "tbl1",
  number: 8,
  at: "2026-01-01T00:00:00Z",
  personId: "per2",
  personName: "Ben",
  kind: "rows.updated",
  rowIds: [],
  before: null,
  after: null,
  detail: null,
  importId: null,
  undoes: null,
  ...part,
});
const set = (value: string | null) => change({ rowIds: [1], after: { 1: { fld: value } } });

test("a cell that somebody else changed meanwhile stays theirs; the others of the write go on", () => {
  const { body, theirs } = respectOthers(write({}), [set("between"), set("theirs")]);
  expect(theirs).toEqual([{ rowId: 1, fieldId: "fld", now: "theirs" }]);
  expect(body.update).toEqual([{ id: 1, cells: { other: 1 } }]);
});

test("a cell that is as it was, or as wanted, is nobody else's, and the write stays the very same", () => {
  const one = write({});
  expect(respectOthers(one, [set("theirs"), set("old")]).body).toBe(one.body);
  expect(respectOthers(one, [set("mine")]).body).toBe(one.body);
  expect(respectOthers(one, []).body).toBe(one.body);
  expect(respectOthers(write({ before: {} }), [set("theirs")]).theirs).toEqual([]);
});

test("an emptied cell counts as changed", () => {
  expect(respectOthers(write({}), [set(null)]).theirs).toEqual([{ rowId: 1, fieldId: "fld", now: null }]);
});

test("rows that were deleted meanwhile are left out, unless they came back", () => {
  const one = write({ body: { create: [{ cells: {} }], update: [{ id: 1, cells: { fld: "mine" } }], delete: [2, 3] } });
  const gone = change({ kind: "rows.deleted", rowIds: [1] });
  const both = change({ kind: "rows.written", detail: { created: [], updated: [], deleted: [2] } });
  expect(respectOthers(one, [gone, both])).toEqual({
    body: { create: [{ cells: {} }], update: [], delete: [3] },
    theirs: [],
    gone: [1],
  });
  const back = change({ kind: "rows.restored", rowIds: [1, 2] });
  expect(respectOthers(one, [gone, both, back]).body).toBe(one.body);
});
