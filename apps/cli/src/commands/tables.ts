import type { Call, Command } from "../command.ts";
import { isSet, textOf } from "../command.ts";
import { alignColumns } from "../columns.ts";
import { exitCodes } from "../failures.ts";
import { getBaseOf, listAllBases } from "../places.ts";
import { count, writeLine } from "../terminal.ts";

export const tablesCommand: Command = {
  usage: "tables [--base BASE] [--json]",
  summary: "Lists the tables you can see.",
  details: `
  --base BASE  only this base, by name or id
  --json       one JSON object a line: base, id, name, rows (an estimate)`,
  options: { base: { type: "string" }, json: { type: "boolean" } },
  run: listTables,
};

async function listTables({ options, connect }: Call): Promise<number> {
  const { client } = await connect();
  const wanted = textOf(options, "base");
  const bases = wanted === undefined ? await listAllBases(client) : [await getBaseOf(client, wanted)];
  const tables = bases.flatMap((base) => base.tables.map((table) => ({ base: base.name, ...table })));
  if (isSet(options, "json")) {
    for (const { base, id, name, rowEstimate } of tables)
      await writeLine(JSON.stringify({ base, id, name, rows: rowEstimate }));
    return exitCodes.done;
  }
  if (tables.length === 0) process.stderr.write("No tables yet: make one with `weft import FILE`.\n");
  else {
    const rows = tables.map(({ base, name, id, rowEstimate }) => [base, name, `~${count(rowEstimate)}`, id]);
    const width = process.stdout.columns || 120;
    for (const line of alignColumns(["Base", "Table", "Rows", "Id"], rows, [false, false, true, false], width))
      await writeLine(line);
  }
  return exitCodes.done;
}
