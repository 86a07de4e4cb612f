import type { ClipboardCell } from "./clipboard-cell.ts";

/** Cells of a table in Markdown, its head being the first row; undefined when a text is anything else. */
export function parseMarkdownTable(text: string): ClipboardCell[][] | undefined {
  const lines = text.trim().split(/\r?\n/);
  const isRuled = lines.length >= 2 && /^\s*\|?(\s*:?-{3,}:?\s*\|)+(\s*:?-{3,}:?\s*)?$/.test(lines[1]!);
  if (!isRuled || !lines.every((line) => line.includes("|"))) return undefined;
  return lines.filter((_, at) => at !== 1).map(readLine);
}

function readLine(line: string): ClipboardCell[] {
  const inner = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => ({
    text: cell
      .trim()
      .replace(/\\([|\\])/g, "$1")
      .replace(/ ?<br ?\/?> ?/gi, "\n"),
  }));
}
