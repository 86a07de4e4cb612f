import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { chown, mkdir, readFile, rename, rm, unlink, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Place } from "./embedded-place.ts";

/** One running postmaster. */
export interface Postmaster {
  /** Resolves when it has ended, for whatever reason. */
  exited: Promise<void>;
  /** Ends it: open transactions are rolled back, nothing committed is lost. */
  stop(): Promise<void>;
}

/** Makes the cluster, whole or not at all: a broken-off attempt leaves only a `.part` folder that the next one removes. */
export async function initialise(place: Place, password: string): Promise<void> {
  const partial = `${place.cluster}.part`;
  const passwordFile = `${place.cluster}.password`;
  await rm(partial, { recursive: true, force: true });
  await makeFolderFor(place, partial);
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (place.owner) await chown(passwordFile, place.owner.uid, place.owner.gid);
  try {
    await run(place.initdb, place.owner, [
      `--pgdata=${partial}`,
      "--auth=scram-sha-256",
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
    ]);
  } finally {
    await unlink(passwordFile);
  }
  await rename(partial, place.cluster);
}

async function makeFolderFor(place: Place, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (place.owner) await chown(folder, place.owner.uid, place.owner.gid);
}

function run(command: string, owner: Place["owner"], args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...owner, cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk) => (said += String(chunk)));
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`initdb failed: ${said.trim()}`))));
  });
}

/** Starts PostgreSQL; resolves when it takes connections, rejects with its last words when it ends before. */
export async function startPostmaster(
  place: Place,
  settings: Record<string, string>,
  onLog: (line: string) => void,
): Promise<Postmaster> {
  const args = [
    "-D",
    place.cluster,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  // Detached: Ctrl-C in the terminal must not reach it before those who use it have stopped.
  const server = spawn(place.postgres, args, {
    ...place.owner,
    cwd: "/",
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const exited = new Promise<void>((resolve) => void server.once("close", () => resolve()));
  const stopWatching = server.pid ? stopWhenOrphaned(server.pid) : () => {};
  void exited.then(stopWatching);
  await new Promise<void>((resolve, reject) => {
    let lastLines = "";
    server.once("error", reject);
    server.once("close", () => reject(new Error(`PostgreSQL did not start: ${lastLines.trim()}`)));
    server.stderr.on("data", (chunk) => {
      const text = String(chunk);
      lastLines = (lastLines + text).slice(-2000);
      if (text.includes("ready to accept connections")) resolve();
      for (const line of text.split("\n").filter(Boolean)) onLog(line);
    });
  });
  return {
    exited,
    async stop() {
      server.kill("SIGINT");
      const hurry = setTimeout(() => server.kill("SIGQUIT"), 6000);
      await exited;
      clearTimeout(hurry);
    },
  };
}

/** A shell that holds our end of a pipe and stops PostgreSQL when we are gone, also when we were killed outright. */
function stopWhenOrphaned(pid: number): () => void {
  if (process.platform === "win32") return () => {};
  const watcher = spawn("/bin/sh", ["-c", 'cat >/dev/null; kill -INT "$0"', String(pid)], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.stdin.on("error", () => {});
  watcher.unref();
  return () => {
    try {
      if (watcher.pid) process.kill(-watcher.pid, "SIGKILL");
    } catch {
      // Gone already.
    }
  };
}

/** Ends a PostgreSQL that an earlier Weft left running on this cluster; true if there was one. */
export async function stopLeftover(place: Place): Promise<boolean> {
  const pidFile = `${place.cluster}/postmaster.pid`;
  const pid = Number((await readFile(pidFile, "utf8").catch(() => "")).split("\n")[0]);
  if (!pid) return false;
  if (!commandOf(pid)?.includes(place.cluster)) {
    await rm(pidFile, { force: true });
    return false;
  }
  process.kill(pid, "SIGINT");
  for (let waited = 0; commandOf(pid)?.includes(place.cluster); waited += 50) {
    if (waited === 5000) process.kill(pid, "SIGQUIT");
    if (waited > 20_000)
      throw new Error(`A PostgreSQL of an earlier start (pid ${pid}) does not stop: end it by hand.`);
    await sleep(50);
  }
  return true;
}

/** The command line of a process; null when there is none (a zombie counts as none). */
function commandOf(pid: number): string | null {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8") || null;
    return execFileSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" });
  } catch {
    return null;
  }
}
