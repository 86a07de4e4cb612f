import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { environment, root } from "./project.mjs";
import { runQuietly } from "./run-quietly.mjs";

const web = join(root, "apps", "web");
/** What the built app is made from. */
const sources = [
  "apps/web/app",
  "apps/web/public",
  "apps/web/server",
  "apps/web/nuxt.config.ts",
  "apps/web/package.json",
  "packages/model/src",
  "packages/api/src",
  "packages/ui/src",
  "package-lock.json",
].map((path) => join(root, path));
const stamp = join(web, ".output", "built-from");
const lock = join(web, ".building");

/** Builds the web app when its sources are not those it was built from; true if there is one to serve. */
export async function ensureWebBuilt() {
  if (!existsSync(join(web, "nuxt.config.ts"))) {
    console.log("No web app here: only the API is served.");
    return false;
  }
  const hash = hashSources();
  if (isBuiltFrom(hash)) return true;
  await takeLock();
  try {
    if (isBuiltFrom(hash)) return true;
    await runQuietly("Building the web app", "npm", ["run", "build", "--silent"], {
      cwd: web,
      env: environment({ NODE_ENV: "production", NO_COLOR: "1", FORCE_COLOR: "0" }),
    });
    writeFileSync(stamp, hash);
  } finally {
    rmSync(lock, { force: true });
  }
  return true;
}

function isBuiltFrom(hash) {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hash;
}

function hashSources() {
  const hash = createHash("sha256");
  for (const path of sources.filter((source) => existsSync(source)).flatMap(filesOf)) {
    hash.update(path.slice(root.length)).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

function filesOf(path) {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    return [path];
  }
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.name.endsWith(".test.ts") ? [] : filesOf(join(path, entry.name))));
}

/** One build at a time; a builder that died is not waited for. */
async function takeLock() {
  for (;;) {
    try {
      return writeFileSync(lock, String(process.pid), { flag: "wx" });
    } catch {
      if (!isAlive(Number(readLock()))) rmSync(lock, { force: true });
      else await sleep(500);
    }
  }
}

function readLock() {
  try {
    return readFileSync(lock, "utf8");
  } catch {
    return "";
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
