import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { takeLock } from "./lock-file.mjs";
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
/** Builds lie here under the hash of their sources: one that is served is never written to. */
const builds = join(root, "node_modules", ".weft-web");
const buildsKept = 3;
const lock = join(builds, "building");

/** Builds the web app unless its sources are those of an earlier build; gives the build's folder, null without a web app. */
export async function ensureWebBuilt() {
  if (!existsSync(join(web, "nuxt.config.ts"))) {
    console.log("No web app here: only the API is served.");
    return null;
  }
  const target = join(builds, hashSources().slice(0, 16));
  if (isThere(target)) return target;
  mkdirSync(builds, { recursive: true });
  const letGo = await takeLock(lock);
  try {
    if (isThere(target)) return target;
    await runQuietly("Building the web app", "npm", ["run", "build", "--silent"], {
      cwd: web,
      env: environment({ NODE_ENV: "production", NO_COLOR: "1", FORCE_COLOR: "0" }),
    });
    rmSync(`${target}.part`, { recursive: true, force: true });
    cpSync(join(web, ".output"), `${target}.part`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${target}.part`, target);
    removeOld();
  } finally {
    letGo();
  }
  return target;
}

/** Its time is when it was last used, so that the oldest can go. */
function isThere(target) {
  if (!existsSync(target)) return false;
  utimesSync(target, new Date(), new Date());
  return true;
}

function removeOld() {
  const all = readdirSync(builds)
    .map((name) => join(builds, name))
    .filter((path) => !path.startsWith(lock))
    .toSorted((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  for (const path of all.slice(buildsKept)) rmSync(path, { recursive: true, force: true });
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
