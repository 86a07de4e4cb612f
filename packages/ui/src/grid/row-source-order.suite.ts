import type { CellValue } from "@weft/model/fields/field";
import { groupsMax } from "@weft/model/groups";
import type { SummaryKind } from "@weft/model/summaries";
import { summariesOf } from "@weft/model/summaries";
import { wallClockOf } from "@weft/model/values/wall-clock";
import { describe, expect, test } from "vitest";
import type { MakeTable } from "./row-source.suite.ts";
import { fieldId, suiteZone } from "./row-source.suite.ts";
import type { RowSource } from "./row-source.ts";

const rows: Record<string, CellValue>[] = [
  { Name: "item 10", Age: 1, Price: 0.1, Paid: true, Born: "2024-01-01", Seen: "2024-01-01T23:30:00", Stage: "New" },
  { Name: "item 9", Age: 2, Price: 0.2, Paid: false, Born: "2024-01-03", Seen: "2024-01-01T01:00:00", Stage: "New" },
  { Name: "Item 9", Age: 4, Price: "12345678901234567.3", Paid: true, Born: "2024-01-01", Stage: "Done" },
  { Name: "", Age: 9, Sent: "2024-03-05T23:30:00Z", Seen: "2024-01-02T00:00:00", Stage: "Done" },
  { Name: "émile", Sent: "2024-03-05T12:00:00Z", Extra: { a: 1 } },
  { Name: "Zoë", Price: -5, Sent: "2024-03-05T15:30:00Z" },
];

/** What a source must hold to about the order of its rows, groups, figures of columns and what is found in them. */
export function describeOrder(name: string, make: MakeTable): void {
  const signal = new AbortController().signal;
  const sortsIn = (source: RowSource, text: string) =>
    text.split(",").map((part) => ({
      field: fieldId(source, part.replace("-", "")),
      direction: part.startsWith("-") ? ("desc" as const) : ("asc" as const),
    }));
  const open = async () => {
    const { source, choose } = await make(rows);
    const of = (name: string) => fieldId(source, name);
    return {
      source,
      of,
      order: (group: string, sort = "") =>
        choose({ ...(group && { group: sortsIn(source, group) }), ...(sort && { sort: sortsIn(source, sort) }) }),
      ids: async () => (await source.range(0, 99, signal)).map(({ id }) => id),
      groups: (by: string, wanted = {}) => source.groups!(sortsIn(source, by), wanted, signal),
      async figure(name: string, kind: SummaryKind) {
        return (await source.summaries!({ [of(name)]: kind }, signal))[of(name)]![kind];
      },
    };
  };

  describe(`order, groups and figures: ${name}`, () => {
    test.each([
      ["", "Name", [4, 5, 3, 2, 1, 6]],
      ["", "-Price", [3, 2, 1, 6, 5, 4]],
      ["Name", "", [5, 3, 2, 1, 6, 4]],
      ["Stage", "", [3, 4, 1, 2, 5, 6]],
      ["-Paid,Born", "-Age", [3, 1, 2, 4, 6, 5]],
      ["Sent", "Sent", [5, 6, 4, 1, 2, 3]],
      ["Seen", "-Seen", [1, 2, 4, 6, 5, 3]],
    ])("rows in groups of %o stand sorted by %o, empty cells last, equal ones by id", async (group, sort, expected) => {
      const it = await open();
      it.order(group, sort);
      expect(await it.ids()).toEqual(expected);
    });

    test("text goes by the numbers in it and its marks; capitals decide where all else is equal", async () => {
      const { source, choose } = await make(["è", "é", "É", "e", "no. 10", "no. 9"].map((Name) => ({ Name })));
      choose({ sort: sortsIn(source, "Name") });
      const list = await source.range(0, 9, signal);
      expect(list.map(({ cells }) => cells[0])).toEqual(["e", "É", "é", "è", "no. 9", "no. 10"]);
    });

    test.each(["Stage", "-Stage,Paid", "Born,Stage", "-Sent", "Name", "Seen,Age,Paid"])(
      "groups by %s hold each row once, in the order of the list",
      async (by) => {
        const it = await open();
        it.order(by);
        const list = await it.source.range(0, 99, signal);
        const groups = await it.groups(by);
        expect(groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(list.length);
        const fields = sortsIn(it.source, by).map(({ field }) => it.source.fields.findIndex(({ id }) => id === field));
        let at = 0;
        for (const { keys, rows } of groups) {
          for (const { cells } of list.slice(at, at + rows)) {
            const own = fields.map((field) => {
              const { type } = it.source.fields[field]!;
              if (type !== "datetime" || cells[field] === null) return cells[field] === "" ? null : cells[field];
              const moment = String(cells[field]);
              return (moment.endsWith("Z") || moment.includes("+") ? wallClockOf(moment, suiteZone)! : moment).slice(
                0,
                10,
              );
            });
            expect(keys).toEqual(own);
          }
          at += rows;
        }
      },
    );

    test("moments fall into the days of whoever reads them", async () => {
      const it = await open();
      expect(await it.groups("Sent")).toEqual([
        { keys: ["2024-03-05"], rows: 1 },
        { keys: ["2024-03-06"], rows: 2 },
        { keys: [null], rows: 3 },
      ]);
    });

    test("each group has its own figures, and outer groups those of all within", async () => {
      const it = await open();
      const wanted = { [it.of("Age")]: "sum", [it.of("Name")]: "unique" } as const;
      const values = (sum: number | null, unique: number) => ({
        [it.of("Age")]: { sum },
        [it.of("Name")]: { unique },
      });
      expect(await it.groups("Stage,-Paid", wanted)).toEqual([
        { keys: ["Done", true], rows: 1, values: values(4, 1) },
        { keys: ["Done", null], rows: 1, values: values(9, 0) },
        { keys: ["New", true], rows: 1, values: values(1, 1) },
        { keys: ["New", false], rows: 1, values: values(2, 1) },
        { keys: [null, null], rows: 2, values: values(null, 2) },
      ]);
      expect((await it.groups("Stage", wanted))[0]).toEqual({ keys: ["Done"], rows: 2, values: values(13, 1) });
    });

    test("figures are those one would work out by hand, exact beyond a double", async () => {
      const it = await open();
      const expected: [string, SummaryKind, unknown][] = [
        ["Name", "count", 6],
        ["Name", "filled", 5],
        ["Name", "empty", 1],
        ["Name", "filled_share", 5 / 6],
        ["Name", "unique", 5],
        ["Age", "sum", 16],
        ["Age", "mean", 4],
        ["Age", "median", 3],
        ["Age", "min", 1],
        ["Age", "max", 9],
        ["Age", "range", 8],
        ["Price", "sum", "12345678901234562.6"],
        ["Price", "median", 0.15],
        ["Price", "range", "12345678901234572.3"],
        ["Born", "min", "2024-01-01"],
        ["Born", "range", 2],
        ["Seen", "max", "2024-01-02T00:00:00"],
        ["Seen", "range", 23 * 3600],
        ["Sent", "range", 11.5 * 3600],
        ["Extra", "filled", 1],
      ];
      for (const [name, kind, value] of expected)
        expect([name, kind, await it.figure(name, kind)]).toEqual([name, kind, value]);
    });

    test("histograms have bars of whole numbers and days, and values by how often they stand", async () => {
      const it = await open();
      expect(await it.figure("Age", "histogram")).toEqual({ least: 1, greatest: 9, bars: [1, 1, 0, 1, 0, 0, 0, 0, 1] });
      expect(await it.figure("Born", "histogram")).toEqual({
        least: "2024-01-01",
        greatest: "2024-01-03",
        bars: [2, 0, 1],
      });
      const price = (await it.figure("Price", "histogram")) as { bars: number[] };
      expect([price.bars.length, price.bars.at(0), price.bars.at(-1)]).toEqual([20, 3, 1]);
      const stages = ["Done", "New"].map((value) => ({ value, rows: 2 }));
      expect(await it.figure("Stage", "histogram")).toEqual({ values: stages, others: 0 });
      const values = [true, false].map((value) => ({ value, rows: value ? 2 : 1 }));
      expect(await it.figure("Paid", "histogram")).toEqual({ values, others: 0 });
    });

    test("every figure a type offers can be had of no rows at all", async () => {
      const { source } = await make([]);
      for (const { id, type } of source.fields) {
        for (const kind of summariesOf[type]) {
          const counted = ["count", "filled", "empty", "unique"].includes(kind);
          const isByValue = kind === "histogram" && (type === "choice" || type === "boolean");
          const value = counted ? 0 : isByValue ? { values: [], others: 0 } : null;
          expect(await source.summaries!({ [id]: kind }, signal)).toEqual({ [id]: { [kind]: value } });
        }
      }
    });

    test("groups, figures and places follow what is written", async () => {
      const it = await open();
      it.order("Stage", "-Age");
      const [stage, age] = [it.of("Stage"), it.of("Age")];
      await it.source.update([{ rowId: 1, fieldId: stage, value: "Done" }], { parse: false });
      await it.source.write({ create: [{ [stage]: "Done", [age]: 20 }], delete: [2] }, { parse: false });
      expect(await it.ids()).toEqual([7, 4, 3, 1, 6, 5]);
      expect((await it.groups("Stage")).map(({ keys, rows }) => [keys[0], rows])).toEqual([
        ["Done", 4],
        [null, 2],
      ]);
      expect(await it.figure("Age", "max")).toBe(20);
    });

    test("a text is found by the numbers of the rows that hold it, in the order they stand in", async () => {
      const it = await open();
      const find = (text: string, from = 0, limit = 10) => it.source.findText!(text, { from, limit }, signal);
      expect(await find("ITEM")).toMatchObject({ rows: [0, 1, 2], before: 0, total: 3 });
      it.order("", "-Name");
      expect(await it.ids()).toEqual([6, 1, 2, 3, 5, 4]);
      expect(await find("item")).toMatchObject({ rows: [1, 2, 3], before: 0, total: 3 });
      expect(await find("item", 2, 1)).toMatchObject({ rows: [2], before: 1, total: 3 });
      expect(await find("2024-01-02 00")).toMatchObject({ rows: [5], total: 1 });
      expect(await find("12345678901234567.3")).toMatchObject({ rows: [3], total: 1 });
      expect(await find("%")).toMatchObject({ rows: [], before: 0, total: 0 });
    });

    test("what cannot be grouped or worked out is refused with a reason", async () => {
      const it = await open();
      await expect(it.groups("Extra")).rejects.toThrow(/Extra/);
      await expect(it.figure("Name", "sum")).rejects.toThrow(/Name/);
      await expect(it.groups("Stage", { [it.of("Age")]: "histogram" })).rejects.toThrow(/\w{3,}/);
    });

    test("more groups than anybody can read are refused", async () => {
      const { source } = await make(Array.from({ length: groupsMax + 1 }, (_, at) => ({ Age: at })));
      await expect(source.groups!(sortsIn(source, "Age"), {}, signal)).rejects.toThrow(/20,?000/);
      expect(await source.groups!(sortsIn(source, "Stage"), {}, signal)).toEqual([{ keys: [null], rows: 20_001 }]);
    });
  });
}
