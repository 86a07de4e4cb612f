import { expect, test } from "vitest";
import { killAtRandom } from "./kills.make.ts";

const kills = 27;
const rows = 40_000;

test(
  `when Weft, its connections or PostgreSQL are killed at any moment of an import, the table holds the file once (${kills} kills)`,
  async () => {
    const report = await killAtRandom({ kills, rows });
    expect(report.undisturbed).toMatchObject({
      state: "done",
      totals: { read: rows, loaded: rows - 40, rejected: 40 },
    });
    expect(report.killed).toHaveLength(kills);
    for (const killed of report.killed) {
      const { state, totals, checksum } = report.undisturbed;
      const expected = { state, checksum, totals: { ...totals, seconds: expect.any(Number) } };
      expect(killed).toMatchObject(expected);
    }
    expect(report.tables).toEqual({ catalog: kills + 1, physical: kills + 1 });
  },
  10 * 60_000,
);
