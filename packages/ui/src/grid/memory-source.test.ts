import type { Field } from "@weft/model/fields/field";
import { readCell } from "./cells/read-cell.ts";
import { createMemorySource } from "./memory-source.ts";
import { describeRowSource } from "./row-source.suite.ts";

const fields: Field[] = [
  { id: "fldname", name: "Name", description: null, type: "text", options: {} },
  { id: "fldage", name: "Age", description: null, type: "number", options: { decimals: 0 } },
];

describeRowSource("rows in memory", async (rows) =>
  createMemorySource({
    fields,
    rows,
    rowAt: (index) => ({ id: index + 1, change: 0, cells: [`Person ${index}`, index] }),
    parse(field, text) {
      const reading = readCell(text, field, { locale: "en", timeZone: "UTC" });
      if (reading.fault) throw new Error(`${field.name} cannot be “${text}”.`);
      return reading.value;
    },
  }),
);
