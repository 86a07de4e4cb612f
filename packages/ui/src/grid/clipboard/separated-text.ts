/** Cells as tab-separated text, quoted where Excel, Sheets and LibreOffice quote. */
export function formatTsv(rows: string[][]): string {
  const text = rows.map((row) => row.map(quote).join("\t")).join("\n");
  // A last row that is one empty cell would be lost: a line break at the end only ends the row before it.
  return rows.at(-1)?.join("\t") === "" ? `${text}\n` : text;
}

function quote(text: string): string {
  return /["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Cells from tab-separated text as spreadsheets put it on the clipboard: a cell that begins with a quote may hold tabs,
 * line breaks and doubled quotes; a quote elsewhere is itself. One line break at the end ends the last row.
 */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const quoted = text[at] === '"' ? readQuoted(text, at) : undefined;
    const end = quoted?.end ?? endOfPlain(text, at);
    row.push(quoted?.value ?? text.slice(at, end));
    const stop = text[end];
    if (stop === "\t") {
      at = end + 1;
      continue;
    }
    rows.push(row);
    row = [];
    at = end + (stop === "\r" && text[end + 1] === "\n" ? 2 : 1);
    if (at >= text.length) break;
  }
  return rows;
}

function endOfPlain(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== "\t" && text[at] !== "\n" && text[at] !== "\r") at += 1;
  return at;
}

/** Undefined when the quote is never closed right before a tab, a line end or the end: then it is plain text. */
function readQuoted(text: string, from: number): { value: string; end: number } | undefined {
  let value = "";
  let at = from + 1;
  while (at < text.length) {
    const close = text.indexOf('"', at);
    if (close === -1) return undefined;
    value += text.slice(at, close);
    if (text[close + 1] === '"') {
      value += '"';
      at = close + 2;
      continue;
    }
    const after = text[close + 1];
    return after === undefined || after === "\t" || after === "\n" || after === "\r"
      ? { value, end: close + 1 }
      : undefined;
  }
  return undefined;
}
