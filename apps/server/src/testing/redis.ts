import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A real Redis for a test, empty and on a free port. */
export interface TestRedis {
  url: string;
  /** Ends it as a power cut would; what it held is gone. */
  kill(): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts one; fails loudly where no `redis-server` is installed (`npm test` installs it where it may). */
export async function startRedis(): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), "weft-redis-"));
  const port = await freePort();
  let running = await begin(port, folder);
  const kill = async () => {
    if (running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGKILL");
    await ended;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    async start() {
      running = await begin(port, folder);
    },
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function begin(port: number, folder: string): Promise<ChildProcess> {
  const options = { port: String(port), bind: "127.0.0.1", dir: folder, save: "", appendonly: "no" };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn("redis-server", words, { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    let said = "";
    child.once("error", (error) => reject(new Error(`No redis-server could be started: ${error.message}`)));
    child.once("exit", () => reject(new Error(`redis-server ended at once:\n${said}`)));
    child.stdout?.on("data", (text) => {
      said += String(text);
      if (said.includes("Ready to accept connections")) resolve(child);
    });
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
