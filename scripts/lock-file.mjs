import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const pauseMs = 200;

/**
 * Waits until this process holds the lock at `path`; a holder that died is not waited for. The file appears with its
 * holder's number in it, so that nobody finds it empty. Gives the function that lets go.
 */
export async function takeLock(path) {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    while (!isLinked(own, path)) {
      const holder = readHolder(path);
      if (holder === null) continue;
      if (isAlive(Number(holder))) await sleep(pauseMs);
      else removeDead(path, holder);
    }
  } finally {
    rmSync(own, { force: true });
  }
  return () => rmSync(path, { force: true });
}

function isLinked(own, path) {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** Takes a dead holder's lock away; should another have taken the lock meanwhile, that one gets it back. */
function removeDead(path, holder) {
  const aside = `${path}.${process.pid}.dead`;
  try {
    renameSync(path, aside);
    if (readHolder(aside) !== holder) isLinked(aside, path);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  rmSync(aside, { force: true });
}

function readHolder(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
