import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Logger } from "pino";
import { environmentWith } from "../config.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

const backoffMsMin = 100;
const backoffMsMax = 10_000;
/** A child that lived so long has started well: the next wait is short again. */
const steadyMs = 20_000;

/**
 * V8 lets a heap grow to several times what it holds before it clears up: the web program stood at 470 MB after 300 pages
 * with 32 MB in use. With these it stays below 190, for 10 to 20 % more processor time a page; an import takes no more.
 * They are no limits: nothing ends for want of memory.
 */
const heapFlags = ["--max-semi-space-size=8", "--heap-growing-percent=60"];

/** A process of Weft that is started again, after a growing wait, whenever it ends by itself. */
export interface Child {
  name: string;
  /** Resolves when it does its work for the first time; rejects when it ends before. */
  ready: Promise<void>;
  pid(): number | undefined;
  send(message: object): void;
  /** Asks it to stop, and kills it when it has not after `waitMs`. */
  stop(waitMs: number): Promise<void>;
}

/** Forks `main.ts` in a role; `environment` adds to this process's own. */
export function startChild(options: {
  name: string;
  role: string;
  args?: string[];
  environment: Record<string, string>;
  log: Logger;
  onMessage?: (message: object) => void;
}): Child {
  const { name, role, args = [], log } = options;
  let current: ChildProcess;
  let stopping = false;
  let waitMs = backoffMsMin;
  let timer: NodeJS.Timeout | undefined;
  let settle: { resolve: () => void; reject: (error: Error) => void };
  const ready = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));

  function start(): void {
    const startedAt = Date.now();
    const env = environmentWith(options.environment) as NodeJS.ProcessEnv;
    // Standard output is not ours alone: Nuxt's server greets there. It goes to the log; what goes wrong is shown.
    current = fork(main, ["--role", role, ...args], {
      env,
      execArgv: heapFlags,
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    current.stdout?.on("data", (chunk) => log.info({ [name]: String(chunk).trim() }, "said"));
    current.on("message", (message) => {
      if (message === "ready") settle.resolve();
      else options.onMessage?.(message as object);
    });
    current.once("exit", (code, signal) => {
      settle.reject(new Error(`${name} ended while starting (${signal ?? `exit code ${code}`})`));
      if (stopping) return;
      if (Date.now() - startedAt > steadyMs) waitMs = backoffMsMin;
      log.warn(`${name} ended (${signal ?? `exit code ${code}`}); starting it again`);
      timer = setTimeout(start, waitMs);
      waitMs = Math.min(waitMs * 3, backoffMsMax);
    });
  }

  start();
  return {
    name,
    ready,
    pid: () => current.pid,
    send: (message) => void (current.connected && current.send(message, () => {})),
    async stop(waitBeforeKillMs) {
      stopping = true;
      clearTimeout(timer);
      if (current.exitCode !== null || current.signalCode !== null) return;
      const ended = once(current, "exit");
      const kill = setTimeout(() => current.kill("SIGKILL"), waitBeforeKillMs);
      if (current.connected) current.send("stop", () => {});
      else current.kill("SIGTERM");
      await ended;
      clearTimeout(kill);
    },
  };
}
