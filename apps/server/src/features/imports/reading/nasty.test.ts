import { expect, test } from "vitest";
import { nastyTables } from "./nasty-tables.make.ts";
import { nastyTexts } from "./nasty-texts.make.ts";
import { loadFile, sourceOf, typesOf } from "./reading.make.ts";

test.each([...nastyTexts, ...nastyTables])("$what: read right with nobody changing anything", async (file) => {
  for (const chunkBytes of [3, 65_536]) {
    const { profile, rows, rejects } = await loadFile(sourceOf(file.bytes, file.name ?? "file.csv", chunkBytes));
    expect(typesOf(profile)).toEqual(file.types);
    expect(rows).toEqual(file.rows);
    expect(rejects.map(({ line, code }) => `${line} ${code}`)).toEqual(file.rejects ?? []);
    expect(profile.reading).toMatchObject(file.reading ?? {});
    expect(profile.lineEnd).toBe(file.lineEnd ?? profile.lineEnd);
    const warnings = profile.warnings.map(({ code, count, line }) => `${code} ${count} ${line}`);
    expect(warnings).toEqual(file.warnings ?? []);
    const notes = profile.columns.flatMap((column) => column.notes.map((note) => `${column.name} ${note}`));
    expect(notes).toEqual(file.notes ?? []);
  }
});
