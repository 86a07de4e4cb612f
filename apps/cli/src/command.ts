import type { Client } from "@weft/api/client";
import type { ParseArgsOptionsConfig } from "node:util";
import type { Environment } from "./config.ts";

/** Options as `parseArgs` gives them. */
export type Options = Record<string, string | boolean | (string | boolean)[] | undefined>;

/** What a command works with. */
export interface Call {
  /** Words that are no options. */
  words: string[];
  options: Options;
  environment: Environment;
  /** Signed in; asks for credentials when first called. */
  connect(): Promise<Connection>;
}

export interface Connection {
  client: Client;
  url: string;
  token: string;
}

/** One command of `weft`. */
export interface Command {
  /** How it is called, without `weft`. */
  usage: string;
  summary: string;
  /** The rest of its help: each option with a sentence, then examples. */
  details: string;
  options: ParseArgsOptionsConfig;
  /** Gives the exit code. */
  run(call: Call): Promise<number>;
}

/** An option's text, or undefined. */
export function textOf(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** The texts of an option that may be given several times. */
export function textsOf(options: Options, name: string): string[] {
  const value = options[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Whether a switch is set. */
export function isSet(options: Options, name: string): boolean {
  return options[name] === true;
}
