import type { CellValue, Field, FieldShape } from "@weft/model/fields/field";
import type { Sort } from "@weft/model/filter";
import { describe, expect, test } from "vitest";
import { describeOrder } from "./row-source-order.suite.ts";
import { describeSeeks } from "./row-source-seek.suite.ts";
import type { GridRow, RowSource, SourceEvent } from "./row-source.ts";

/** The fields of the suite's table, in their order, by name. */
export const suiteFields: (FieldShape & { name: string })[] = [
  { name: "Name", type: "text", options: {} },
  { name: "Age", type: "number", options: { decimals: 0 } },
  { name: "Price", type: "number", options: { decimals: null } },
  { name: "Paid", type: "boolean", options: {} },
  { name: "Born", type: "date", options: {} },
  { name: "Seen", type: "datetime", options: { zoned: false } },
  { name: "Sent", type: "datetime", options: { zoned: true } },
  {
    name: "Stage",
    type: "choice",
    options: { choices: ["New", "Done", "Lost"].map((name) => ({ name, color: "gray" })) },
  },
  { name: "Extra", type: "json", options: {} },
];

/** Where days begin for whoever reads the suite's rows. */
export const suiteZone = "Asia/Tokyo";

/** A source over rows of its own. */
export interface SuiteTable {
  source: RowSource;
  /** Puts the rows in another order. */
  choose(order: { group?: Sort[]; sort?: Sort[] }): void;
}

/** Makes a table of `suiteFields` with these cells, by field name; ids are 1, 2, 3 … */
export type MakeTable = (rows: Record<string, CellValue>[]) => Promise<SuiteTable>;

/** What every source must hold to. */
export function describeRowSource(name: string, makeTable: MakeTable): void {
  const signal = new AbortController().signal;
  const make = async (rows: number) =>
    (await makeTable(Array.from({ length: rows }, (_, at) => ({ Name: `Person ${at}`, Age: at })))).source;
  const names = (rows: GridRow[]) => rows.map((row) => row.cells[0]);

  describe(`a source of rows: ${name}`, () => {
    test("a range holds the rows at those places, fewer where the table ends", async () => {
      const source = await make(30);
      expect(names(await source.range(10, 13, signal))).toEqual(["Person 10", "Person 11", "Person 12"]);
      expect(await source.range(28, 40, signal)).toHaveLength(2);
      expect(await source.range(50, 60, signal)).toEqual([]);
      expect(source.count).toEqual({ rows: 30, exact: true });
    });

    test("what nobody waits for any more is broken off", async () => {
      const source = await make(30);
      const gone = AbortSignal.abort();
      await expect(source.range(0, 5, gone)).rejects.toThrow(/\w{3,}/);
      await expect(source.row?.(1, gone)).rejects.toThrow(/\w{3,}/);
      const controller = new AbortController();
      const asked = [
        source.summaries!({ [source.fields[1]!.id]: "sum" }, controller.signal),
        source.groups!([{ field: source.fields[1]!.id, direction: "asc" }], {}, controller.signal),
        source.findText!("Person", { from: 0, limit: 10 }, controller.signal),
      ];
      controller.abort();
      for (const one of await Promise.allSettled(asked)) expect(one.status).toBe("rejected");
    });

    test("an update gives the rows back as they are then, with a newer change", async () => {
      const source = await make(5);
      const [before] = await source.range(2, 3, signal);
      const [after] = await source.update([edit(source, before!, "Name", "Ada")], { parse: false });
      expect(after).toEqual({ id: before!.id, change: after!.change, cells: before!.cells.with(0, "Ada") });
      expect(after!.change).toBeGreaterThan(before!.change);
      expect(await source.range(2, 3, signal)).toEqual([after]);
    });

    test("text is read as a person typed it when asked to, for every type", async () => {
      const source = await make(3);
      const [row] = await source.range(0, 1, signal);
      const typed = { Age: " 42 ", Price: "1.50", Paid: "yes", Born: "2024-02-29", Stage: "done", Extra: '{"a": [1]}' };
      const edits = Object.entries(typed).map(([name, text]) => edit(source, row!, name, text));
      const [after] = await source.update(edits, { parse: true });
      expect(named(source, after!)).toMatchObject({
        Age: 42,
        Price: 1.5,
        Paid: true,
        Born: "2024-02-29",
        Stage: "Done",
        Extra: { a: [1] },
      });
    });

    test("one refused cell refuses the whole update, with a reason", async () => {
      const source = await make(3);
      const rows = await source.range(0, 2, signal);
      const edits = [edit(source, rows[0]!, "Name", "Ada"), edit(source, rows[1]!, "Age", "forty")];
      await expect(source.update(edits, { parse: true })).rejects.toThrow(/\w{3,}/);
      const unknown = { rowId: rows[0]!.id, fieldId: "fldnobodyknows00", value: "x" };
      await expect(source.update([edits[0]!, unknown], { parse: false })).rejects.toThrow(/\w{3,}/);
      expect(await source.range(0, 2, signal)).toEqual(rows);
    });

    test("rows that are added come last and are counted", async () => {
      const source = await make(3);
      const events = listen(source);
      const [added] = await source.insert([{ [source.fields[0]!.id]: "Grace" }]);
      expect(named(source, added!)).toEqual({ Name: "Grace" });
      expect(source.count.rows).toBe(4);
      expect(await source.range(3, 4, signal)).toEqual([added]);
      expect(events.some((event) => event.type === "rows")).toBe(true);
    });

    test("deleted rows close up, and cannot be changed any more", async () => {
      const source = await make(6);
      const rows = await source.range(0, 6, signal);
      const events = listen(source);
      await source.delete([rows[1]!.id, rows[2]!.id]);
      expect(source.count.rows).toBe(4);
      expect(events.some((event) => event.type === "rows")).toBe(true);
      expect(names(await source.range(0, 6, signal))).toEqual(["Person 0", "Person 3", "Person 4", "Person 5"]);
      await expect(source.update([edit(source, rows[1]!, "Name", "x")], { parse: false })).rejects.toThrow(/\w{3,}/);
      await expect(source.delete([rows[0]!.id, rows[1]!.id])).rejects.toThrow(/\w{3,}/);
      expect(source.count.rows).toBe(4);
    });

    test("a row is found by its id as long as it is there", async () => {
      const source = await make(4);
      const [row] = await source.range(2, 3, signal);
      expect(await source.row?.(row!.id, signal)).toEqual(row);
      await source.delete([row!.id]);
      expect(await source.row?.(row!.id, signal)).toBeNull();
      expect(await source.row?.(99, signal)).toBeNull();
    });

    test("rows are changed, added and deleted in one go", async () => {
      const source = await make(4);
      const rows = await source.range(0, 4, signal);
      const {
        created,
        change,
        rows: told,
      } = await source.write(
        {
          create: [{ [source.fields[0]!.id]: "Grace", [source.fields[1]!.id]: "36" }],
          update: [edit(source, rows[0]!, "Age", " 42 ")],
          delete: [rows[2]!.id],
        },
        { parse: true },
      );
      const after = await source.range(0, 4, signal);
      expect(after.map((row) => row.cells.slice(0, 2))).toEqual([
        ["Person 0", 42],
        ["Person 1", 1],
        ["Person 3", 3],
        ["Grace", 36],
      ]);
      expect(created).toEqual([after[3]!.id]);
      expect(told).toEqual([after[0], after[3]]);
      expect([after[0]!.change, after[3]!.change]).toEqual([change, change]);
      expect(source.count.rows).toBe(4);
    });

    test("a write of very many rows is told, or they are to be read anew", async () => {
      const source = await make(3000);
      const events = listen(source);
      const [name] = source.fields;
      const update = Array.from({ length: 3000 }, (_, at) => ({
        rowId: at + 1,
        fieldId: name!.id,
        value: `No. ${at + 1}`,
      }));
      const { rows: told } = await source.write({ update }, { parse: false });
      const isReadAnew = told === null && events.some((event) => event.type === "rows");
      expect(isReadAnew || told?.length === 3000).toBe(true);
      expect(names(await source.range(2998, 3000, signal))).toEqual(["No. 2999", "No. 3000"]);
    });

    test("one refused part of a write refuses all of it", async () => {
      const source = await make(3);
      const rows = await source.range(0, 3, signal);
      await source.delete([rows[2]!.id]);
      const writes = { create: [{}], update: [edit(source, rows[0]!, "Name", "Ada")], delete: [rows[2]!.id] };
      await expect(source.write(writes, { parse: false })).rejects.toThrow(/\w{3,}/);
      const faulty = { create: [{}], update: [edit(source, rows[0]!, "Age", "forty")], delete: [rows[1]!.id] };
      await expect(source.write(faulty, { parse: true })).rejects.toThrow(/\w{3,}/);
      expect(names(await source.range(0, 9, signal))).toEqual(["Person 0", "Person 1"]);
      expect(source.count.rows).toBe(2);
    });

    test("rows move before another or to the end, and are put between others", async () => {
      const source = await make(5);
      const rows = await source.range(0, 5, signal);
      const id = (index: number) => rows[index]!.id;
      const events = listen(source);
      await source.move([id(4), id(1)], { before: id(0) });
      expect(events.some((event) => event.type === "rows")).toBe(true);
      await source.move([id(0)], { before: null });
      const [added] = await source.insert([{ [source.fields[0]!.id]: "Grace" }], { before: id(3) });
      await source.insert([{ [source.fields[0]!.id]: "Last" }]);
      const order = ["Person 4", "Person 1", "Person 2", "Grace", "Person 3", "Person 0", "Last"];
      expect(names(await source.range(0, 9, signal))).toEqual(order);
      await source.delete([id(1)]);
      await source.move([added!.id], { before: id(4) });
      expect(names(await source.range(0, 3, signal))).toEqual(["Grace", "Person 4", "Person 2"]);
      await expect(source.move([id(1)], { before: null })).rejects.toThrow(/\w{3,}/);
      await expect(source.insert([{}], { before: id(1) })).rejects.toThrow(/\w{3,}/);
      expect(source.count.rows).toBe(6);
    });

    test("a listener that has left is not told", async () => {
      const source = await make(2);
      const events: SourceEvent[] = [];
      source.subscribe((event) => events.push(event))();
      await source.insert([{}]);
      expect(events).toEqual([]);
    });
  });
  describeOrder(name, makeTable);
  describeSeeks(name, makeTable);
}

/** The cells of a row that are filled, by field name. */
export function named(source: RowSource, row: GridRow): Record<string, CellValue> {
  const cells = source.fields.map(({ name }, at) => [name, row.cells[at]!] as const);
  return Object.fromEntries(cells.filter(([, value]) => value !== null));
}

/** The id of a field of the suite's table. */
export function fieldId(source: RowSource, name: string): string {
  return (source.fields.find((field: Field) => field.name === name) as Field).id;
}

function edit(source: RowSource, row: GridRow, name: string, value: CellValue) {
  return { rowId: row.id, fieldId: fieldId(source, name), value };
}

function listen(source: RowSource): SourceEvent[] {
  const events: SourceEvent[] = [];
  source.subscribe((event) => events.push(event));
  return events;
}
