import type { ParseArgsOptionsConfig } from "node:util";
import { parseArgs } from "node:util";
import type { Options } from "./command.ts";
import { WrongUse } from "./failures.ts";

/** Words and options of a command line; throws `WrongUse` for options that the command does not have. */
export function readArguments(args: string[], options: ParseArgsOptionsConfig): { words: string[]; options: Options } {
  const known: ParseArgsOptionsConfig = { ...options, help: { type: "boolean", short: "h" } };
  try {
    const { positionals, values } = parseArgs({
      args: joinDashes(args, known),
      options: known,
      allowPositionals: true,
    });
    return { words: positionals, options: values };
  } catch (error) {
    throw new WrongUse((error as Error).message.split(". To specify")[0] as string);
  }
}

/** `--sort -Age` as `--sort=-Age`: values may begin with a dash, as long as they are no option themselves. */
function joinDashes(args: string[], options: ParseArgsOptionsConfig): string[] {
  const joined: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] as string;
    const next = args[index + 1];
    const takesText = arg.startsWith("--") && options[arg.slice(2)]?.type === "string";
    if (takesText && next?.startsWith("-") && !((next.slice(2).split("=")[0] as string) in options)) {
      joined.push(`${arg}=${next}`);
      index += 1;
    } else joined.push(arg);
  }
  return joined;
}
