import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { Failure } from "./failures.ts";

/** Writes a line to standard output and waits until it has taken it. A reader that has gone ends quietly. */
export async function writeLine(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, "drain");
}

// `weft rows … | head` closes the pipe early: that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

/** Asks for a secret without showing it; throws when there is nobody to type it. */
export async function askSecret(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY });
  try {
    const gone = once(lines, "close").then(() => {
      throw new Failure("No password was given: type it, or set WEFT_PASSWORD.");
    });
    return await Promise.race([lines.question(""), gone]);
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}

/** A line that says how far something is. */
export interface StatusLine {
  show(text: string): void;
  /** Takes the line away. */
  end(): void;
}

/** One line on a terminal's standard error that is written over; nothing where that is no terminal. */
export function statusLine(): StatusLine {
  const { stderr } = process;
  if (!stderr.isTTY) return { show: () => {}, end: () => {} };
  return {
    show: (text) => void stderr.write(`\r\u001b[2K${text.slice(0, (stderr.columns || 80) - 1)}`),
    end: () => void stderr.write("\r\u001b[2K"),
  };
}

/** `[######····] 60%` in `width` characters. */
export function bar(share: number, width = 24): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `[${"#".repeat(full)}${"·".repeat(width - full)}] ${String(Math.floor(share * 100)).padStart(3)}%`;
}

/** `1,234,567` */
export function count(number: number): string {
  return number.toLocaleString("en-US");
}

/** `118.2 MB`, in powers of 1,000. */
export function size(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/** `45 s` or `3:05 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")} min`;
}
