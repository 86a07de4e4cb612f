import type { Field } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { readCell } from "./cells/read-cell.ts";
import { createMemorySource } from "./memory-source.ts";
import { describeRowSource, suiteFields, suiteZone } from "./row-source.suite.ts";

const fields: Field[] = suiteFields.map((field, at) => ({ ...field, id: `fld${at}`, description: null }));

describeRowSource("rows in memory", async (rows) => {
  const source = createMemorySource({
    fields,
    rows: rows.length,
    cellAt: (row, column) => rows[row]![fields[column]!.name] ?? null,
    parse(field, text) {
      const reading = readCell(text, field, { locale: "en", timeZone: suiteZone });
      if (reading.fault) throw new Error(`${field.name} cannot be “${text}”.`);
      return reading.value;
    },
    timeZone: suiteZone,
  });
  return { source, choose: source.choose };
});

test("work over many rows lets others go on meanwhile, and ends when nobody waits for it", async () => {
  let looks = 0;
  const rows = 2_000_000;
  const source = createMemorySource({
    fields,
    rows,
    cellAt: (row) => {
      looks += 1;
      return `Person ${row % 10}`;
    },
    parse: (_, text) => text,
    timeZone: suiteZone,
  });
  const controller = new AbortController();
  const counting = source.summaries!({ fld0: "unique" }, controller.signal);
  await new Promise((resolve) => setTimeout(resolve));
  expect(looks).toBeLessThan(rows);
  controller.abort();
  await expect(counting).rejects.toThrow("abort");
  expect(looks).toBeLessThan(rows);
});
