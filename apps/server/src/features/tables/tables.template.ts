import { Readable } from "node:stream";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { contentTypes, exportFileName } from "../exports/exports.names.ts";
import { writeXlsx } from "../exports/formats/xlsx.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { getCatalogTable } from "./tables.catalog.ts";

/** An empty file with the table's header: what people fill in and hand in again. CSV is UTF-8 with a byte-order mark, for spreadsheets. */
export async function makeTemplate(
  weft: Weft,
  actor: Actor,
  tableId: string,
  format: "csv" | "xlsx",
): Promise<{ name: string; type: string; content: Readable }> {
  await access(weft, actor, "table.read", { tableId });
  const table = await getCatalogTable(weft.db.data, tableId);
  const content =
    format === "xlsx"
      ? writeXlsx(table.name, table.fields, Readable.from([]))
      : Readable.from([`\uFEFF${table.fields.map((field) => csvName(field.name)).join(",")}\r\n`]);
  return { name: exportFileName(`${table.name} template`, format, new Date()), type: contentTypes[format], content };
}

function csvName(name: string): string {
  return /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
