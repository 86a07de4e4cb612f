import { execFileSync } from "node:child_process";
import type { Table } from "@weft/api/bases";
import { filter } from "@weft/api/rows";
import { describe, expect, test } from "vitest";
import { splitCode } from "./code-words.ts";
import type { ExampleInput } from "./table-examples.ts";
import { exampleNames, exampleValue, makeExamples } from "./table-examples.ts";

const table = {
  id: "tbl0123456789abcd",
  baseId: "bse0123456789abcd",
  name: "Ann's birds",
  lastChange: 12,
  fields: [
    { id: "fld1", name: "Name, first", type: "text", options: {}, description: null },
    { id: "fld2", name: "Wing `span` ${x}", type: "number", options: { decimals: null }, description: null },
    {
      id: "fld3",
      name: "Kind",
      type: "choice",
      options: { choices: [{ name: "Owl", color: "gray" }] },
      description: null,
    },
  ],
} as unknown as Table;

const input: ExampleInput = { table, url: "http://localhost:8080", rowId: 7, cells: { "Name, first": 'O\'Neil "x"' } };

describe("examples of a table", () => {
  test.each(exampleNames)("%s in JavaScript is a program, whatever the table's names are", (name) => {
    const program = makeExamples(input)[name].javascript.replace(/^import .*$/gm, "");
    expect(() => new Function("token", `return async () => {\n${program}\n}`)).not.toThrow();
  });

  test.each(exampleNames)("%s for the shell is one that bash can read", (name) => {
    expect(() => execFileSync("bash", ["-n", "-c", makeExamples(input)[name].curl])).not.toThrow();
  });

  test("a body survives the shell's quoting", () => {
    const curl = makeExamples(input).create.curl;
    const body = execFileSync("bash", ["-c", curl.replace(/^curl .*? -d /s, "printf %s ")]).toString();
    expect(JSON.parse(body)).toEqual({
      rows: [{ cells: { "Name, first": 'O\'Neil "x"', "Wing `span` ${x}": 42, Kind: "Owl" } }],
    });
  });

  test("the filter is one the API takes", () => {
    const text = /filter=(\{.*?\})'/.exec(makeExamples(input).filter.curl)?.[1] as string;
    expect(filter.safeParse(JSON.parse(text)).success).toBe(true);
  });

  test("values come from the table's own row, then from its choices, then from the type", () => {
    expect(table.fields.map((field) => exampleValue(field, input.cells))).toEqual(['O\'Neil "x"', 42, "Owl"]);
  });

  test("coloured code is the same code", () => {
    for (const name of exampleNames) {
      const { curl } = makeExamples(input)[name];
      expect(
        splitCode(curl)
          .map(({ text }) => text)
          .join(""),
      ).toBe(curl);
    }
  });
});
