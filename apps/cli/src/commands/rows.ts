import type { Client } from "@weft/api/client";
import type { Row } from "@weft/api/rows";
import { listRows } from "@weft/api/rows";
import type { Table } from "@weft/api/bases";
import type { Call, Command } from "../command.ts";
import { isSet, textOf, textsOf } from "../command.ts";
import { alignColumns, cellText } from "../columns.ts";
import { exitCodes, WrongUse } from "../failures.ts";
import { getTableOf } from "../places.ts";
import { readFilters } from "../selection.ts";
import { writeLine } from "../terminal.ts";

export const rowsCommand: Command = {
  usage: "rows TABLE [--filter FILTER]… [--sort SORT] [--search TEXT] [--fields FIELDS] [--limit N] [--json]",
  summary: "Prints rows of a table (name or id).",
  details: `
  --filter FILTER  Age>30, City=Lausanne, City!=Bern, Name~ann (contains), City= (is empty), or JSON as in
                   the API; several must all hold
  --sort SORT      Name, -Age (downwards), or several: City,-Age
  --search TEXT    rows with this text in any field
  --fields FIELDS  only these, with commas between (a comma inside a name is written \\,)
  --limit N        at most so many rows (100; 0 = all)
  --base BASE      where the table is, when several bases have one of this name
  --json           one row a line: {"id": …, "change": …, "cells": {…}}

Examples:
  weft rows People --filter 'Age>30' --sort -Age --limit 10
  weft rows People --filter '{"any": [{"field": "City", "op": "is", "value": "Bern"}]}' --json`,
  options: {
    filter: { type: "string", multiple: true },
    sort: { type: "string" },
    search: { type: "string" },
    fields: { type: "string" },
    limit: { type: "string" },
    base: { type: "string" },
    json: { type: "boolean" },
  },
  run: printRows,
};

const pageRows = 1000;

async function printRows({ words, options, connect }: Call): Promise<number> {
  const [wanted, ...rest] = words;
  if (!wanted || rest.length > 0) throw new WrongUse("rows needs one table.");
  const limit = Number(textOf(options, "limit") ?? "100");
  if (!Number.isInteger(limit) || limit < 0) throw new WrongUse("--limit is a whole number; 0 = all.");
  const { client } = await connect();
  const table = await getTableOf(client, wanted, textOf(options, "base"));
  const filter = readFilters(textsOf(options, "filter"), table.fields);
  const pages = readPages(client, table.id, limit || Number.POSITIVE_INFINITY, {
    filter: filter && JSON.stringify(filter),
    sort: textOf(options, "sort"),
    search: textOf(options, "search"),
    fields: textOf(options, "fields"),
  });
  let start = 0;
  for await (const rows of pages) {
    if (isSet(options, "json")) for (const row of rows) await writeLine(JSON.stringify(row));
    else for (const line of tableLines(table, rows).slice(start)) await writeLine(line);
    // Later pages go on under the same header.
    start = 2;
  }
  return exitCodes.done;
}

type Selection = Partial<Record<"filter" | "sort" | "search" | "fields", string>>;

async function* readPages(client: Client, tableId: string, limit: number, selection: Selection): AsyncGenerator<Row[]> {
  let cursor: string | undefined;
  let left = limit;
  do {
    const page = await client.call(listRows, {
      params: { tableId },
      query: { ...selection, cursor, limit: Math.min(pageRows, left) },
    });
    yield page.rows as Row[];
    left -= page.rows.length;
    cursor = page.next ?? undefined;
  } while (cursor && left > 0);
}

function tableLines(table: Table, rows: Row[]): string[] {
  const names = rows[0] ? Object.keys(rows[0].cells) : table.fields.map((field) => field.name);
  const isNumber = new Map(table.fields.map((field) => [field.name, field.type === "number"]));
  // The row's own id under a heading that no field of these has.
  const heading = ["#", "row", "row id"].find((word) => !names.includes(word)) ?? "# row";
  return alignColumns(
    [heading, ...names],
    rows.map((row) => [String(row.id), ...names.map((name) => cellText(row.cells[name]))]),
    [true, ...names.map((name) => isNumber.get(name) ?? false)],
    process.stdout.columns || 120,
  );
}
