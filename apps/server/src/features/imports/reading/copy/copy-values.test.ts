import type { CellValue } from "@weft/model/fields/field";
import type { ValueReading } from "@weft/model/values/fits";
import { checkCell } from "@weft/model/values/check";
import { valueCases } from "@weft/model/values/value-cases";
import { expect, test } from "vitest";
import { copyAll, loadFile, sourceOf } from "../reading.make.ts";

function quoted(text: string): string {
  return text === "" ? "" : `"${text.replaceAll('"', '""')}"`;
}

/** What PostgreSQL would make of the copied text. */
function asCell(reading: ValueReading, text: string | null): CellValue {
  if (text === null) return null;
  const { type } = reading.shape;
  const value = type === "boolean" ? text === "t" : type === "json" ? JSON.parse(text) : text;
  const checked = checkCell(reading.shape, value);
  if (!checked.ok) throw new Error(`${text} ${checked.reason}`);
  return checked.value;
}

const given = {
  separator: ",",
  quote: '"',
  escape: "double",
  headerRows: 1,
  preambleLines: 0,
  footerLines: 0,
} as const;

function fileOf(texts: string[]) {
  return sourceOf(`other,cell\n${texts.map((text) => `x,${quoted(text)}\n`).join("")}`);
}

const groups = Map.groupBy(valueCases, ({ reading }) => JSON.stringify(reading));

test.each([...groups])("cells of a file read as %s become what pasted text becomes", async (key, cases) => {
  const reading = JSON.parse(key) as ValueReading;
  const source = fileOf(cases.map(({ text }) => text));
  const plan = [
    { index: 1, name: "cell", reading: { dateOrder: "ymd" as const, decimalMark: "." as const, ...reading } },
  ];
  const { profile } = await loadFile(source, given);
  const { rows, rejects } = await copyAll(source, profile.reading, plan);
  const refused = cases.filter(({ cell }) => cell === undefined).map(({ text }) => text);
  expect(rejects.map((reject) => reject.cells[1])).toEqual(refused);
  expect(
    rejects.every(({ code, column, reason }) => code === "cell.misfit" && column === "cell" && reason.template !== ""),
  ).toBe(true);
  const kept = cases.filter(({ cell }) => cell !== undefined);
  expect(rows.map((row, i) => [kept[i]!.text, asCell(reading, row[0]!)])).toEqual(
    kept.map(({ text, cell }) => [text, cell]),
  );
});

test("what the profile says of a candidate is what the load does", async () => {
  const source = fileOf(valueCases.map(({ text }) => text));
  const { profile } = await loadFile(source, given);
  for (const candidate of profile.columns[1]!.candidates) {
    const { rejects } = await copyAll(source, profile.reading, [
      { index: 1, name: "cell", reading: candidate.reading },
    ]);
    const { shape, dateOrder, decimalMark } = candidate.reading;
    expect({ shape, dateOrder, decimalMark, rejects: rejects.length }).toEqual({
      shape,
      dateOrder,
      decimalMark,
      rejects: candidate.misfits,
    });
    expect(rejects.slice(0, candidate.examples.length).map(({ line }) => line)).toEqual(
      candidate.examples.map(({ line }) => line),
    );
  }
  expect(profile.columns[1]!.candidates.length).toBeGreaterThan(15);
});
