import { describe, expect, test } from "vitest";
import type { GridRow, RowSource, SourceEvent } from "./row-source.ts";

/** What every source must hold to. `make` gives a table of `Name` (text) and `Age` (number) with rows `Person 0`, 0 … */
export function describeRowSource(name: string, make: (rows: number) => Promise<RowSource>): void {
  const signal = new AbortController().signal;
  const names = (rows: GridRow[]) => rows.map((row) => row.cells[0]);

  describe(`a source of rows: ${name}`, () => {
    test("a range holds the rows at those places, fewer where the table ends", async () => {
      const source = await make(30);
      expect(names(await source.range(10, 13, signal))).toEqual(["Person 10", "Person 11", "Person 12"]);
      expect(await source.range(28, 40, signal)).toHaveLength(2);
      expect(await source.range(50, 60, signal)).toEqual([]);
    });

    test("an update gives the rows back as they are then, with a newer change", async () => {
      const source = await make(5);
      const [before] = await source.range(2, 3, signal);
      const [after] = await source.update([edit(source, before!, 0, "Ada")], { parse: false });
      expect(after).toEqual({ id: before!.id, change: after!.change, cells: ["Ada", 2] });
      expect(after!.change).toBeGreaterThan(before!.change);
      expect(names(await source.range(2, 3, signal))).toEqual(["Ada"]);
    });

    test("text is read as a person typed it when asked to", async () => {
      const source = await make(3);
      const [row] = await source.range(0, 1, signal);
      const [after] = await source.update([edit(source, row!, 1, " 42 ")], { parse: true });
      expect(after!.cells[1]).toBe(42);
    });

    test("one refused cell refuses the whole update, with a reason", async () => {
      const source = await make(3);
      const rows = await source.range(0, 2, signal);
      const edits = [edit(source, rows[0]!, 0, "Ada"), edit(source, rows[1]!, 1, "forty")];
      await expect(source.update(edits, { parse: true })).rejects.toThrow(/\w{3,}/);
      expect(names(await source.range(0, 1, signal))).toEqual(["Person 0"]);
    });

    test("rows that are added come last and are counted", async () => {
      const source = await make(3);
      const events = listen(source);
      const [added] = await source.insert([{ [source.fields[0]!.id]: "Grace" }]);
      expect(added!.cells).toEqual(["Grace", null]);
      expect(source.count.rows).toBe(4);
      expect(await source.range(3, 4, signal)).toEqual([added]);
      expect(events.some((event) => event.type === "rows")).toBe(true);
    });

    test("deleted rows close up, and cannot be changed any more", async () => {
      const source = await make(6);
      const rows = await source.range(0, 6, signal);
      await source.delete([rows[1]!.id, rows[2]!.id]);
      expect(source.count.rows).toBe(4);
      expect(names(await source.range(0, 6, signal))).toEqual(["Person 0", "Person 3", "Person 4", "Person 5"]);
      await expect(source.update([edit(source, rows[1]!, 0, "x")], { parse: false })).rejects.toThrow(/\w{3,}/);
    });

    test("a row is found by its id as long as it is there", async () => {
      const source = await make(4);
      const [row] = await source.range(2, 3, signal);
      expect(await source.row?.(row!.id, signal)).toEqual(row);
      await source.delete([row!.id]);
      expect(await source.row?.(row!.id, signal)).toBeNull();
    });

    test("rows are changed, added and deleted in one go", async () => {
      const source = await make(4);
      const rows = await source.range(0, 4, signal);
      const { created, rows: told } = await source.write(
        {
          create: [{ [source.fields[0]!.id]: "Grace", [source.fields[1]!.id]: "36" }],
          update: [edit(source, rows[0]!, 1, " 42 ")],
          delete: [rows[2]!.id],
        },
        { parse: true },
      );
      const after = await source.range(0, 4, signal);
      expect(after.map((row) => row.cells)).toEqual([
        ["Person 0", 42],
        ["Person 1", 1],
        ["Person 3", 3],
        ["Grace", 36],
      ]);
      expect(created).toEqual([after[3]!.id]);
      expect(told).toEqual([after[0], after[3]]);
      expect(source.count.rows).toBe(4);
    });

    test("one refused part of a write refuses all of it", async () => {
      const source = await make(3);
      const rows = await source.range(0, 3, signal);
      await source.delete([rows[2]!.id]);
      const writes = { create: [{}], update: [edit(source, rows[0]!, 0, "Ada")], delete: [rows[2]!.id] };
      await expect(source.write(writes, { parse: false })).rejects.toThrow(/\w{3,}/);
      const faulty = { create: [{}], update: [edit(source, rows[0]!, 1, "forty")], delete: [rows[1]!.id] };
      await expect(source.write(faulty, { parse: true })).rejects.toThrow(/\w{3,}/);
      expect(names(await source.range(0, 9, signal))).toEqual(["Person 0", "Person 1"]);
    });

    test("rows move before another or to the end, and are put between others", async () => {
      const source = await make(5);
      const rows = await source.range(0, 5, signal);
      const id = (index: number) => rows[index]!.id;
      await source.move([id(4), id(1)], { before: id(0) });
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
    });

    test("a listener that has left is not told", async () => {
      const source = await make(2);
      const events: SourceEvent[] = [];
      source.subscribe((event) => events.push(event))();
      await source.insert([{}]);
      expect(events).toEqual([]);
    });
  });
}

function edit(source: RowSource, row: GridRow, column: number, value: string) {
  return { rowId: row.id, fieldId: source.fields[column]!.id, value };
}

function listen(source: RowSource): SourceEvent[] {
  const events: SourceEvent[] = [];
  source.subscribe((event) => events.push(event));
  return events;
}
