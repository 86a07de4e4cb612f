import { countIfTooMany } from "./cell-count.ts";
import type { ClipboardCell } from "./clipboard-cell.ts";
import { plainCells } from "./clipboard-cell.ts";
import { readHtmlCells } from "./html-table.ts";
import { parseMarkdownTable } from "./markdown-table.ts";
import { readOfficeCells } from "./office-cells.ts";
import { parseTsv } from "./separated-text.ts";

/** What a clipboard has for cells; `text` is its plain text. */
export type ClipboardRead =
  | { kind: "cells"; cells: ClipboardCell[][]; text: string }
  /** More than can be pasted; not read. */
  | { kind: "too_many"; cells: number }
  | { kind: "picture" }
  | { kind: "nothing" };

/** Longer HTML is not looked through: the plain text says the same. */
const htmlLengthMax = 60_000_000;

/**
 * Cells from a clipboard. A table says more than the plain text beside it: what cells mean, and line breaks that programs
 * put into plain text without quotes, or not at all. White space is exact in plain text alone.
 */
export function readClipboard(data: Pick<DataTransfer, "getData" | "files">): ClipboardRead {
  const text = data.getData("text/plain");
  const html = data.getData("text/html");
  const tooMany = countIfTooMany(text, html);
  if (tooMany !== undefined) return { kind: "too_many", cells: tooMany };
  const found = html !== "" && html.length <= htmlLengthMax ? readHtmlCells(html) : undefined;
  // A page with a table in it is read as the text it is; a table alone as a table.
  const table = found && (text === "" || !found.hasMore) ? readOfficeCells(found) : undefined;
  if (text === "" && !table) {
    const isPicture = [...data.files].some((file) => file.type.startsWith("image/"));
    return { kind: isPicture || /<img\b/i.test(html) ? "picture" : "nothing" };
  }
  const plain = text === "" ? undefined : parseTsv(text);
  if (!table) return { kind: "cells", cells: parseMarkdownTable(text) ?? plainCells(plain ?? []), text };
  return { kind: "cells", cells: plain ? withExactTexts(table, plain) : table, text };
}

/** The cells of a table, with the white space of the plain text where both are the same text otherwise. */
function withExactTexts(table: ClipboardCell[][], plain: string[][]): ClipboardCell[][] {
  return table.map((row, down) => row.map((cell, along) => withExactText(cell, plain[down]?.[along] ?? "")));
}

function withExactText(cell: ClipboardCell, plain: string): ClipboardCell {
  if (cell.text === plain || withoutSpaces(cell.text) !== withoutSpaces(plain)) return cell;
  // Line breaks and tabs are spaces in the plain text of LibreOffice.
  const isLess = /[\n\t]/.test(cell.text) && !/[\n\t]/.test(plain);
  return isLess ? cell : { ...cell, text: plain.replaceAll("\r\n", "\n") };
}

function withoutSpaces(text: string): string {
  return text.replace(/\s+/g, "");
}
