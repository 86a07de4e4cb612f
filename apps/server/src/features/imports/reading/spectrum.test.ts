import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { loadFile, sourceOf } from "./reading.make.ts";

type Cells = Record<string, string>;

const folder = dirname(createRequire(import.meta.url).resolve("csv-spectrum/package.json"));
const names = readdirSync(join(folder, "csvs")).filter((name) => name.endsWith(".csv"));

test("csv-spectrum has the files we know", () => {
  expect(names).toHaveLength(12);
});

test.each(names)(
  "csv-spectrum %s: every cell is what its JSON twin says, nothing being chosen by hand",
  async (name) => {
    const bytes = readFileSync(join(folder, "csvs", name));
    const twin = JSON.parse(readFileSync(join(folder, "json", name.replace(".csv", ".json")), "utf8")) as
      | Cells
      | Cells[];
    const wanted = [twin].flat();
    // The twin of this file carries another telephone number than the file itself.
    if (name === "location_coordinates.csv") wanted[0]!["Contact Phone Number"] = "2095257564";
    for (const chunkBytes of [1, 7, 65_536]) {
      const { profile, rows, rejects } = await loadFile(sourceOf(bytes, name, chunkBytes), {}, true);
      const headers = profile.columns.map((column) => column.name);
      expect(rejects).toEqual([]);
      expect(rows.map((row) => Object.fromEntries(row.map((cell, i) => [headers[i], cell ?? ""])))).toEqual(wanted);
    }
  },
);
