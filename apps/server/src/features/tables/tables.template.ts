import { Readable } from "node:stream";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { contentTypes, exportFileName } from "../exports/exports.names.ts";
import { writeXlsx } from "../exports/formats/xlsx.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { getGrantedTable } from "./tables.granted.ts";

/**
 * An empty file with the header of what somebody may fill in of a table, and hand in again. CSV is UTF-8 with a byte-order
 * mark, for spreadsheets.
 */
export async function makeTemplate(
  weft: Weft,
  actor: Actor,
  tableId: string,
  format: "csv" | "xlsx",
): Promise<{ name: string; type: string; content: Readable }> {
  const granted = await access(weft, actor, "table.read", { tableId });
  const table = await getGrantedTable(weft.db.data, granted);
  const fields = table.fields.filter(({ id }) => !table.readOnlyFieldIds.includes(id));
  const content =
    format === "xlsx"
      ? writeXlsx(table.name, fields, Readable.from([]))
      : Readable.from([`\uFEFF${fields.map((field) => csvName(field.name)).join(",")}\r\n`]);
  return { name: exportFileName(`${table.name} template`, format, new Date()), type: contentTypes[format], content };
}

function csvName(name: string): string {
  return /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
