import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../bin/weft.mjs", import.meta.url));

/** How a run of the real program ended. */
export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Starts the real program as a process of its own, with nothing of this machine's settings but what is given. */
export function startCommand(args: string[], variables: Record<string, string>, input = "") {
  const child = spawn(process.execPath, [program, ...args], { env: { PATH: process.env.PATH, ...variables } });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  child.stdin.end(input);
  const ended: Promise<Ended> = once(child, "close").then(([code]) => ({ code: code as number | null, out, err }));
  return { child, ended };
}
