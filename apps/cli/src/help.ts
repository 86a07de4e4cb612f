import type { Command } from "./command.ts";

/** What `weft --help` prints. */
export function overview(commands: Record<string, Command>): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    "weft: tables of a Weft instance from the terminal",
    "",
    "Usage: weft COMMAND …",
    "",
    ...lines,
    "",
    "`weft COMMAND --help` explains one command. WEFT_URL and WEFT_TOKEN work in place of `weft login`.",
    "Exit codes: 0 all went well, 3 loaded with rejected rows, 1 failed, 2 wrong use.",
  ].join("\n");
}

/** What `weft COMMAND --help` prints. */
export function commandHelp({ usage, summary, details }: Command): string {
  return [`Usage: weft ${usage}`, "", summary, "", details.trim()].join("\n");
}
