import { expect, test, vi } from "vitest";
import type { GridRow, RowSource, SourceEvent } from "./row-source.ts";
import { createRowWindow } from "./row-window.ts";

interface Asked {
  start: number;
  signal: AbortSignal;
  answer(): void;
  refuse(): void;
}

/** A source that answers when told to, so that the order of answers is the test's choice. */
function makeSource(rows: number, { isCounted = true, isTold = true, fields = ["fld"] } = {}) {
  const asked: Asked[] = [];
  const listeners = new Set<(event: SourceEvent) => void>();
  let confirm: { resolve(rows: GridRow[]): void; reject(error: Error): void } | undefined;
  const make = (start: number, end: number) =>
    Array.from({ length: Math.min(end, rows) - start }, (_, at) => ({
      id: start + at + 1,
      change: 0,
      cells: fields.map(() => "old"),
    }));
  const source: RowSource = {
    fields: fields.map((id) => ({ id, name: id, description: null, type: "text", options: {} })),
    count: { rows: isCounted ? rows : 0, exact: isCounted },
    range: (start, end, signal) =>
      new Promise((resolve, reject) =>
        asked.push({
          start,
          signal,
          answer: () => resolve(make(start, end)),
          refuse: () => reject(new Error("The server does not answer.")),
        }),
      ),
    subscribe: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    update: () => new Promise((resolve, reject) => (confirm = { resolve, reject })),
    insert: async () => [],
    delete: async () => {},
    move: async () => {},
    write: async () => ({ change: 5, created: [], rows: isTold ? [] : null }),
  };
  const onFault = vi.fn<(fault: Error | null) => void>();
  const onLoading = vi.fn<(isLoading: boolean) => void>();
  const window = createRowWindow(source, { onChange: () => {}, onFault, onLoading, pageRows: 10, pagesMax: 5 });
  const isHeard = () => listeners.size > 0;
  const tell = (event: SourceEvent) => listeners.forEach((listener) => listener(event));
  return { window, asked, tell, isHeard, onFault, onLoading, confirm: () => confirm! };
}

test("rows that nobody looks at any more are no longer waited for", async () => {
  const { window, asked } = makeSource(1000);
  window.show(0, 8);
  window.show(500, 508);
  expect(asked[0]!.signal.aborted).toBe(true);
  await vi.waitFor(() => expect(asked.some(({ start }) => start === 500)).toBe(true));
  asked.find(({ start }) => start === 500)!.answer();
  await vi.waitFor(() => expect(window.rowAt(500)?.row.id).toBe(501));
});

test("an edit shows at once, is marked until it is confirmed, and stays", async () => {
  const { window, asked, confirm } = makeSource(5);
  window.show(0, 5);
  asked[0]!.answer();
  await vi.waitFor(() => expect(window.rowAt(0)).toBeDefined());
  const edit = window.edit([{ rowId: 1, fieldId: "fld", value: "new" }], { parse: false });
  expect(window.rowAt(0)?.row.cells[0]).toBe("new");
  expect(window.rowAt(0)?.pending?.has("fld")).toBe(true);
  confirm().resolve([{ id: 1, change: 1, cells: ["new"] }]);
  await edit;
  expect(window.rowAt(0)).toEqual({ row: { id: 1, change: 1, cells: ["new"] }, pending: null });
});

test("an edit leaves all other rows the objects they were, so that they are not drawn anew", async () => {
  const { window, asked, confirm } = makeSource(5);
  window.show(0, 5);
  asked[0]!.answer();
  await vi.waitFor(() => expect(window.rowAt(0)).toBeDefined());
  const [edited, other] = [window.rowAt(0), window.rowAt(1)];
  const edit = window.edit([{ rowId: 1, fieldId: "fld", value: "new" }], { parse: false });
  expect(window.rowAt(0)).not.toBe(edited);
  expect(window.rowAt(1)).toBe(other);
  confirm().resolve([{ id: 1, change: 1, cells: ["new"] }]);
  await edit;
  expect(window.rowAt(1)).toBe(other);
});

test("what is in sight is read first and alone, what lies ahead once it is there", async () => {
  const { window, asked } = makeSource(100);
  window.show(6, 9);
  expect(asked.map(({ start }) => start)).toEqual([0]);
  asked[0]!.answer();
  await vi.waitFor(() => expect(asked.map(({ start }) => start)).toEqual([0, 10]));
});

test("a refused edit is taken back and its reason passed on", async () => {
  const { window, asked, confirm } = makeSource(5);
  window.show(0, 5);
  asked[0]!.answer();
  await vi.waitFor(() => expect(window.rowAt(0)).toBeDefined());
  const edit = window.edit([{ rowId: 1, fieldId: "fld", value: "new" }], { parse: false });
  confirm().reject(new Error("Name may not be new."));
  await expect(edit).rejects.toThrow("Name may not be new.");
  expect(window.rowAt(0)?.row.cells[0]).toBe("old");
});

test("an edit that waits keeps showing while others' changes arrive", async () => {
  const { window, asked, tell } = makeSource(5);
  window.follow();
  window.show(0, 5);
  asked[0]!.answer();
  await vi.waitFor(() => expect(window.rowAt(0)).toBeDefined());
  void window.edit([{ rowId: 1, fieldId: "fld", value: "mine" }], { parse: false });
  tell({ type: "cells", patches: [{ rowId: 1, change: 7, cells: { fld: "theirs" } }] });
  expect(window.rowAt(0)?.row.cells[0]).toBe("mine");
});

test("when rows came or went, what is held is shown until it is read anew", async () => {
  const { window, asked, tell } = makeSource(5);
  window.follow();
  window.show(0, 5);
  asked[0]!.answer();
  await vi.waitFor(() => expect(window.rowAt(0)).toBeDefined());
  tell({ type: "rows" });
  expect(window.rowAt(0)?.row.cells[0]).toBe("old");
  await vi.waitFor(() => expect(asked).toHaveLength(2));
});

test("a failed read says so once and goes on when asked to", async () => {
  const { window, asked, onFault } = makeSource(5);
  window.show(0, 5);
  asked[0]!.refuse();
  await vi.waitFor(() => expect(onFault).toHaveBeenCalledOnce());
  window.show(0, 4);
  expect(asked).toHaveLength(1);
  window.retry();
  expect(asked).toHaveLength(2);
});

test("what is changed while rows are on their way is not covered by the older rows that arrive", async () => {
  const { window, asked, tell, confirm } = makeSource(5);
  window.follow();
  window.show(0, 5);
  tell({ type: "cells", patches: [{ rowId: 1, change: 2, cells: { fld: "theirs" } }] });
  const edit = window.edit([{ rowId: 2, fieldId: "fld", value: "mine" }], { parse: false });
  confirm().resolve([{ id: 2, change: 3, cells: ["mine"] }]);
  await edit;
  asked[0]!.answer();
  await vi.waitFor(() => expect(window.rowAt(2)).toBeDefined());
  expect(window.rowAt(0)?.row.cells[0]).toBe("theirs");
  expect(window.rowAt(1)?.row.cells[0]).toBe("mine");
});

test("one's own edit and somebody else's of one row both outlast the older page that was on its way", async () => {
  const { window, asked, tell, confirm } = makeSource(5, { fields: ["fld", "age"] });
  window.follow();
  window.show(0, 5);
  const edit = window.edit([{ rowId: 1, fieldId: "fld", value: "mine" }], { parse: false });
  confirm().resolve([{ id: 1, change: 3, cells: ["mine", "old"] }]);
  await edit;
  tell({ type: "cells", patches: [{ rowId: 1, change: 4, cells: { age: "theirs" } }] });
  asked[0]!.answer();
  await vi.waitFor(() => expect(window.rowAt(0)).toBeDefined());
  expect(window.rowAt(0)?.row).toEqual({ id: 1, change: 4, cells: ["mine", "theirs"] });
});

test("a write of more rows than are told shows as it was sent until they are read anew", async () => {
  const { window, asked } = makeSource(5, { isTold: false });
  window.show(0, 5);
  asked[0]!.answer();
  await vi.waitFor(() => expect(window.rowAt(0)).toBeDefined());
  const edits = [1, 2].map((rowId) => ({ rowId, fieldId: "fld", value: `new ${rowId}` }));
  await window.edit(edits, { parse: false });
  expect(window.rowAt(1)).toEqual({ row: { id: 2, change: 5, cells: ["new 2"] }, pending: null });
});

test("a source is heard from when the window is followed until it is closed, and asked for nothing before", () => {
  const { window, asked, isHeard } = makeSource(5);
  expect(isHeard()).toBe(false);
  window.follow();
  expect(isHeard()).toBe(true);
  window.dispose();
  expect(isHeard()).toBe(false);
  expect(asked).toHaveLength(0);
});

test("rows are asked for before it is known how many there are", () => {
  const { window, asked } = makeSource(5, { isCounted: false });
  window.show(0, 0);
  expect(asked).toHaveLength(1);
});

test("a page that cannot be read stays told where another one comes, until one asks again", async () => {
  const { window, asked, onFault } = makeSource(1000);
  window.show(0, 18);
  asked[0]!.refuse();
  await vi.waitFor(() => expect(onFault).toHaveBeenCalledOnce());
  asked[1]!.answer();
  await vi.waitFor(() => expect(window.rowAt(10)).toBeDefined());
  expect(onFault).toHaveBeenCalledOnce();
  window.retry();
  expect(asked.at(-1)!.start).toBe(0);
});

test("rows that are on their way when all stand elsewhere are asked for again", () => {
  const { window, asked } = makeSource(5);
  window.show(0, 5);
  window.refresh();
  expect(asked[0]!.signal.aborted).toBe(true);
  expect(asked).toHaveLength(2);
});

test("a window that is closed while it reads no longer says that it does", () => {
  const { window, onLoading } = makeSource(5);
  window.show(0, 5);
  window.dispose();
  expect(onLoading.mock.lastCall).toEqual([false]);
});
