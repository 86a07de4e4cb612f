import { createClient } from "@weft/api/client";
import { readArguments } from "./arguments.ts";
import type { Call, Command, Connection } from "./command.ts";
import { commands } from "./commands/commands.ts";
import { readEnvironment } from "./config.ts";
import { getCredentials } from "./credentials.ts";
import { exitCodes, explain, WrongUse } from "./failures.ts";
import { commandHelp, overview } from "./help.ts";
import { makePatientFetch } from "./patient-fetch.ts";
import { writeLine } from "./terminal.ts";

const environment = readEnvironment();
let url: string | null = environment.url;

process.exitCode = await main(process.argv.slice(2));

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === "help" || name === "--help" || name === "-h") return help(args[0]);
  const command = commands[name];
  try {
    if (!command) throw new WrongUse(`There is no command ${name}.`);
    return await runCommand(name, command, args);
  } catch (error) {
    process.stderr.write(`weft: ${explain(error, url)}\n`);
    if (!(error instanceof WrongUse)) return exitCodes.failed;
    process.stderr.write(`See \`weft ${command ? `${name} ` : ""}--help\`.\n`);
    return exitCodes.wrongUse;
  }
}

async function runCommand(name: string, command: Command, args: string[]): Promise<number> {
  const call = readCall(command, args);
  if (call.options.help) return help(name);
  return command.run(call);
}

function readCall(command: Command, args: string[]): Call {
  return { ...readArguments(args, command.options), environment, connect };
}

async function connect(): Promise<Connection> {
  const credentials = await getCredentials(environment);
  url = credentials.url;
  return { ...credentials, client: createClient({ ...credentials, fetch: makePatientFetch() }) };
}

async function help(name: string | undefined): Promise<number> {
  const command = name === undefined ? undefined : commands[name];
  await writeLine(command && name ? commandHelp(command) : overview(commands));
  return exitCodes.done;
}
