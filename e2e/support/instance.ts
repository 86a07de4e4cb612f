import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const startScript = fileURLToPath(new URL("../../scripts/start.mjs", import.meta.url));

/** A started Weft, as `npm start` starts it. */
export interface Instance {
  url: string;
  port: number;
  data: string;
  process: ChildProcess;
  /** All it has printed so far. */
  output(): string;
  /** Resolves with the exit code (null when a signal ended it). */
  exited: Promise<number | null>;
  /** Ctrl-C; resolves when it has ended. Deletes a data folder that it made. */
  [Symbol.asyncDispose](): Promise<void>;
}

interface Options {
  data?: string;
  port?: number;
  environment?: Record<string, string>;
}

/** Starts Weft and waits until it says where it runs; rejects with what it printed when it ends before. */
export async function startInstance(options: Options = {}): Promise<Instance> {
  const instance = await launch(options);
  await Promise.race([
    untilPrinted(instance, /runs at (\S+)/),
    instance.exited.then((code) => {
      throw new Error(`Weft ended while starting (exit code ${code}):\n${instance.output()}`);
    }),
  ]);
  return instance;
}

/** Starts Weft without waiting for anything. */
export async function launch(options: Options = {}): Promise<Instance> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), "weft-e2e-data-")));
  await chmod(data, 0o711);
  const port = options.port ?? (await freePort());
  const child = spawn(process.execPath, [startScript, "--port", String(port), "--data", data], {
    env: { ...process.env, ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, as a terminal makes one: Ctrl-C goes to the whole group.
    detached: true,
  });
  let printed = "";
  child.stdout.on("data", (chunk) => (printed += String(chunk)));
  child.stderr.on("data", (chunk) => (printed += String(chunk)));
  const exited = new Promise<number | null>((resolve) => void child.once("exit", (code) => resolve(code)));
  return {
    url: `http://localhost:${port}`,
    port,
    data,
    process: child,
    output: () => printed,
    exited,
    async [Symbol.asyncDispose]() {
      interrupt(child);
      await exited;
      if (!options.data) await rm(data, { recursive: true, force: true });
    },
  };
}

/** Ctrl-C in its terminal. */
export function interrupt(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null || !child.pid) return;
  process.kill(-child.pid, "SIGINT");
}

function untilPrinted(instance: Instance, text: RegExp): Promise<void> {
  return new Promise((resolve) => {
    const look = () => text.test(instance.output()) && resolve();
    instance.process.stdout?.on("data", look);
    look();
  });
}

/** A port nobody listens on now. */
async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
