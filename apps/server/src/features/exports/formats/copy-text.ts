import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** A row's cells as PostgreSQL writes them as text; null = empty. */
export type TextRow = (string | null)[];

const escapes: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** Rows out of a `copy … (format text)` stream, in batches as they arrive. */
export async function* readCopyText(stream: Readable): AsyncGenerator<TextRow[]> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const text = rest + decoder.write(chunk);
    const end = text.lastIndexOf("\n");
    rest = text.slice(end + 1);
    if (end >= 0) yield text.slice(0, end).split("\n").map(readLine);
  }
}

function readLine(line: string): TextRow {
  const cells: TextRow = line.split("\t");
  if (!line.includes("\\")) return cells;
  return cells.map((cell) => (cell === "\\N" ? null : unescape(cell as string)));
}

function unescape(cell: string): string {
  return cell.includes("\\") ? cell.replace(/\\(.)/gs, (_, sign: string) => escapes[sign] ?? sign) : cell;
}
