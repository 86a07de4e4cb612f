import { parseHtmlTable } from "./clipboard-html.ts";
import { parseTsv } from "./clipboard.ts";

/** What a clipboard has for cells; `text` is its plain text. */
export type ClipboardRead =
  | { kind: "cells"; cells: string[][]; text: string }
  | { kind: "picture" }
  | { kind: "nothing" };

/** Longer HTML is not looked through: the plain text says the same. */
const htmlLengthMax = 20_000_000;

/**
 * Cells from a clipboard. Plain text is exact, white space and quotes included, so it comes first; where a table beside it
 * has another shape, the plain text had line breaks in cells that nobody quoted, and the table is right.
 */
export function readClipboard(data: Pick<DataTransfer, "getData" | "files">): ClipboardRead {
  const text = data.getData("text/plain");
  const html = data.getData("text/html");
  const table = html !== "" && html.length <= htmlLengthMax ? parseHtmlTable(html) : undefined;
  if (text === "" && !table) {
    const isPicture = [...data.files].some((file) => file.type.startsWith("image/"));
    return { kind: isPicture || /<img\b/i.test(html) ? "picture" : "nothing" };
  }
  const plain = text === "" ? undefined : parseTsv(text);
  if (plain && table && !isSameShape(plain, table)) return { kind: "cells", cells: table, text };
  return { kind: "cells", cells: plain ?? table ?? [], text };
}

function isSameShape(one: string[][], other: string[][]): boolean {
  return one.length === other.length && one.every((row, at) => row.length === other[at]!.length);
}
