import { expect, test } from "vitest";
import { killAtRandom, loadThroughOutage } from "./kills.make.ts";

const kills = 16;
const rows = 40_000;

test(
  `when the api, the worker, their connections or PostgreSQL are killed at any moment of an import, the table holds the file once (${kills} kills)`,
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

test(
  "when the database is gone for 30 s in the middle of a load, the load goes on by itself, and the api says why it cannot answer",
  async () => {
    const { undisturbed, loaded, answers, tables } = await loadThroughOutage({ rows: 100_000, awayMs: 30_000 });
    expect(loaded).toMatchObject({ state: "done", checksum: undisturbed.checksum });
    expect(loaded.totals).toMatchObject({ read: 100_000, loaded: 99_900, rejected: 100 });
    expect(answers.length).toBeGreaterThan(10);
    expect(new Set(answers)).toEqual(new Set(["database.unavailable"]));
    expect(tables).toEqual({ catalog: 2, physical: 2 });
  },
  5 * 60_000,
);
