import type { CellValue } from "@weft/model/fields/field";
import { describe, expect, test } from "vitest";
import type { MakeTable } from "./row-source.suite.ts";
import { fieldId } from "./row-source.suite.ts";

const rows: Record<string, CellValue>[] = Array.from({ length: 24 }, (_, at) => ({
  Name: at % 6 < 2 ? `Person ${at}` : at % 6 === 4 ? "" : null,
  Age: at % 7 === 0 ? null : at,
  Price: at === 5 ? "12345678901234567.3" : at / 4,
  Born: at % 5 === 0 ? null : `2024-01-${String(at + 1).padStart(2, "0")}`,
}));

/** What a source must hold to about what a grid asks of rows it does not hold. */
export function describeSeeks(name: string, make: MakeTable): void {
  const signal = new AbortController().signal;
  const open = async (order?: "-Age") => {
    const { source, choose } = await make(rows);
    const of = (name: string) => fieldId(source, name);
    if (order) choose({ sort: [{ field: of("Age"), direction: "desc" }] });
    return { source, of };
  };

  describe(`seeking and totals: ${name}`, () => {
    test.each([undefined, "-Age"] as const)(
      "the place of a row, and the next filled or empty cell, are those one counts in the list %s",
      async (order) => {
        const { source, of } = await open(order);
        const list = await source.range(0, 99, signal);
        for (const [at, { id }] of list.entries()) {
          if (at % 5 !== 0) continue;
          expect(await source.locate!(id, signal)).toBe(at);
          for (const by of [1, -1] as const)
            for (const to of ["filled", "empty"] as const) {
              const beyond = by === 1 ? list.slice(at + 1) : list.slice(0, at).reverse();
              const steps = beyond.findIndex(({ cells }) => (cells[0] ? "filled" : "empty") === to) + 1;
              const found = await source.seek!(id, { fieldId: of("Name"), to, by }, signal);
              expect([at, by, to, found]).toEqual([at, by, to, steps || null]);
            }
        }
      },
    );

    test("columns come to what the rows of a stretch of the list hold, exact beyond a double", async () => {
      const { source, of } = await open("-Age");
      const list = await source.range(3, 9, signal);
      expect(list.map(({ cells }) => cells[1])).toEqual([19, 18, 17, 16, 15, 13]);
      const ids = [of("Name"), of("Age"), of("Born")];
      const born = list.flatMap(({ cells }) => cells[4] ?? []).sort();
      expect(await source.totals!(ids, { first: 3, end: 9 }, signal)).toEqual({
        [of("Name")]: { filled: list.filter(({ cells }) => cells[0]).length },
        [of("Age")]: { filled: 6, sum: 98, min: 13, max: 19 },
        [of("Born")]: { filled: born.length, min: born[0], max: born.at(-1) },
      });
      expect(await source.totals!([of("Price")], { first: 0, end: 99 }, signal)).toEqual({
        [of("Price")]: { filled: 24, sum: "12345678901234635.05", min: 0, max: "12345678901234567.3" },
      });
    });
  });
}
