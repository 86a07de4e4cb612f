import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, node, root } from "./project.mjs";
import { runQuietly } from "./run-quietly.mjs";

/** Which lock file `npm ci` has carried out here; removed with the packages by the next one. */
const stamp = join(root, "node_modules", ".weft-installed");

function hashLock() {
  return createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
}

/** Installs the packages of the lock file when `node_modules` does not hold them; nothing to do costs about 30 ms. */
export async function ensureInstalled() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) fail(`Weft needs Node 20 or newer to start; this is ${process.version}. See https://nodejs.org.`);
  if (isInstalled()) return;
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, [npm]] : ["npm", []];
  try {
    await runQuietly("Installing packages (once)", command, [...args, "ci", "--no-audit", "--no-fund"], { cwd: root });
  } catch (error) {
    fail(`${error.message}: see npm's words above. Often the registry cannot be reached from here; then try again.`);
  }
  writeFileSync(stamp, hashLock());
  if (!existsSync(node)) {
    fail("Node 24 did not come with the packages: run `npm ci` without `--ignore-scripts` and `--omit=optional`.");
  }
}

/** Whether every package of the lock file lies there in its version; those for other systems may be missing. */
function isInstalled() {
  if (!existsSync(node)) return false;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hashLock()) return true;
  const wanted = readPackages(join(root, "package-lock.json"));
  const installed = readPackages(join(root, "node_modules", ".package-lock.json"));
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes("node_modules/") || entry.link || entry.optional || entry.peer || entry.extraneous) return true;
    return installed[path]?.version === entry.version;
  });
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages ?? {};
  } catch {
    return {};
  }
}
