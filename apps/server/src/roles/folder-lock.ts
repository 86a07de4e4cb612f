import { execFileSync } from "node:child_process";
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { StartError } from "./start-error.ts";

/** Who holds a data folder. `born` tells a process from a later one with the same number. */
interface Holder {
  pid: number;
  born: string;
  host: string;
  address: string;
}

/** A holder on another machine (a shared disk, a container) counts as gone when it has not touched the lock for so long. */
const silenceMsMax = 20_000;

/** Takes the data folder for this process until `release`; throws a `StartError` that names the holder when it is in use. */
export function lockFolder(folder: string, address: string): { release(): void } {
  const path = join(folder, "lock.json");
  const mine: Holder = { pid: process.pid, born: bornOf(process.pid) ?? "", host: hostname(), address };
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(path, JSON.stringify(mine), { flag: "wx" });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || attempt > 5) throw error;
      removeStale(path, folder);
    }
  }
  const touch = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // The folder was removed under us; nothing to keep.
    }
  }, 5000);
  touch.unref();
  return {
    release() {
      clearInterval(touch);
      rmSync(path, { force: true });
    },
  };
}

function removeStale(path: string, folder: string): void {
  const holder = readHolder(path);
  if (holder && isAlive(holder, path)) {
    throw new StartError(
      `Weft already runs on ${folder} (pid ${holder.pid}): open ${holder.address}, stop it with Ctrl-C or \`kill ${holder.pid}\`, or choose another folder with --data.`,
    );
  }
  // Moved, not removed: of two starts at once only one gets it, and what it got is looked at again.
  const taken = `${path}.${process.pid}`;
  try {
    renameSync(path, taken);
  } catch {
    return;
  }
  const got = readHolder(taken);
  if (got && got.pid !== holder?.pid && isAlive(got, taken)) renameSync(taken, path);
  else rmSync(taken, { force: true });
}

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    return null;
  }
}

function isAlive(holder: Holder, path: string): boolean {
  if (holder.host !== hostname()) return Date.now() - statSync(path).mtimeMs < silenceMsMax;
  return bornOf(holder.pid) === holder.born;
}

/** When a process began, in whatever words the system has for it; null when there is none. */
function bornOf(pid: number): string | null {
  try {
    if (process.platform !== "linux")
      return execFileSync("ps", ["-p", String(pid), "-o", "lstart="], { encoding: "utf8" }).trim();
    // Field 22 of stat: ticks since boot. The name in parentheses may hold spaces, so count from its end.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}
