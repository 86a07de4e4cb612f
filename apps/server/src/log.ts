import { existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import type { Logger } from "pino";
import { pino } from "pino";
import type { Config } from "./config.ts";

const fileBytesMax = 20 * 1024 * 1024;

/** Words that would open a door; never logged. */
const secrets = ["req.headers.authorization", "req.headers.cookie", "*.password", "*.secret", "*.token"];

/**
 * The log of a process. Under `npm start` (`folder` given) it lies as JSON lines in `folder`, and what a person should
 * see, warnings and worse, stands in short lines on the terminal; else JSON lines go to standard output.
 */
export function openLog(config: Pick<Config, "logLevel">, role: string, folder?: string): Logger {
  const options = { level: config.logLevel, base: { role, pid: process.pid }, redact: secrets };
  if (!folder) return pino(options);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${role}.log`);
  if (existsSync(path) && statSync(path).size > fileBytesMax) renameSync(path, `${path}.1`);
  const level = config.logLevel === "silent" ? "fatal" : config.logLevel;
  return pino(
    options,
    pino.multistream([
      { level, stream: pino.destination({ dest: path, append: true, sync: true }) },
      { level: "warn", stream: terminal(role) },
    ]),
  );
}

interface Line {
  level: number;
  time: number;
  msg?: string;
  err?: { message?: string };
}

/** `12:03:44 worker: text (cause)`, a line an event. */
function terminal(role: string): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      const { level, time, msg, err } = JSON.parse(String(chunk)) as Line;
      const cause = err?.message && err.message !== msg ? ` (${err.message.split("\n")[0]})` : "";
      const word = level >= 50 ? "error" : "warning";
      process.stderr.write(
        `${new Date(time).toTimeString().slice(0, 8)} ${role} ${word}: ${msg ?? err?.message ?? "unknown"}${cause}\n`,
      );
      done();
    },
  });
}
