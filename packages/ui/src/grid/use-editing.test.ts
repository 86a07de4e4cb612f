import type { Field, FieldShape } from "@weft/model/fields/field";
import { expect, test, vi } from "vitest";
import { computed, shallowRef } from "vue";
import type { GridColumn } from "./grid-columns.ts";
import type { GridRow, RowSource } from "./row-source.ts";
import { createRowWindow } from "./row-window.ts";
import type { Cell } from "./selection.ts";
import { gridTexts } from "./texts.ts";
import { useEditing } from "./use-editing.ts";

const fieldOf = (shape: FieldShape): Field => ({ ...shape, id: "fld", name: "F", description: null });

/** A grid of one column, French, looking at `cells`; `sent` is what goes to the server. */
async function makeEditing(shape: FieldShape, cells: GridRow["cells"]) {
  const field = fieldOf(shape);
  const held = cells.map((cell, at) => ({ id: at + 1, change: 0, cells: [cell] }));
  const update = vi.fn<RowSource["update"]>(async () => []);
  const source = {
    fields: [field],
    count: { rows: held.length, exact: true },
    firstRows: held,
    range: async (start: number, end: number) => held.slice(start, end),
    subscribe: () => () => {},
    update,
  } as unknown as RowSource;
  const window = createRowWindow(source, { onChange: () => {}, onFault: () => {}, onLoading: () => {} });
  const onFault = vi.fn<(error: unknown) => void>();
  const columns: GridColumn[] = [{ field, cell: 0, widthPx: 100 }];
  const editing = useEditing({
    rows: shallowRef(window),
    columns: computed(() => columns),
    active: computed<Cell>(() => ({ row: 0, column: 0 })),
    writing: computed(() => ({ locale: "fr-FR", timeZone: "Europe/Paris" })),
    texts: () => gridTexts.en,
    isReadonly: () => false,
    onFault,
    onClosed: () => {},
  });
  const sent = () => update.mock.calls.flatMap(([edits]) => edits.map(({ value }) => value));
  return { editing, onFault, sent };
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
  const { editing, sent, onFault } = await makeEditing(
    { type: "boolean", options: {} },
    Array.from({ length: 1001 }, () => true),
  );
  await editing.clear({ top: 0, bottom: 1000, left: 0, right: 0 });
  expect(sent()).toEqual([]);
  expect(String(onFault.mock.calls[0]?.[0])).toMatch(/at most 1000 rows/i);
  await editing.clear({ top: 0, bottom: 999, left: 0, right: 0 });
  expect(sent()).toHaveLength(1000);
});
