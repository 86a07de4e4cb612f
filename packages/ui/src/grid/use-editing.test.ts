import type { Field, FieldShape } from "@weft/model/fields/field";
import { expect, test, vi } from "vitest";
import { computed, shallowRef } from "vue";
import { plainCells } from "./clipboard/clipboard-cell.ts";
import type { GridColumn } from "./grid-columns.ts";
import type { GridRow, RowSource } from "./row-source.ts";
import { CellsRefused } from "./row-source.ts";
import { createRowWindow } from "./row-window.ts";
import type { Cell } from "./selection.ts";
import { gridTexts } from "./texts.ts";
import { editRowsMax } from "./edit-limits.ts";
import { useBulk } from "./use-bulk.ts";
import { useEditing } from "./use-editing.ts";
import type { Question } from "./use-tools.ts";

const fieldOf = (shape: FieldShape): Field => ({ ...shape, id: "fld", name: "F", description: null });

/** A grid of one column, French, looking at `cells`; `sent` is what goes to the server. */
async function makeEditing(shape: FieldShape, cells: GridRow["cells"]) {
  const field = fieldOf(shape);
  const held = cells.map((cell, at) => ({ id: at + 1, change: 0, cells: [cell] }));
  const update = vi.fn<RowSource["update"]>(async () => []);
  const write = vi.fn<RowSource["write"]>(async ({ create = [] }) => ({
    change: 1,
    created: create.map((_, at) => 900 + at),
    rows: null,
  }));
  const source = {
    fields: [field],
    count: { rows: held.length, exact: true },
    firstRows: held,
    range: async (start: number, end: number) => held.slice(start, end),
    subscribe: () => () => {},
    update,
    write,
  } as unknown as RowSource;
  const window = createRowWindow(source, { onChange: () => {}, onFault: () => {}, onLoading: () => {} });
  const onFault = vi.fn<(error: unknown) => void>();
  const columns: GridColumn[] = [{ field, cell: 0, widthPx: 100 }];
  const shown = shallowRef(columns);
  const at: Cell = { row: 0, column: 0 };
  const answers: string[] = [];
  const notices: string[] = [];
  const asked: Question[] = [];
  const options = {
    rows: shallowRef(window),
    columns: computed(() => shown.value),
    active: computed(() => at),
    selection: computed(() => ({ anchor: at, extent: at })),
    bounds: computed(() => ({ rows: held.length, columns: shown.value.length })),
    writing: computed(() => ({ locale: "fr-FR", timeZone: "Europe/Paris" })),
    texts: () => gridTexts.en,
    isReadonly: () => false,
    addFields: () => undefined,
    numberAt: (line: number) => line + 1,
    ask: async (question: Question) => (asked.push(question), answers.shift() ?? null),
    select: () => {},
    onNotice: (text: string) => void notices.push(text),
    onFault,
    onClosed: () => {},
  };
  const bulk = useBulk(options);
  const paste = (start: Cell, texts: string[][]) => bulk.paste(start, plainCells(texts));
  const editing = { ...useEditing(options), ...bulk, paste };
  const sent = () => [
    ...update.mock.calls.flatMap(([edits]) => edits.map(({ value }) => value)),
    ...write.mock.calls.flatMap(([{ update: edits = [], create = [] }]) => [
      ...edits.map(({ value }) => value),
      ...create.flatMap((cells) => Object.values(cells)),
    ]),
  ];
  return { editing, shown, notices, answers, asked, update, write, onFault, sent };
}

test.each([
  [{ type: "number", options: { decimals: null } }, "1,234", 1.234],
  [{ type: "date", options: {} }, "03/04/2024", "2024-04-03"],
  [{ type: "datetime", options: { zoned: true } }, "2024-07-01 14:30", "2024-07-01T12:30:00Z"],
] as [FieldShape, string, unknown][])(
  "pasted into %j, %s is read in the person's own writing",
  async (shape, text, cell) => {
    const { editing, sent } = await makeEditing(shape, [null]);
    await editing.paste({ row: 0, column: 0 }, [[text]]);
    expect(sent()).toEqual([cell]);
  },
);

test("what cannot be read here is sent as it stands: the server knows more words and says what is wrong", async () => {
  const { editing, sent } = await makeEditing({ type: "number", options: { decimals: null } }, [1, 2]);
  await editing.paste({ row: 0, column: 0 }, [["n/a"], [""]]);
  expect(sent()).toEqual(["n/a", null]);
});

test("cells that are refused are named by their places, and the rest is written only when the person says so", async () => {
  const number: FieldShape = { type: "number", options: { decimals: null } };
  const { editing, answers, asked, write, sent } = await makeEditing(number, [1, 2]);
  const cell = { rowId: null, created: null, fieldId: "fld" };
  const refuse = () =>
    write.mockImplementationOnce(async () => {
      const faults = [
        { ...cell, rowId: 2, message: "F is not a number such as 12.5" },
        { ...cell, created: 0, message: "F is not a number such as 12.5" },
      ];
      throw new CellsRefused("Nothing was written.", faults);
    });
  const pasted = [["5"], ["n/a"], ["none"], ["7"]];
  refuse();
  answers.push("add");
  await editing.paste({ row: 0, column: 0 }, pasted);
  expect(asked[1]!.list!.lines).toEqual([
    ["2", "F", "n/a", "Not a number. Type digits, such as 1234.5"],
    ["3", "F", "none", "Not a number. Type digits, such as 1234.5"],
  ]);
  expect(sent()).toEqual([5, "n/a", "none", 7]);
  refuse();
  answers.push("add", "rest");
  await editing.paste({ row: 0, column: 0 }, pasted);
  expect(write.mock.lastCall![0]).toMatchObject({ update: [{ rowId: 1, value: 5 }], create: [{}, { fld: 7 }] });
  expect(write).toHaveBeenCalledTimes(3);
});

test("text with line breaks opens in an editor that keeps them", async () => {
  const { editing } = await makeEditing({ type: "text", options: {} }, ["12 Main St\nBern", "one line"]);
  editing.open();
  expect(editing.editing.value?.editor).toBe("lines");
  editing.open("x");
  expect(editing.editing.value?.editor).toBe("line");
});

test("an editor that was left untouched writes nothing", async () => {
  const { editing, sent } = await makeEditing({ type: "text", options: {} }, ["  "]);
  editing.open();
  editing.commit(undefined, "stay");
  expect(editing.editing.value).toBeNull();
  expect(sent()).toEqual([]);
});

test("more rows than can be cleared at once are not cleared in part", async () => {
  const cells = Array.from({ length: editRowsMax + 1 }, () => true);
  const { editing, sent, onFault } = await makeEditing({ type: "boolean", options: {} }, cells);
  await editing.clear({ top: 0, bottom: editRowsMax, left: 0, right: 0 });
  expect(sent()).toEqual([]);
  expect(String(onFault.mock.calls[0]?.[0])).toMatch(/too many to change at once/i);
  await editing.clear({ top: 0, bottom: 999, left: 0, right: 0 });
  expect(sent()).toHaveLength(1000);
});

const text: FieldShape = { type: "text", options: {} };

test("what is pasted beyond the last row is added only when the person says so", async () => {
  const { editing, answers, write, sent } = await makeEditing(text, ["a"]);
  await editing.paste({ row: 0, column: 0 }, [["x"], ["y"], ["z"]]);
  expect(sent()).toEqual([]);
  answers.push("fit");
  await editing.paste({ row: 0, column: 0 }, [["x"], ["y"]]);
  expect(write.mock.calls.flatMap(([{ create = [] }]) => create)).toEqual([]);
  expect(sent()).toEqual(["x"]);
  answers.push("add");
  await editing.paste({ row: 0, column: 0 }, [["x"], ["y"], ["z"]]);
  expect(write.mock.calls.flatMap(([{ create = [] }]) => create)).toHaveLength(2);
  expect(sent().slice(1)).toEqual(["x", "y", "z"]);
});

test("five million cells are refused with what to do instead", async () => {
  const { editing, sent, onFault } = await makeEditing(text, ["a"]);
  const row = Array.from({ length: 500 }, () => "1");
  await editing.paste(
    { row: 0, column: 0 },
    Array.from({ length: 10_000 }, () => row),
  );
  expect(sent()).toEqual([]);
  expect(String(onFault.mock.calls[0]?.[0])).toMatch(/5,000,000|5\s000\s000/);
});

test("an edit of a row that is gone says so and gives back what was typed", async () => {
  const { editing, update, onFault } = await makeEditing(text, ["a"]);
  update.mockRejectedValueOnce(new Error("There is no row 1."));
  editing.open();
  editing.commit("long thought", "stay");
  await vi.waitFor(() => expect(onFault).toHaveBeenCalled());
  expect(String(onFault.mock.calls[0]?.[0])).toMatch(/There is no row 1\. .*“long thought”/);
});

test("a field retyped while one edits takes what was typed as its new type, or gives it back with the reason", async () => {
  const { editing, shown, sent, onFault } = await makeEditing(text, ["a"]);
  const number: Field = { ...fieldOf({ type: "number", options: { decimals: null } }) };
  for (const typed of ["42", "much"]) {
    shown.value = [{ field: fieldOf(text), cell: 0, widthPx: 100 }];
    editing.open();
    shown.value = [{ field: number, cell: 0, widthPx: 100 }];
    editing.commit(typed, "stay");
  }
  await vi.waitFor(() => expect(onFault).toHaveBeenCalled());
  expect(sent()).toEqual([42]);
  expect(String(onFault.mock.calls[0]?.[0])).toMatch(/type of “F” was changed.*“much”/);
  shown.value = [{ field: fieldOf(text), cell: 0, widthPx: 100 }];
  editing.open();
  shown.value = [];
  editing.commit("kept words", "stay");
  await vi.waitFor(() => expect(onFault).toHaveBeenCalledTimes(2));
  expect(String(onFault.mock.calls[1]?.[0])).toMatch(/was deleted.*“kept words”/);
});

test("right-to-left text, emoji and combining marks are written as they were typed", async () => {
  const words = ["שלום עולם", "👩‍👩‍👧 family", "e\u0301 — é", "مرحبا 123"];
  const { editing, sent } = await makeEditing(
    text,
    words.map(() => null),
  );
  await editing.paste(
    { row: 0, column: 0 },
    words.map((word) => [word]),
  );
  expect(sent()).toEqual(words);
});

test("a column that its person cannot change opens no editor and says why; what is cleared or pasted leaves it out", async () => {
  const { editing, shown, notices, sent } = await makeEditing({ type: "text", options: {} }, ["a"]);
  shown.value = shown.value.map((column) => ({ ...column, lock: "A rule keeps it." }));
  expect(editing.open("b")).toBe(false);
  await editing.clear({ top: 0, bottom: 0, left: 0, right: 0 });
  await editing.paste({ row: 0, column: 0 }, [["b"]]);
  expect(sent()).toEqual([]);
  expect(notices).toEqual(["A rule keeps it.", "A rule keeps it.", "A rule keeps it."]);
});
