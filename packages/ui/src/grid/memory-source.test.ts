import type { Field } from "@weft/model/fields/field";
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
